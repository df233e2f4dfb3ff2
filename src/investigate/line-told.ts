import { type Agreement, retold } from './agreement.ts';
import { hasGrammarAround } from './grammar.ts';
import type { IssueText, Sentence } from './issue-text.ts';
import { isTellingWord, type Profile } from './profile.ts';
import { EMPTY_STEMS, wordsOf } from './vocabulary.ts';

/** Common words of a service carry little, grammar nothing. */
const TELLING = 5;
const COMMON = 2;

/** Nearly all of a line, in percent of its weight, leaves little untold, whatever words it took. */
const NEARLY_ALL = 70;
const LEAST_WEIGHT = 15;
const LEAST_TELLING = 2;
/** Half of it will do where these words say more than names and the kind of error, and the title has two of them. */
const HALF = 50;
const TELLING_IN_HALF = 3;
const IN_TITLE_OF_HALF = 2;
/** Who tells it takes the title and a few sentences; a long text holds anything. */
const SENTENCES = 3;

/** Most words of the line stand near each other in the issue, in any order and form, and the title is of them. */
export function lineTold({ title, sentences, whole }: IssueText, { ownWords, names }: Profile): Agreement | null {
  const inNames = new Set(names.flatMap(wordsOf));
  const isBeside = (word: string) => isTellingWord(word) && !inNames.has(word);
  const isOwn = (word: string) => isBeside(word) && !whole.named.words.has(word);
  const words = [...ownWords].filter((word) => word.length > 1 && !/^\d+$/.test(word) && !EMPTY_STEMS.has(word));
  const all = weigh(words);
  const inTitle = saidIn(title, words);
  if (!inTitle.some(isTellingWord)) return null;
  const inSentences = sentences.map((sentence) => saidIn(sentence, words));
  const isTold = [0, ...inSentences.keys()].some((at) => {
    const said = [...new Set([...inTitle, ...inSentences.slice(at, at + SENTENCES).flat()])];
    const share = 100 * weigh(said);
    if (share >= NEARLY_ALL * all)
      return (
        weigh(said.filter((word) => !inNames.has(word))) >= LEAST_WEIGHT &&
        said.filter(isBeside).length >= LEAST_TELLING
      );
    return (
      share >= HALF * all &&
      said.filter(isOwn).length >= TELLING_IN_HALF &&
      inTitle.filter(isOwn).length >= IN_TITLE_OF_HALF
    );
  });
  return isTold ? retold('say most of the line in other words') : null;
}

function saidIn(sentence: Sentence, words: readonly string[]): string[] {
  const said = words.filter((word) => sentence.phrase.includes(` ${word} `));
  return hasGrammarAround(sentence, said) ? said : [];
}

function weigh(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + (isTellingWord(word) ? TELLING : COMMON), 0);
}
