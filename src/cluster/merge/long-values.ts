import { isStatusName } from './constants.ts';
import type { TemplateSet } from './template-set.ts';
import { CONSTANT, PLAIN, WORD } from './token-kind.ts';
import {
  BEHIND_KEY,
  BOOLEAN,
  CLOSE,
  FAULT,
  LEAD,
  MARK,
  NAME,
  OPEN,
  PARTICLE,
  QUOTE,
  QUOTED,
  SHORT,
  TELLING,
} from './value-roles.ts';
import { SLOT_ID, type Vocabulary } from './vocabulary.ts';

const LONGEST_NAME = 6;
const LONGEST_QUOTATION = 16;
const LONGEST_DATA = 100;
/** Tokens before a value that are looked over for a word that says what it is. */
const LOOK_BACK = 4;

/** Places where a value of one token or more may stand, one behind the other. */
export interface LongValues {
  readonly from: readonly number[];
  readonly length: readonly number[];
  /** The first value of each template; one more than there are templates. */
  readonly first: Int32Array;
}

/**
 * Finds names of one word or more (`Anna`, `Maria van der Berg`), what stands between quotes, and data in brackets.
 * Not those that say what happened: error texts, states, the beginning of a message or of a sentence.
 */
export function findLongValues(set: TemplateSet, vocabulary: Vocabulary, roles: Uint16Array): LongValues {
  const finder = new Finder(set, vocabulary, roles);
  const from: number[] = [];
  const length: number[] = [];
  const first = new Int32Array(set.count + 1);
  for (let template = 0; template < set.count; template += 1) {
    first[template] = from.length;
    const stop = finder.open(template);
    for (let at = (set.start[template] ?? 0) + 1; at < stop; ) {
      const end = finder.endOfValue(at);
      if (end > at) {
        from.push(at);
        length.push(end - at);
      }
      at = Math.max(Math.abs(end), at + 1);
    }
  }
  first[set.count] = from.length;
  return { from, length, first };
}

class Finder {
  readonly #set: TemplateSet;
  readonly #vocabulary: Vocabulary;
  readonly #roles: Uint16Array;
  #begin = 0;
  #stop = 0;

  constructor(set: TemplateSet, vocabulary: Vocabulary, roles: Uint16Array) {
    this.#set = set;
    this.#vocabulary = vocabulary;
    this.#roles = roles;
  }

  /** Begins a template; where it ends. */
  open(template: number): number {
    this.#begin = this.#set.start[template] ?? 0;
    this.#stop = this.#set.start[template + 1] ?? 0;
    return this.#stop;
  }

