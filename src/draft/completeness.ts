import type { Completeness } from '../model/completeness.ts';
import { count, formatInstant, formatNumber } from '../wording/words.ts';
import { sanitiseInline } from './sanitise.ts';

/** Whether the numbers are totals: `Read completely: 1,000 entries, 1 file, none malformed.` */
export function readingLine(collected: Completeness): string {
  const { read, sources, pages, truncated, malformed, duplicates } = collected;
  const parts = [
    count(read, 'entry', 'entries'),
    pages > 0 ? count(pages, 'page') : count(sources.length, 'file'),
    malformed === 0 ? 'none malformed' : `${count(malformed, 'malformed line')} set aside`,
    ...(duplicates > 0 ? [`${count(duplicates, 'duplicate')} counted once`] : []),
    ...splitPart(collected),
  ].join(', ');
  return truncated === null
    ? `Read completely: ${parts}.`
    : `Read in part (${sanitiseInline(truncated, 200)}): ${parts}. The counts are those of this sample, not totals.`;
}

/** How late the newest came: what arrived after it is in no count. Nothing where no entry says so. */
export function arrivalLine({ newestReceived }: Pick<Completeness, 'newestReceived'>): string[] {
  return newestReceived === null ? [] : [`The last to arrive was received ${formatInstant(newestReceived)}.`];
}

/** Entries of the audit log that tell of nothing broken. */
export function routineCalls(routine: number): string {
  return `${count(routine, 'successful call', 'successful calls')} in the audit log`;
}

/** Entries that came in parts, if there were any. */
export function splitPart({ split }: Completeness): string[] {
  if (split === undefined) return [];
  const lacking = split.incomplete === 0 ? '' : `, ${formatNumber(split.incomplete)} of them incomplete`;
  return [`${count(split.parts, 'part')} put together into ${count(split.entries, 'entry', 'entries')}${lacking}`];
}
