import { VALUE_SEPARATORS } from '../separators.ts';
import { classOf, codeAt, isDigit, isUpperCase, LETTER, lowerCase } from './characters.ts';
import { startOfDigits } from './chunk.ts';
import { END, isSlot, LONG_KIND, NO_KIND, NUMBER_KIND, SLOT_KIND, TokenStore } from './token-store.ts';
import type { WordSet } from './word-set.ts';
import {
  CURRENCIES,
  DAYS_AND_MONTHS,
  HTTP_METHODS,
  MISSING_WORDS,
  NAMING_NOUN_WORDS,
  SPEAKING_KEYS,
  UNITS,
} from './words.ts';

const COMMA = 44;
const COLON = 58;
const EQUALS = 61;
const HASH = 35;
const QUOTE = 34;
const APOSTROPHE = 39;
const UNDERSCORE = 95;

/** By code: 1 for what may stand between two values that are one. */
const JOINS_VALUES = new Uint8Array(128);
for (const separator of VALUE_SEPARATORS) JOINS_VALUES[separator.charCodeAt(0)] = 1;
/** The opening bracket of a closing one. */
const OPENING = new Uint8Array(128);
for (const [open = '', close = ''] of ['()', '[]', '{}']) OPENING[close.charCodeAt(0)] = open.charCodeAt(0);

const LONGEST_KEY = 12;

/**
 * The tokens of a message; joins what belongs to a value to it. `clear` begins a message, `openLine` a part of it in
 * which tokens may join.
 */
export class TokenList extends TokenStore {
  readonly #key = new Uint16Array(LONGEST_KEY);

  /** A value. `numeric` when it is written in digits. */
  addValue(numeric: boolean): void {
    if (numeric) this.#dropNames();
    const kind = numeric ? NUMBER_KIND : SLOT_KIND;
    const last = this.kindAt(this.count - 1);
    if (isSlot(last)) {
      if (numeric) this.kinds[this.count - 1] = kind;
    } else if (last < 128 && JOINS_VALUES[last] === 1 && isSlot(this.kindAt(this.count - 2))) {
      this.cut(this.count - 1);
      this.kinds[this.count - 1] = kind;
    } else this.addSlot(kind);
  }

  /** Makes a value of the word that was read last. */
  makeValue(): void {
    this.cut(this.count - 1);
    this.addValue(false);
  }

  /** The codes from `start` to `end` of a text; `hasHash` when a `#` is among them. */
  addWord(text: Uint16Array, start: number, end: number, hasHash: boolean): void {
    this.#commitWord(this.copy(text, start, end, this.length), hasHash);
  }

  /** The word whose codes the caller has written at the end, up to there; no `#` is among them. A key is no unit. */
  addWritten(end: number, isKey = false): void {
    this.#commitWord(end, false, isKey);
  }

  /** Whether the last token is a value. */
  endsInValue(): boolean {
    return isSlot(this.kindAt(this.count - 1));
  }

  /** Whether a path may follow as a value of its own: behind a colon, an opening bracket or the method of a request. */
  announcesPath(): boolean {
    const last = this.count - 1;
    const kind = this.kindAt(last);
    if (kind === LONG_KIND) return HTTP_METHODS.has(this.codes, this.starts[last] ?? 0, this.endOf(last));
    return kind === COLON || OPENING.includes(kind);
  }

  /** A word with one run of digits, which becomes a `#`. */
  addShape(text: Uint16Array, start: number, end: number): void {
    const digits = startOfDigits(text, start);
    const at = this.copy(text, start, digits, this.length);
    this.codes[at] = HASH;
    let rest = digits + 1;
    while (isDigit(codeAt(text, rest))) rest += 1;
    this.#commitWord(this.copy(text, rest, end, at + 1), true);
  }

  /** A name between quotes. */
  addQuoted(text: Uint16Array, start: number, end: number): void {
    this.codes[this.length] = APOSTROPHE;
    const at = this.copy(text, start, end, this.length + 1);
    this.codes[at] = APOSTROPHE;
    let hasHash = false;
    for (let name = start; name < end; name += 1) hasHash ||= text[name] === HASH;
    this.#commitWord(at + 1, hasHash);
  }

  addMark(code: number): void {
    const opening = code < 128 ? (OPENING[code] ?? 0) : 0;
    if (opening !== 0) {
      // `10.0.0.1 (example.com)`, `10.0.0.1 ()`, `1190 bytes (1.16 KB)`: a value that explains a value, or is missing.
      const last = this.count - 1;
      const inside = isSlot(this.kindAt(last)) ? last - 1 : last;
      if (this.kindAt(inside) === opening && isSlot(this.kindAt(inside - 1))) {
        this.cut(inside);
        this.kinds[inside - 1] = SLOT_KIND;
        return;
      }
    }
    this.codes[this.length] = code;
    this.close(this.length + 1, code);
  }

  /** A mark and the slot of a value that is missing behind it. */
  addMissing(mark: number): void {
    this.addMark(mark);
    this.addValue(false);
  }

  /** Begins a part in quotes whose tokens become one; the answer is for `closeQuotation`. */
  openQuotation(): number {
    const outer = this.base;
    this.codes[this.length] = QUOTE;
    this.length += 1;
    this.base = this.count;
    return outer;
  }

