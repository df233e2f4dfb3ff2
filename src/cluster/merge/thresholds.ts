import type { TemplateSet } from './template-set.ts';
import { WORD } from './token-kind.ts';
import type { Vocabulary } from './vocabulary.ts';

const WEIGHT_FOR_A_SLOT = 40;
const WEIGHT_IN_A_LEARNED_PLACE = 20;

/**
 * Rule 2: how much weight a position needs. Where a slot was accepted, the two tokens before it are remembered; from
 * the next round on the same two tokens announce a slot elsewhere, and half the weight will do.
 */
export class Thresholds {
  readonly #known = new Set<number>();
  readonly #learning = new Set<number>();
  readonly #vocabulary: Vocabulary;

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  at(set: TemplateSet, begin: number, position: number): number {
    return this.isLearned(set, begin, position) ? WEIGHT_IN_A_LEARNED_PLACE : WEIGHT_FOR_A_SLOT;
  }

  isLearned(set: TemplateSet, begin: number, position: number): boolean {
    return this.#known.size > 0 && this.#known.has(this.#context(set, begin, position));
  }

  learn(set: TemplateSet, begin: number, position: number): void {
    const context = this.#context(set, begin, position);
    if (context >= 0) this.#learning.add(context);
  }

  /** Within a round nothing is learned, or the order in which positions are looked at would matter. */
  endRound(): void {
    for (const context of this.#learning) this.#known.add(context);
    this.#learning.clear();
  }

  /** The two tokens as one number; -1 where they hold no word, which announces nothing. The beginning counts as one. */
  #context(set: TemplateSet, begin: number, position: number): number {
    const { kinds, tokens } = this.#vocabulary;
    const one = position - 1 >= begin ? (set.tokens[position - 1] ?? 0) : tokens.length;
    const two = position - 2 >= begin ? (set.tokens[position - 2] ?? 0) : tokens.length;
    if (position > begin && (((kinds[one] ?? 0) | (kinds[two] ?? 0)) & WORD) === 0) return -1;
    return two * (tokens.length + 1) + one;
  }
}
