import { isDigit, isLowerCase, isUpperCase } from '../skeleton/scanner/characters.ts';
import { SLOT } from '../skeleton/scanner/chunk.ts';
import { CURRENCY_CODES, MISSING_VALUES } from '../skeleton/scanner/words.ts';
import { CONSTANT_WORDS, FAILURE_WORDS, isStatusName, STATE_WORDS } from './constants.ts';
import { isDataFile } from './data-file.ts';
import { isExceptionName } from './exception-name.ts';

/**
 * What stage 2 knows of a token, in one number so that a vocabulary's kinds are one typed array: the low byte is the
 * weight in tenths (how much one distinct value speaks for a slot; 40 are needed), above it are these flags.
 */
export type TokenKind = number;

export const WEIGHT_MASK = 0xff;
/** Of a value, two of which make a slot, and of a name that a sentence quotes. */
export const VALUE_WEIGHT = 20;
const QUOTED_WEIGHT = 5;
/** May never become part of a slot. */
export const CONSTANT = 1 << 8;
/** Counts when a template must keep two words. */
export const WORD = 1 << 9;
/** Looks like a name that a machine gave: has `# / \ @ $`, or two dots or more. */
export const IDENTIFIER = 1 << 10;
/** A lower-case word of a sentence. */
export const PLAIN = 1 << 11;
/** A word without dots or symbols: may not be a slot at the beginning of a message. */
export const OPENING = 1 << 12;
/** `GET`, `NOT_FOUND`, `replica`: constant, except for a single one among many ordinary values (a user called `FILTER`). */
export const STATE = 1 << 13;
/** `P2002`, `0x80131904`: constant, except where there are more than any program has: then they are ids. */
export const CODE = 1 << 14;
/** A name in quotes: weighs as much as a value behind a noun such as `user`. */
export const QUOTED_NAME = 1 << 15;

export function tokenKind(token: string): TokenKind {
  if (token === SLOT) return 20 | IDENTIFIER;
  const first = token.charCodeAt(0);
  if (token.length > 2 && (first === 39 || first === 34))
    return quotedKind(tokenKind(token.slice(1, -1)), first === 34);
  // Tokens that only message-skeleton.ts makes: `<trace>`, `ValueError:`, `<at>` frames, route templates.
  if (token.length > 1 && (first === 60 || token.endsWith(':') || token.includes('{') || token.includes('('))) {
    return CONSTANT | WORD;
  }
  const shape = shapeOf(token);
  if (shape.letters === 0) return CONSTANT;
  if (CURRENCY_CODES.has(token)) return 20 | WORD | IDENTIFIER;
  if (MISSING_VALUES.has(token)) return WORD | OPENING;
  // The only digits that the scanner leaves are those of codes: `503`, `ORA-00001`.
  if (shape.digits > 0 && shape.symbols === 0) {
    const isName = shape.digits < token.length && shape.dots + shape.joined === 0;
    return isName ? CONSTANT | WORD | OPENING | CODE : CONSTANT | WORD;
  }
  if (CONSTANT_WORDS.has(token.toLowerCase()) || isStatusName(token)) return CONSTANT | WORD;
  if (isExceptionName(token)) return CONSTANT | WORD;
  // `GET/POST`, `running/FAILED`
  if (shape.slashes > 0 && token.split('/').every((part) => (tokenKind(part) & CONSTANT) !== 0)) return CONSTANT | WORD;
  if (shape.slashes === 1 && isFailureCode(token)) return CONSTANT | WORD;
  // `ORA-#`, and the level in front of Go's and Kubernetes' lines: `E0102`.
  if (token.includes('#') && isCode(token)) return CONSTANT | WORD;
  if (isCapitals(token)) return CONSTANT | WORD | OPENING | STATE;
  if (STATE_WORDS.has(token.toLowerCase())) return CONSTANT | WORD | PLAIN | OPENING | STATE;
  if (shape.symbols > 0 || shape.dots > 1) return 20 | WORD | IDENTIFIER;
  if (shape.lower === token.length) {
    if (token.length > 4 && (token.endsWith('ed') || token.endsWith('ing'))) {
      return 6 | WORD | PLAIN | OPENING;
    }
    return 10 | WORD | PLAIN | OPENING;
  }
  if (shape.dots > 0) return isDataFile(token) ? 20 | WORD | IDENTIFIER : 10 | WORD;
  if (shape.camel || shape.joined > 0) return 10 | WORD | OPENING;
  return 6 | WORD | OPENING;
}

