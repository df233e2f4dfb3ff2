import { PLACEHOLDER } from '../../model/placeholder.ts';

const WORD = new RegExp(`${PLACEHOLDER.source}|\\p{L}{2,}`, 'gu');

/** Words of two letters and more; what was redacted counts for one, whatever its digits are. */
export function countWords(text: string): number {
  return text.match(WORD)?.length ?? 0;
}
