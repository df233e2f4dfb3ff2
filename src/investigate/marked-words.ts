import { type Agreement, retold } from './agreement.ts';
import { sharedKinds } from './error-kinds.ts';
import type { IssueText } from './issue-text.ts';
import { isTellingWord, type Profile } from './profile.ts';

/** So many words in a row are what a program said; one or two may be anybody's. */
const LEAST_QUOTED = 3;

/**
 * What an issue itself marks as the program's words, in quotation marks or code type, and the line says as well; the
 * kind of error must be the same too, since everybody marks names.
 */
export function markedWords(issue: IssueText, { lines, ownWords, kinds }: Profile): Agreement | null {
  const [kind] = sharedKinds(kinds, issue.whole.named.kinds);
  if (kind === undefined) return null;
  for (const { text, words } of issue.marked) {
    const isWord = words.length === 1 && words.every((word) => isTellingWord(word) && ownWords.has(word));
    const isQuotation =
      words.length >= LEAST_QUOTED &&
      words.some(isTellingWord) &&
      lines.some((line) => ` ${line.join(' ')} `.includes(` ${words.join(' ')} `));
    if (isWord || isQuotation) return retold(`both say \u2018${text}\u2019 and speak of ${kind}`);
  }
  return null;
}