  /** Makes one token of those since `openQuotation`: a value where they hold one or there are none. */
  closeQuotation(outer: number): void {
    const first = this.base;
    const end = this.length;
    let isValue = this.count === first;
    const start = isValue ? end - 1 : (this.starts[first] ?? 0) - 1;
    for (let index = first; index < this.count; index += 1) isValue ||= isSlot(this.kinds[index] ?? 0);
    this.count = first;
    this.length = start;
    this.base = outer;
    if (isValue) {
      this.addValue(false);
      return;
    }
    let hasHash = false;
    for (let at = start; at < end - 1; at += 1) {
      if (this.codes[at] === END) this.codes[at] = UNDERSCORE;
      else if (this.codes[at] === HASH) hasHash = true;
    }
    this.codes[end - 1] = QUOTE;
    this.#commitWord(end, hasHash);
  }

  /** Whether the last token is a word and no part of a value (`token=c2hvcA=`). */
  endsInKey(): boolean {
    const last = this.count - 1;
    return !isSlot(this.kindAt(last)) && this.kindAt(last) !== NO_KIND && this.kindAt(last - 1) !== EQUALS;
  }

  /** Whether the last token is a word, or there is none, or it is the colon behind an exception's name. */
  endsInSentence(): boolean {
    const last = this.kindAt(this.count - 1);
    if (last === NO_KIND) return true;
    if (last !== COLON) return !isSlot(last) && classOf(this.codes[this.starts[this.count - 1] ?? 0] ?? 0) === LETTER;
    return this.kindAt(this.count - 2) === LONG_KIND && (this.nameEndsWith('Error') || this.nameEndsWith('Exception'));
  }

  /** Whether the last token, or the one before a last colon, is a noun behind which somebody's or something's name stands. */
  endsInNamingNoun(): boolean {
    let last = this.count - 1;
    if (this.kindAt(last) === COLON) last -= 1;
    if (this.kindAt(last) !== LONG_KIND) return false;
    return this.#isOneOf(NAMING_NOUN_WORDS, this.starts[last] ?? 0, this.endOf(last));
  }

  /** Whether a quoted value is one token: not behind a key that carries the message itself, nor behind nothing. */
  endsInPlainKey(): boolean {
    const key = this.count - 2;
    const kind = this.kindAt(key);
    if (kind === NO_KIND) return false;
    let start = this.starts[key] ?? 0;
    const end = this.endOf(key);
    for (let at = start; at < end; at += 1) if (joinsWords(this.codes[at] ?? 0)) start = at + 1;
    return !this.#isOneOf(SPEAKING_KEYS, start, end);
  }

  /** Whether the codes from `start` to `end` are one of the words, in whatever case. */
  #isOneOf(words: WordSet, start: number, end: number): boolean {
    const length = end - start;
    if (length > LONGEST_KEY || length === 0) return false;
    for (let at = 0; at < length; at += 1) this.#key[at] = lowerCase(this.codes[start + at] ?? 0);
    return words.has(this.#key, 0, length);
  }

  /** Takes back `Fri, 17`'s and `Jun 17`'s names, and the currency of `EUR 12`: they are part of the value. */
  #dropNames(): void {
    for (;;) {
      const last = this.count - 1;
      if (this.#isDateName(last)) this.cut(last);
      else if (this.kindAt(last) === COMMA && this.#isDateName(last - 1)) this.cut(last - 1);
      else break;
    }
    if (this.#isCurrency(this.count - 1)) this.cut(this.count - 1);
  }

  #isCurrency(index: number): boolean {
    const kind = this.kindAt(index);
    const first = this.codes[this.starts[index] ?? 0] ?? 0;
    const mayBe = kind === LONG_KIND ? isUpperCase(first) : kind >= 128 && !isSlot(kind) && kind !== NO_KIND;
    return mayBe && CURRENCIES.has(this.codes, this.starts[index] ?? 0, this.endOf(index));
  }

  #isDateName(index: number): boolean {
    if (this.kindAt(index) !== LONG_KIND) return false;
    const start = this.starts[index] ?? 0;
    return isUpperCase(this.codes[start] ?? 0) && DAYS_AND_MONTHS.has(this.codes, start, this.endOf(index));
  }

  /** The word whose codes stand between `length` and `end`. */
  #commitWord(end: number, hasHash: boolean, isKey = false): void {
    const start = this.length;
    const last = this.count - 1;
    const kind = this.kindAt(last);
    if (kind === NUMBER_KIND) {
      if (!isKey && UNITS.has(this.codes, start, end)) return;
    } else if (kind === EQUALS && MISSING_WORDS.has(this.codes, start, end)) {
      // `user=null`: a value that is missing stands where one would.
      this.addSlot(SLOT_KIND);
      return;
    }
    if (hasHash) {
      // `blk_1 blk_2 blk_3` and `eth0, eth1`: a list of like things is one of them.
      if (this.equals(last, end)) return;
      if (kind === COMMA && this.equals(last - 1, end)) {
        this.cut(last);
        return;
      }
    }
    this.close(end, end - start === 1 ? (this.codes[start] ?? 0) : LONG_KIND);
  }
}

/** `_`, `.` and `-`: what follows the last of them names what a key holds. */
function joinsWords(code: number): boolean {
  return code === UNDERSCORE || code === 46 || code === 45;
}
