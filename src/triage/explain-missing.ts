import type { Completeness } from '../model/completeness.ts';
import { count } from '../wording/words.ts';

/** What of the logs could not be read, in sentences: whatever is not found may be there. */
export function missingOf({ truncated, malformed }: Pick<Completeness, 'truncated' | 'malformed'>): string[] {
  return [
    ...(truncated === null ? [] : [`Not all was read: ${truncated}.`]),
    ...(malformed === 0 ? [] : [`${count(malformed, 'malformed line')} could not be read.`]),
  ];
}
