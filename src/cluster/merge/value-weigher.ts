import type { TemplateSet } from './template-set.ts';
import { QUOTED_NAME, VALUE_WEIGHT, WEIGHT_MASK } from './token-kind.ts';
import { isNamed, type Vocabulary } from './vocabulary.ts';

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
    /** What quoted names weigh more where a noun stands before them. */
    let quoted = 0;
    for (const member of members) {
      const token = this.#set.tokens[(this.#set.start[member] ?? 0) + offset] ?? 0;
      if (this.#seenIn[token] === this.#weighing) continue;
      this.#seenIn[token] = this.#weighing;
      distinct += 1;
      const kind = this.#vocabulary.kinds[token] ?? 0;
      if ((kind & QUOTED_NAME) !== 0) quoted += VALUE_WEIGHT - (kind & WEIGHT_MASK);
      weight += kind & WEIGHT_MASK;
    }
    if (quoted > 0 && this.#areNamed(members, offset)) weight += quoted;
    return { distinct, weight };
  }

  /** Whether a noun that names values stands before the position in each: none of them may decide by being first. */
  #areNamed(members: Int32Array, offset: number): boolean {
    const { start, tokens } = this.#set;
    return members.every((member) => {
      const begin = start[member] ?? 0;
      return isNamed(this.#vocabulary, tokens, begin, begin + offset);
    });
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
