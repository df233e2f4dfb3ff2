import type { Facts } from '../model/cluster.ts';
import { formatNumber } from './words.ts';

/** Severities in words. Where Cloud Logging does not state one, it is said where it stands: nobody finds it there by it. */

type Counted = Facts['severities'][number];

const PLACES = { field: 'a field', text: 'the text' } as const;

/** `ERROR 6 (read from the text), WARNING 2`; `ERROR 6 (4 of them read from the text)`. */
export function countSeverities(severities: readonly Counted[]): string {
  return severities.map((one) => `${one.severity} ${formatNumber(one.count)}${noteOf(one, 'them')}`).join(', ');
}

/** The highest: `ERROR`, `ERROR (read from the text)`, `ERROR (4 of 6 read from a field)`. */
export function severityWords({ severity, severities }: Pick<Facts, 'severity' | 'severities'>): string {
  const row = severities.find((one) => one.severity === severity);
  return row === undefined ? severity : `${severity}${noteOf(row, formatNumber(row.count))}`;
}

function noteOf({ count, fromField = 0, fromText = 0 }: Counted, all: string): string {
  const read = fromField + fromText;
  if (read === 0) return '';
  const places = [...(fromText > 0 ? [PLACES.text] : []), ...(fromField > 0 ? [PLACES.field] : [])].join(' or ');
  return ` (${read === count ? '' : `${formatNumber(read)} of ${all} `}read from ${places})`;
}
