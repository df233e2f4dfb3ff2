import { type Agreement, retold } from './agreement.ts';
import { hasGrammarAround } from './grammar.ts';
import type { IssueText, Sentence } from './issue-text.ts';
import { isTellingWord, type Profile } from './profile.ts';
import { EMPTY_STEMS, wordsOf } from './vocabulary.ts';

/** Common words of a service carry little, grammar nothing. */
const TELLING = 5;
const COMMON = 2;

/** So much of a line, in percent of its weight, and so many telling words beside names leave little untold. */
const NEARLY_ALL = 70;
const LEAST_TELLING = 3;
/** Who tells it takes the title and a few sentences; a long text holds anything. */
const SENTENCES = 3;

/** Nearly all words of the line stand near each other in the issue, in any order and form, and the title is of them. */
export function lineTold({ title, sentences }: IssueText, { ownWords, names }: Profile): Agreement | null {
  const inNames = new Set(names.flatMap(wordsOf));
  const words = [...ownWords].filter((word) => word.length > 1 && !/^\d+$/.test(word) && !EMPTY_STEMS.has(word));
  const whole = weigh(words);
  const inTitle = saidIn(title, words);
  if (!inTitle.some(isTellingWord)) return null;
  const inSentences = sentences.map((sentence) => saidIn(sentence, words));
  const isTold = [0, ...inSentences.keys()].some((at) => {
    const said = [...new Set([...inTitle, ...inSentences.slice(at, at + SENTENCES).flat()])];
    return (
      100 * weigh(said) >= NEARLY_ALL * whole &&
      said.filter((word) => isTellingWord(word) && !inNames.has(word)).length >= LEAST_TELLING
    );
  });
  return isTold ? retold('say nearly all of the line in other words') : null;
}

function saidIn(sentence: Sentence, words: readonly string[]): string[] {
  const said = words.filter((word) => sentence.phrase.includes(` ${word} `));
  return hasGrammarAround(sentence, said) ? said : [];
}

function weigh(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + (isTellingWord(word) ? TELLING : COMMON), 0);
}