  /** Behind the value that begins there; 0 where none does, and the end as a negative number of what only looks like one. */
  endOfValue(at: number): number {
    const role = this.#roleAt(at);
    if ((role & OPEN) !== 0) return this.#endOfData(at);
    if ((role & QUOTED) !== 0) {
      const isValue = (this.#kindAt(at) & CONSTANT) === 0 && !this.#isTold(at, TELLING);
      return isValue ? at + 1 : -(at + 1);
    }
    if ((role & QUOTE) !== 0) return this.#endOfQuotation(at);
    return (role & NAME) === 0 ? 0 : this.#endOfName(at);
  }

  #endOfName(from: number): number {
    let end = from + 1;
    for (let at = end; at < this.#stop && at - from < LONGEST_NAME; at += 1) {
      const role = this.#roleAt(at);
      if ((role & (NAME | SHORT)) !== 0) end = at + 1;
      else if ((role & PARTICLE) === 0 || ((role & MARK) !== 0 && !this.#isWithinName(at))) break;
    }
    const isSlot = this.#tokenAt(from) === SLOT_ID;
    const isSaid = !isSlot && (this.#beginsSentence(from, end) || this.#isAllThatIsSaid(from, end));
    const isStatus = end - from > 1 && isStatusName(this.#spell(from, end));
    return isSaid || isStatus || this.#isTold(from, TELLING) ? -end : end;
  }

  /** `O . Patel`, `Weber & Sons`; the full stop behind a longer word ends the sentence. */
  #isWithinName(mark: number): boolean {
    const { tokens } = this.#vocabulary;
    return tokens[this.#tokenAt(mark)] !== '.' || tokens[this.#tokenAt(mark - 1)]?.length === 1;
  }

  /** `. Trying again`, `: Could not …` */
  #beginsSentence(from: number, end: number): boolean {
    return (this.#roleAt(from - 1) & MARK) !== 0 && end < this.#stop && (this.#kindAt(end) & PLAIN) !== 0;
  }

  /** `Sensor <*> : Low Battery` */
  #isAllThatIsSaid(from: number, end: number): boolean {
    return end === this.#stop && (this.#roleAt(from - 1) & LEAD) !== 0;
  }

  /** A quotation is a text where more of its words are plain than are names. */
  #endOfQuotation(open: number): number {
    const limit = Math.min(this.#stop, open + LONGEST_QUOTATION);
    let names = 0;
    let plain = 0;
    for (let at = open + 1; at < limit; at += 1) {
      const role = this.#roleAt(at);
      if (this.#tokenAt(at) === this.#tokenAt(open)) {
        const isName = at > open + 1 && (plain === 0 || names > plain) && !isStatusName(this.#spell(open + 1, at));
        return isName && !this.#isTold(open, TELLING) ? at + 1 : -(at + 1);
      }
      if ((role & (OPEN | CLOSE | BEHIND_KEY)) !== 0) return 0;
      if (this.#isConstant(at) && !((role & SHORT) !== 0 && names > 0)) return 0;
      if ((this.#kindAt(at) & PLAIN) !== 0) plain += 1;
      else if ((role & NAME) !== 0) names += 1;
    }
    return 0;
  }

  /** Behind the bracket that closes data; 0 where something in it tells what happened. */
  #endOfData(open: number): number {
    if (this.#isTold(open, FAULT)) return 0;
    const limit = Math.min(this.#stop, open + LONGEST_DATA);
    let depth = 0;
    for (let at = open; at < limit; at += 1) {
      const role = this.#roleAt(at);
      if ((role & OPEN) !== 0) depth += 1;
      else if ((role & CLOSE) !== 0) {
        depth -= 1;
        if (depth === 0) return at + 1;
      } else if ((role & TELLING) !== 0) return 0;
      else if ((role & BOOLEAN) === 0 && this.#isConstant(at) && !this.#isKey(at, limit)) return 0;
    }
    return 0;
  }

  /** Whether a colon or `=` follows, behind the quote that closes there at most. */
  #isKey(at: number, limit: number): boolean {
    const next = at + 1 < limit && (this.#roleAt(at + 1) & QUOTE) !== 0 ? at + 2 : at + 1;
    return next < limit && (this.#roleAt(next) & BEHIND_KEY) !== 0;
  }

  /** Whether the word before says that what follows tells what happened. */
  #isTold(from: number, role: number): boolean {
    for (let at = from - 1; at >= this.#begin && from - at < LOOK_BACK; at -= 1) {
      if ((this.#roleAt(at) & MARK) === 0) return (this.#roleAt(at) & role) !== 0;
    }
    return false;
  }

  /** A word that no slot may take. */
  #isConstant(at: number): boolean {
    return (this.#kindAt(at) & (CONSTANT | WORD)) === (CONSTANT | WORD);
  }

  #spell(from: number, to: number): string {
    let text = '';
    for (let at = from; at < to; at += 1) text += this.#vocabulary.tokens[this.#tokenAt(at)] ?? '';
    return text;
  }

  #tokenAt(at: number): number {
    return this.#set.tokens[at] ?? SLOT_ID;
  }

  #kindAt(at: number): number {
    return this.#vocabulary.kinds[this.#tokenAt(at)] ?? CONSTANT;
  }

  #roleAt(at: number): number {
    return this.#roles[this.#tokenAt(at)] ?? 0;
  }
}
