import { isLowerCase, isUpperCase } from './characters.ts';
import { SLOT } from './chunk.ts';

/** Ends each token among the codes, and occurs in none. */
export const END = 0;
const BLANK = 32;

/** Kinds of tokens: the code of a token of one character, or one of these. */
export const SLOT_KIND = 0x1_0000;
/** A slot that is written in digits: a unit or a time zone may follow. */
export const NUMBER_KIND = 0x1_0001;
export const LONG_KIND = 0x1_0002;
export const NO_KIND = 0x1_0003;

/** The tokens read so far, as character codes. One store serves one message after another. */
export class TokenStore {
  codes = new Uint16Array(0);
  /** How many codes there are, with an END behind each token. */
  length = 0;
  count = 0;
  protected starts = new Int32Array(0);
  protected kinds = new Int32Array(0);
  /** Tokens before this one are of another line. */
  protected base = 0;
  #packed = new Int32Array(0);

  clear(): void {
    this.length = 0;
    this.count = 0;
    this.base = 0;
  }

  /** Begins a line of at most so many characters, and makes room for all that it can become. */
  openLine(characters: number): void {
    // The longest that two characters can become is `()`: three tokens of eight codes.
    this.makeRoom(4 * characters + 8, 2 * characters + 8);
    this.base = this.count;
  }

  /** Tokens of the line so far. */
  get lineCount(): number {
    return this.count - this.base;
  }

  /** The codes two to a number, an odd last one with a 0. Good until the list changes. */
  packedCodes(): Int32Array {
    this.codes[this.length] = 0;
    return this.#packed;
  }

  /** One mark several times in a row. */
  addRun(code: number, times: number): void {
    for (let at = 0; at < times; at += 1) this.codes[this.length + at] = code;
    this.close(this.length + times, times === 1 ? code : LONG_KIND);
  }

  /** A token as it is, joined to nothing. A NUL in it becomes white space, since it would end it. */
  addToken(token: string): void {
    this.makeRoom(token.length + 1, 1);
    for (let at = 0; at < token.length; at += 1) this.codes[this.length + at] = token.charCodeAt(at) || BLANK;
    this.close(this.length + token.length, token === SLOT ? SLOT_KIND : LONG_KIND);
  }

  /** A token of so many codes as it is, joined to nothing; a NUL becomes white space. */
  addCodes(codes: Uint16Array, length: number): void {
    this.makeRoom(length + 1, 1);
    for (let at = 0; at < length; at += 1) this.codes[this.length + at] = codes[at] || BLANK;
    this.close(this.length + length, LONG_KIND);
  }

  /** Tokens from this one on that have a letter of the Latin alphabet. */
  wordsSince(first: number): number {
    let words = 0;
    for (let index = first; index < this.count; index += 1) {
      let at = isSlot(this.kinds[index] ?? 0) ? this.endOf(index) : (this.starts[index] ?? 0);
      while (at < this.endOf(index) && !isLatin(this.codes[at] ?? 0)) at += 1;
      if (at < this.endOf(index)) words += 1;
    }
    return words;
  }

  protected addSlot(kind: number): void {
    const { codes, length } = this;
    codes[length] = 60;
    codes[length + 1] = 42;
    codes[length + 2] = 62;
    this.close(length + 3, kind);
  }

  /** Ends the token whose codes stand between `length` and `end`. */
  protected close(end: number, kind: number): void {
    this.codes[end] = END;
    this.starts[this.count] = this.length;
    this.kinds[this.count] = kind;
    this.count += 1;
    this.length = end + 1;
  }

  protected cut(count: number): void {
    this.length = this.starts[count] ?? 0;
    this.count = count;
  }

  protected kindAt(index: number): number {
    return index < this.base ? NO_KIND : (this.kinds[index] ?? NO_KIND);
  }

  protected endOf(index: number): number {
    return (index + 1 === this.count ? this.length : (this.starts[index + 1] ?? 0)) - 1;
  }

  /** Whether a token is the same as the codes between `length` and `end`. */
  protected equals(index: number, end: number): boolean {
    if (index < this.base) return false;
    const from = this.starts[index] ?? 0;
    const size = end - this.length;
    if (this.endOf(index) - from !== size) return false;
    for (let at = 0; at < size; at += 1) if (this.codes[from + at] !== this.codes[this.length + at]) return false;
    return true;
  }

  protected copy(text: Uint16Array, start: number, end: number, to: number): number {
    const { codes } = this;
    let at = to;
    for (let from = start; from < end; from += 1, at += 1) codes[at] = text[from] ?? 0;
    return at;
  }

  /** Whether the token before the last ends so. */
  protected nameEndsWith(ending: string): boolean {
    const name = this.count - 2;
    const start = this.endOf(name) - ending.length;
    if (start < (this.starts[name] ?? 0)) return false;
    for (let at = 0; at < ending.length; at += 1) if (this.codes[start + at] !== ending.charCodeAt(at)) return false;
    return true;
  }

  protected makeRoom(codes: number, tokens: number): void {
    const neededCodes = this.length + codes + 2;
    if (neededCodes > this.codes.length) {
      this.codes = grown(this.codes, new Uint16Array(2 * neededCodes));
      this.#packed = new Int32Array(this.codes.buffer);
    }
    const neededTokens = this.count + tokens;
    if (neededTokens <= this.kinds.length) return;
    this.starts = grown(this.starts, new Int32Array(2 * neededTokens));
    this.kinds = grown(this.kinds, new Int32Array(2 * neededTokens));
  }
}

export function isSlot(kind: number): boolean {
  return kind === SLOT_KIND || kind === NUMBER_KIND;
}

function isLatin(code: number): boolean {
  return isLowerCase(code) || isUpperCase(code);
}

function grown<A extends Uint16Array | Int32Array>(old: A, larger: A): A {
  larger.set(old);
  return larger;
}
