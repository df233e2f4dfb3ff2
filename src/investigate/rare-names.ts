import { type Agreement, retold } from './agreement.ts';
import type { Frequency } from './frequency.ts';
import { type IssueText, mentions } from './issue-text.ts';
import { isTellingWord, type Profile } from './profile.ts';
import { EMPTY_WORDS, wordsOf } from './vocabulary.ts';

/** So many names that no other issue has, and so many of them in the title, are no chance. */
const LEAST_RARE = 3;
const IN_TITLE = 2;

/** Names that of all issues found only this one says, some in its title. Plain words are rare in any small tracker. */
export function rareNames(issue: IssueText, profile: Profile, frequency: Frequency): Agreement | null {
  const { title, whole } = issue;
  // A title of words thrown together to be found has no grammar.
  if (![...title.names].some((word) => EMPTY_WORDS.has(word))) return null;
  const rare = [...profile.names, ...profile.words].filter(
    (word) => isNameByForm(word, profile) && isSteady(word, profile) && mentions(whole, word) && frequency(word) === 1,
  );
  const told = new Map(rare.map((word) => [wordsOf(word).join(' '), word]));
  const own = [...told].filter(([words]) =>
    words.split(' ').some((one) => isTellingWord(one) && !whole.named.words.has(one)),
  );
  const inTitle = own.filter(([, word]) => mentions(title, word));
  if (own.length < LEAST_RARE || inTitle.length < IN_TITLE) return null;
  return retold('name what no other issue found names');
}

/** What stands between quotation marks may be anybody's input, unless it is the same every time. */
function isSteady(word: string, { names, steadyValues, ownWords }: Profile): boolean {
  if (names.includes(word) || steadyValues.includes(word.toLowerCase())) return true;
  return wordsOf(word).every((one) => ownWords.has(one));
}

/** `TLS`, `ProtocolVersion`, `table_seq`, and what has a capital letter though it begins no line. */
function isNameByForm(word: string, { shownLines }: Profile): boolean {
  if (/\p{Lu}.*\p{Lu}|_/u.test(word)) return true;
  return /^\p{Lu}/u.test(word) && !shownLines.some((line) => line.startsWith(word));
}
