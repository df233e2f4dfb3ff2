import type { Facts } from '../model/cluster.ts';
import { formatNumber } from './words.ts';

/** Severities in words. Where Cloud Logging does not state one, it is said where it stands: nobody finds it there by it. */

type Counted = Facts['severities'][number];

const PLACES = { field: 'a field', text: 'the text' } as const;

/** `ERROR 6 (read from the text), WARNING 2`. */
export function countSeverities(severities: readonly Counted[]): string {
  return severities.map((one) => `${one.severity} ${formatNumber(one.count)}${noteOf(one)}`).join(', ');
}

/** The highest: `ERROR`, `ERROR (read from the text)`, `ERROR (4 of 6 read from a field)`. */
export function severityWords({ severity, severities }: Pick<Facts, 'severity' | 'severities'>): string {
  const row = severities.find((one) => one.severity === severity);
  return row === undefined ? severity : `${severity}${noteOf(row)}`;
}

function noteOf({ count, fromField = 0, fromText = 0 }: Counted): string {
  const read = fromField + fromText;
  if (read === 0) return '';
  const places = [...(fromText > 0 ? [PLACES.text] : []), ...(fromField > 0 ? [PLACES.field] : [])].join(' or ');
  return ` (${read === count ? '' : `${formatNumber(read)} of ${formatNumber(count)} `}read from ${places})`;
}
