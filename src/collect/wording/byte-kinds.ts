/** What a byte of a message is, as bits; those of a word are gathered. */
export const DIGIT = 1;
export const HEX_LETTER = 2;
/** Other letters, and `_`. */
export const LETTER = 4;
export const WORD = DIGIT | HEX_LETTER | LETTER;
/** White space, punctuation. */
const PLAIN = 8;
/** `:` and `+`: with digits beside them they may make an address or a telephone number. */
export const SIGN = 16;
/** A backslash: the text is looked at as JSON writes it. */
export const ESCAPE = 32;
/** Part of a character beyond ASCII. */
const BEYOND = 64;

/** By byte; one look into a table, since every byte of every message is looked up. */
export const KINDS = new Uint8Array(256).fill(PLAIN);
KINDS.fill(BEYOND, 0x80);
for (const [from, to, kind] of [
  ['0', '9', DIGIT],
  ['a', 'z', LETTER],
  ['A', 'Z', LETTER],
  ['a', 'f', HEX_LETTER],
  ['_', '_', LETTER],
  [':', ':', SIGN],
  ['+', '+', SIGN],
  ['\\', '\\', ESCAPE],
] as const) {
  KINDS.fill(kind, from.charCodeAt(0), to.charCodeAt(0) + 1);
}

/** `. _ - / \ @ $ # + % ~` join what stands beside them into one chunk; see cluster/skeleton/scanner/characters.ts. */
const JOINS = new Uint8Array(256);
for (const character of '._-/\\@$#+%~') JOINS[character.charCodeAt(0)] = 1;

export function joins(byte: number): boolean {
  return JOINS[byte] === 1;
}

export const SPACE = 0x20;
export const PERCENT = 0x25;
export const APOSTROPHE = 0x27;
export const PLUS = 0x2b;
export const COMMA = 0x2c;
export const DASH = 0x2d;
export const DOT = 0x2e;
export const COLON = 0x3a;
export const SMALL_X = 0x78;

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Whether there are digits from `start` to `stop`, and nothing else. */
export function isDigits(bytes: Uint8Array, start: number, stop: number): boolean {
  for (let at = start; at < stop; at += 1) if (!isDigit(bytes[at])) return false;
  return stop > start;
}
