import type { Completeness } from '../model/completeness.ts';
import { count } from '../wording/words.ts';
import { sanitiseInline } from './sanitise.ts';

/** Whether the numbers are totals: `Read completely: 1,000 entries, 1 file, none malformed.` */
export function readingLine(collected: Completeness): string {
  const { read, sources, pages, truncated, malformed, duplicates } = collected;
  const parts = [
    count(read, 'entry', 'entries'),
    pages > 0 ? count(pages, 'page') : count(sources.length, 'file'),
    malformed === 0 ? 'none malformed' : `${count(malformed, 'malformed line')} set aside`,
    ...(duplicates > 0 ? [`${count(duplicates, 'duplicate')} counted once`] : []),
  ].join(', ');
  return truncated === null
    ? `Read completely: ${parts}.`
    : `Read in part (${sanitiseInline(truncated, 200)}): ${parts}. The counts are those of this sample, not totals.`;
}
