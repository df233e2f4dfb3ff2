/** What a character does in a log line: part it, build a word, or stand alone. */
const PUNCTUATION = 0;
export const SPACE = 1;
export const LETTER = 2;
export const DIGIT = 3;
/** Joins letters and digits into one chunk: `user_id`, `/var/log`, `a.b.c`. */
export const JOINER = 4;

/** One look into a table, since nearly every character of every message is looked up. */
const CLASSES = new Uint8Array(0x1_0000).fill(LETTER, 128);
CLASSES.fill(SPACE, 0, 33);
for (const code of [127, 0x85, 0xa0, 0x2028, 0x2029, 0x202f, 0x3000, 0xfeff]) CLASSES[code] = SPACE;
CLASSES.fill(SPACE, 0x2000, 0x200c);
for (let code = 48; code <= 57; code += 1) CLASSES[code] = DIGIT;
for (let code = 65; code <= 90; code += 1) CLASSES[code] = CLASSES[code + 32] = LETTER;
for (const joiner of '._-/\\@$#+%~') CLASSES[joiner.charCodeAt(0)] = JOINER;

/** The class of a UTF-16 code unit. Beyond ASCII everything that is not white space counts as a letter. */
export function classOf(code: number): number {
  return CLASSES[code] ?? PUNCTUATION;
}

/** What the characters of a chunk are, as bits to be gathered. */
export const NO_HEX = 1;
export const ANY_LETTER = 2;
export const ANY_DIGIT = 4;
export const ANY_DASH = 8;
export const ANY_DOT = 16;
/** Other joiners than `_`, `-` and the dot. */
export const ANY_JOINT = 32;
/** No part of a chunk; the others then are the following. */
export const NO_CHUNK = 64;
/** A mark, not white space. */
export const MARK = 1;
/** A mark that means no more than itself, wherever it stands. */
export const PLAIN = 2;
/** A mark behind which a chunk may go on. */
export const GOES_ON = 4;

const BITS = CLASSES.map((kind) => (kind === SPACE ? NO_CHUNK : ANY_LETTER | NO_HEX));
for (let code = 0; code < 128; code += 1) {
  const kind = classOf(code);
  if (kind === LETTER && isHex(code)) BITS[code] = ANY_LETTER;
  else if (kind === DIGIT) BITS[code] = ANY_DIGIT;
  else if (kind === JOINER) BITS[code] = NO_HEX | ANY_JOINT;
  else if (kind === PUNCTUATION) BITS[code] = NO_CHUNK | MARK;
}
BITS['_'.charCodeAt(0)] = NO_HEX;
BITS['-'.charCodeAt(0)] = NO_HEX | ANY_DASH;
BITS['.'.charCodeAt(0)] = NO_HEX | ANY_DOT;
for (const mark of ',;&^)]}') BITS[mark.charCodeAt(0)] = NO_CHUNK | MARK | PLAIN;
for (const mark of ":'[?") BITS[mark.charCodeAt(0)] = NO_CHUNK | MARK | GOES_ON;
BITS['{'.charCodeAt(0)] = NO_CHUNK | MARK | PLAIN | GOES_ON;

/** The bits of a UTF-16 code unit. */
export function bitsOf(code: number): number {
  return BITS[code] ?? NO_CHUNK;
}

/** The code unit at a place of a line as `readLine` lays it out, where none is missing. */
export function codeAt(text: Uint16Array, at: number): number {
  return text[at] ?? 0;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isLowerCase(code: number): boolean {
  return code >= 97 && code <= 122;
}

export function isUpperCase(code: number): boolean {
  return code >= 65 && code <= 90;
}

/** The kelvin sign's small form is a plain `k`; no other letter beyond ASCII has one within. */
const KELVIN = 0x212a;

export function lowerCase(code: number): number {
  if (code === KELVIN) return 107;
  return isUpperCase(code) ? code + 32 : code;
}

/** Whether the character is `0`–`9`, `a`–`f` or `A`–`F`. */
export function isHex(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
}

/** White space as `\s` and `trim` take it, which is less than the class SPACE. */
export function isBlank(code: number): boolean {
  if (code < 128) return code === 32 || (code >= 9 && code <= 13);
  return (classOf(code) === SPACE && code !== 0x85 && code !== 0x200b) || code === 0x1680 || code === 0x205f;
}
