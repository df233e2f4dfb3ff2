import type { Sentence } from './issue-text.ts';
import { GRAMMAR_STEMS } from './vocabulary.ts';

/** People who tell something use one such word in two or three, and a few words may have none. */
const WORDS_PER_GRAMMAR = 4;

/** Whether these words stand in a sentence that somebody said: words thrown together to be found have no grammar. */
export function hasGrammarAround({ phrase }: Sentence, words: readonly string[]): boolean {
  const said = phrase.trim().split(' ');
  const wanted = new Set(words);
  const first = said.findIndex((word) => wanted.has(word));
  const last = said.findLastIndex((word) => wanted.has(word));
  const span = said.slice(first, last + 1);
  return span.filter((word) => GRAMMAR_STEMS.has(word)).length >= Math.floor(span.length / WORDS_PER_GRAMMAR);
}
