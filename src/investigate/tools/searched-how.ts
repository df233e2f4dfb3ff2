import type { SearchStep } from '../../model/report.ts';
import { count } from '../../wording/words.ts';

/** `2 issues fit session by words (complete).` What failed is never called empty. */
export function searchedHow(
  { answeredBy, query, complete, error, engine }: Readonly<SearchStep>,
  hits: number,
  noun: string,
): string {
  const asked = engine === 'semantic' ? 'meaning' : 'words';
  const fellBack = engine === 'semantic' && answeredBy === 'lexical' ? ', which GitHub answered by words' : '';
  const how = `${query} by ${asked}${fellBack}`;
  if (complete && hits === 0) return `No ${noun} fits ${how} (the search was complete).`;
  if (complete) return `${count(hits, noun)} ${hits === 1 ? 'fits' : 'fit'} ${how} (complete).`;
  const because = (error ?? 'no reason given').replace(/\.$/, '');
  if (hits === 0) return `The search for ${how} failed, so whether any ${noun} fits is unknown: ${because}.`;
  return `${count(hits, noun)} ${hits === 1 ? 'fits' : 'fit'} ${how}, and there may be more (incomplete): ${because}.`;
}
