import { type Agreement, retold } from './agreement.ts';
import { sharedKinds } from './error-kinds.ts';
import type { IssueText } from './issue-text.ts';
import { isTellingWord, type Profile } from './profile.ts';
import { isSpelledAsCode } from './terms.ts';

/** So many words in a row are what a program said; one or two may be anybody's. */
const LEAST_QUOTED = 3;

/**
 * What an issue itself marks as the program's words, in quotation marks or code type, and the line says as well. The kind
 * of error must be the same too, since everybody marks names; or it is a name of the code that the line quotes every time,
 * and something is said of it that the line says.
 */
export function markedWords(issue: IssueText, profile: Profile): Agreement | null {
  const { lines, ownWords, kinds, steadyValues } = profile;
  const [kind] = sharedKinds(kinds, issue.whole.named.kinds);
  for (const { text, words } of issue.marked) {
    if (isSpelledAsCode(text) && steadyValues.includes(text.toLowerCase()) && isSpokenOf(issue, words, profile))
      return retold(`both speak of ‘${text}’ by name`);
    if (kind === undefined) continue;
    const isWord = words.length === 1 && words.every((word) => isTellingWord(word) && ownWords.has(word));
    const isQuotation =
      words.length >= LEAST_QUOTED &&
      words.some(isTellingWord) &&
      lines.some((line) => ` ${line.join(' ')} `.includes(` ${words.join(' ')} `));
    if (isWord || isQuotation) return retold(`both say ‘${text}’ and speak of ${kind}`);
  }
  return null;
}

/** Whether a sentence that says these words says one more of the line's own. */
function isSpokenOf({ title, sentences }: IssueText, words: readonly string[], { ownWords }: Profile): boolean {
  const beside = [...ownWords].filter((word) => isTellingWord(word) && !words.includes(word));
  return [title, ...sentences].some(
    ({ phrase }) => phrase.includes(` ${words.join(' ')} `) && beside.some((word) => phrase.includes(` ${word} `)),
  );
}
