import type { TemplateSet } from './template-set.ts';
import { WEIGHT_MASK } from './token-kind.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Counts and weighs the distinct tokens that templates of one length have at one position. */
export class ValueWeigher {
  readonly #set: TemplateSet;
  readonly #vocabulary: Vocabulary;
  /** The last weighing in which a token was seen: no set has to be emptied between them. */
  readonly #seenIn: Int32Array;
  #weighing = 0;

  constructor(set: TemplateSet, vocabulary: Vocabulary) {
    this.#set = set;
    this.#vocabulary = vocabulary;
    this.#seenIn = new Int32Array(vocabulary.tokens.length);
  }

  weigh(members: Int32Array, offset: number): { distinct: number; weight: number } {
    this.#weighing += 1;
    let distinct = 0;
    let weight = 0;
    for (const member of members) {
      const token = this.#set.tokens[(this.#set.start[member] ?? 0) + offset] ?? 0;
      if (this.#seenIn[token] === this.#weighing) continue;
      this.#seenIn[token] = this.#weighing;
      distinct += 1;
      weight += (this.#vocabulary.kinds[token] ?? 0) & WEIGHT_MASK;
    }
    return { distinct, weight };
  }

  /** The members by their token at the position; parts of one member are left out, they have nothing to merge with. */
  partition(members: Int32Array, offset: number): Int32Array[] {
    const parts = new Map<number, number[]>();
    for (const member of members) {
      const token = this.#set.tokens[(this.#set.start[member] ?? 0) + offset] ?? 0;
      const part = parts.get(token);
      if (part === undefined) parts.set(token, [member]);
      else part.push(member);
    }
    return [...parts.values()].filter((part) => part.length > 1).map((part) => Int32Array.from(part));
  }
}