/**
 * A name that a sentence quotes tells problems apart until there are eight of it; `key="…"` holds a value, though one in
 * capitals may be a state and a word may be one of a few.
 */
function quotedKind(inner: TokenKind, isValue: boolean): TokenKind {
  if ((inner & (CONSTANT | WORD)) === (CONSTANT | WORD) && !(isValue && (inner & STATE) !== 0)) {
    return inner & ~OPENING;
  }
  if (!isValue || (inner & STATE) !== 0) return QUOTED_WEIGHT | QUOTED_NAME | WORD | IDENTIFIER;
  return ((inner & PLAIN) !== 0 ? 10 : VALUE_WEIGHT) | WORD | IDENTIFIER;
}

/** `GET`, `NOT_FOUND`, `ECONNRESET`, and names that end in such a state: `android.intent.action.SCREEN_ON`. */
function isCapitals(token: string): boolean {
  let capitals = 0;
  for (let at = token.lastIndexOf('.') + 1; at < token.length; at += 1) {
    const code = token.charCodeAt(at);
    if (isUpperCase(code)) capitals += 1;
    else if (code !== 95 && code !== 45) return false;
  }
  return capitals > 1;
}

/** `auth/user-not-found`, as Firebase's libraries name errors (https://firebase.google.com/docs/auth/admin/errors). */
function isFailureCode(token: string): boolean {
  const [area = '', name = ''] = token.split('/');
  if (!/^[a-z-]{2,40}$/.test(area) || !/^[a-z]{2,40}(?:-[a-z]{1,40}){0,12}$/.test(name)) return false;
  return isStatusName(name) || name.split('-').some((word) => FAILURE_WORDS.has(word));
}

function isCode(token: string): boolean {
  if (token.length === 2) return 'IWEF'.includes(token.charAt(0)) && token.endsWith('#');
  let capitals = 0;
  for (let at = 0; at < token.length; at += 1) {
    const code = token.charCodeAt(at);
    if (isUpperCase(code)) capitals += 1;
    else if (code !== 35 && code !== 45 && code !== 95) return false;
  }
  return capitals > 2;
}

interface Shape {
  letters: number;
  lower: number;
  digits: number;
  /** `# / \ @ $` */
  symbols: number;
  slashes: number;
  dots: number;
  /** `_` and `-` */
  joined: number;
  /** A capital behind a small letter. */
  camel: boolean;
}

function shapeOf(token: string): Shape {
  const shape: Shape = { letters: 0, lower: 0, digits: 0, symbols: 0, slashes: 0, dots: 0, joined: 0, camel: false };
  let small = false;
  for (let at = 0; at < token.length; at += 1) {
    const code = token.charCodeAt(at);
    if (isLowerCase(code)) {
      shape.lower += 1;
      shape.letters += 1;
    } else if (isUpperCase(code)) {
      if (small) shape.camel = true;
      shape.letters += 1;
    } else if (isDigit(code)) {
      shape.digits += 1;
      shape.letters += 1;
    } else if (isForeignLetter(code)) shape.letters += 1;
    else if (code === 46) shape.dots += 1;
    else if (code === 95 || code === 45) shape.joined += 1;
    else if (code === 35 || code === 47 || code === 92 || code === 64 || code === 36) {
      shape.symbols += 1;
      if (code === 47) shape.slashes += 1;
    }
    small = isLowerCase(code);
  }
  return shape;
}

/** A letter beyond ASCII; not arrows, boxes, dingbats or emoji (which come as surrogate pairs). */
function isForeignLetter(code: number): boolean {
  return code >= 0xaa && !(code >= 0x2000 && code <= 0x2bff) && !(code >= 0xd800 && code <= 0xdfff) && code < 0xfe00;
}
