/** Stepping over JSON in bytes, with every rule of the grammar checked: https://www.rfc-editor.org/rfc/rfc8259 */

import {
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  NEWLINE,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  RETURN,
  SPACE,
  TAB,
} from '../bytes.ts';

const PLUS = 0x2b;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const LETTER_E = 0x65;
const LETTER_F = 0x66;
const LETTER_N = 0x6e;
const LETTER_T = 0x74;
const LETTER_U = 0x75;

/** How a text is written, as bits; none: its bytes are its characters. */
export const ESCAPED = 1;
const BEYOND_ASCII = 2;

const DEEPEST = 32;

/** Bytes that a text cannot simply be stepped over: its end, an escape, a control character, what is not ASCII. */
const STOPS = new Uint8Array(256).fill(1, 0x80);
STOPS.fill(1, 0, 0x20);
STOPS[QUOTE] = 1;
STOPS[BACKSLASH] = 1;

const ESCAPES = new Uint8Array(256);
for (const letter of '"\\/bfnrt') ESCAPES[letter.charCodeAt(0)] = 1;
const HEX = new Uint8Array(256);
for (const letter of '0123456789abcdefABCDEF') HEX[letter.charCodeAt(0)] = 1;

/**
 * From behind a text's quotation mark to its closing one; -1 where it is broken. Reads four bytes at once. What
 * the text is written with is added to `how[0]`.
 */
export function endOfText(bytes: Uint8Array, view: DataView, start: number, how: Uint8Array): number {
  const last = view.byteLength - 4;
  let at = start;
  for (;;) {
    while (at <= last && !holdsStop(view.getInt32(at, true))) at += 4;
    let byte = bytes[at] ?? 0;
    while (STOPS[byte] === 0) {
      at += 1;
      byte = bytes[at] ?? 0;
    }
    if (byte === QUOTE) return at;
    if (byte >= 0x80) {
      how[0] = (how[0] ?? 0) | BEYOND_ASCII;
      at += 1;
    } else if (byte !== BACKSLASH) return -1;
    else {
      how[0] = (how[0] ?? 0) | ESCAPED;
      at = behindEscape(bytes, at);
      if (at === -1) return -1;
    }
  }
}

function behindEscape(bytes: Uint8Array, at: number): number {
  const letter = bytes[at + 1] ?? 0;
  if (ESCAPES[letter] === 1) return at + 2;
  if (letter !== LETTER_U) return -1;
  for (let i = at + 2; i < at + 6; i += 1) if (HEX[bytes[i] ?? 0] === 0) return -1;
  return at + 6;
}

/** Whether one of four bytes may be a stop; sometimes also true where none is. After "Bit Twiddling Hacks", hasless. */
function holdsStop(word: number): boolean {
  const quotes = word ^ 0x22222222;
  const backslashes = word ^ 0x5c5c5c5c;
  const found =
    (((word - 0x20202020) | 0) & ~word) |
    (((quotes - 0x01010101) | 0) & ~quotes) |
    (((backslashes - 0x01010101) | 0) & ~backslashes) |
    word;
  return (found & 0x80808080) !== 0;
}

export function skipSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  let byte = bytes[at] ?? 0;
  while (byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB) {
    at += 1;
    byte = bytes[at] ?? 0;
  }
  return at;
}

/** Behind a number, true, false or null; -1 where none stands at `at`. */
export function endOfPlain(bytes: Uint8Array, at: number): number {
  const byte = bytes[at] ?? 0;
  return byte === MINUS || (byte >= ZERO && byte <= NINE) ? endOfNumber(bytes, at) : endOfWord(bytes, at);
}

function endOfNumber(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === MINUS ? start + 1 : start;
  const whole = skipDigits(bytes, at);
  if (whole === at || (bytes[at] === ZERO && whole > at + 1)) return -1;
  at = whole;
  if (bytes[at] === DOT) {
    const fraction = skipDigits(bytes, at + 1);
    if (fraction === at + 1) return -1;
    at = fraction;
  }
  if (((bytes[at] ?? 0) | 0x20) === LETTER_E) {
    const sign = bytes[at + 1];
    const first = sign === MINUS || sign === PLUS ? at + 2 : at + 1;
    at = skipDigits(bytes, first);
    if (at === first) return -1;
  }
  return at;
}

function skipDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  for (let byte = bytes[at] ?? 0; byte >= ZERO && byte <= NINE; byte = bytes[at] ?? 0) at += 1;
  return at;
}

function endOfWord(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  const word = byte === LETTER_T ? 'true' : byte === LETTER_F ? 'false' : byte === LETTER_N ? 'null' : '';
  for (let i = 0; i < word.length; i += 1) if (bytes[at + i] !== word.charCodeAt(i)) return -1;
  return word === '' ? -1 : at + word.length;
}

/** Behind a value of any kind; -1 where it is broken or nested deeper than 32 levels. */
export function endOfValue(bytes: Uint8Array, view: DataView, at: number, how: Uint8Array, depth = 0): number {
  const byte = bytes[at] ?? 0;
  if (byte === QUOTE) {
    const end = endOfText(bytes, view, at + 1, how);
    return end === -1 ? -1 : end + 1;
  }
  if (byte !== OPEN_OBJECT && byte !== OPEN_LIST) return endOfPlain(bytes, at);
  return depth >= DEEPEST ? -1 : endOfContainer(bytes, view, at, how, depth + 1);
}

function endOfContainer(bytes: Uint8Array, view: DataView, start: number, how: Uint8Array, depth: number): number {
  const named = bytes[start] === OPEN_OBJECT;
  const close = named ? CLOSE_OBJECT : CLOSE_LIST;
  let at = skipSpace(bytes, start + 1);
  if (bytes[at] === close) return at + 1;
  for (;;) {
    if (named) {
      if (bytes[at] !== QUOTE) return -1;
      at = endOfText(bytes, view, at + 1, how);
      if (at === -1) return -1;
      at = skipSpace(bytes, at + 1);
      if (bytes[at] !== COLON) return -1;
      at = skipSpace(bytes, at + 1);
    }
    at = endOfValue(bytes, view, at, how, depth);
    if (at === -1) return -1;
    at = skipSpace(bytes, at);
    if (bytes[at] === close) return at + 1;
    if (bytes[at] !== COMMA) return -1;
    at = skipSpace(bytes, at + 1);
  }
}
