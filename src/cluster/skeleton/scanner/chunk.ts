import { codeAt, isDigit, isHex, isLowerCase, isUpperCase } from './characters.ts';
import { isHostName } from './host-name.ts';

/** Stands for a part of a message that changes from entry to entry. */
export const SLOT = '<*>';

/** What a chunk turns out to be. */
export const VALUE = 0;
const WORD = 1;
/** A word with one run of digits. */
export const SHAPE = 2;

const DOT = 46;
const SLASH = 47;
const BACKSLASH = 92;
const AT = 64;
const UNDERSCORE = 95;
const DASH = 45;
const PLUS = 43;
const TILDE = 126;
const COLON = 58;
const DOLLAR = 36;
const HASH = 35;

/**
 * What a chunk is (letters, digits and what joins them, no sign or full stop at its ends): VALUE, SHAPE where it has
 * one run of digits (`eth0`, which becomes `eth#`), else WORD.
 */
export function chunkKind(text: Uint16Array, start: number, end: number): number {
  let letters = 0;
  let digits = 0;
  let runs = 0;
  let dots = 0;
  let slashes = 0;
  let ats = 0;
  let lastAt = start;
  let upper = 0;
  let hex = true;
  let inRun = false;
  for (let at = start; at < end; at += 1) {
    const code = codeAt(text, at);
    if (isDigit(code)) {
      if (!inRun) {
        runs += 1;
        inRun = true;
      }
      digits += 1;
      continue;
    }
    inRun = false;
    if (isLowerCase(code) || code >= 128) letters += 1;
    else if (isUpperCase(code)) {
      letters += 1;
      upper += 1;
    } else if (code === DOT) dots += 1;
    else if (code === SLASH || code === BACKSLASH) slashes += 1;
    else if (code === AT) {
      ats += 1;
      lastAt = at;
    }
    if (hex && !isHex(code)) hex = false;
  }
  if (letters + digits === 0) return WORD;
  const length = end - start;
  const first = codeAt(text, start);
  if (letters === 0 || runs > 1 || isNumberStart(first, codeAt(text, start + 1))) return VALUE;
  if (hex && length >= leastHex(digits > 0)) return VALUE;
  // A drive: `C:\\Users`.
  if (length > 2 && codeAt(text, start + 1) === COLON) return VALUE;
  if (slashes > 0 && (first === SLASH || first === BACKSLASH || first === TILDE || dots > 0)) return VALUE;
  if (slashes === 1 && upper === letters && upper + digits + 1 === length && isHexPair(text, start, end, digits > 0))
    return VALUE;
  if (ats === 1 && isMailAddress(text, start, lastAt, end)) return VALUE;
  if (dots > 0 && upper === 0 && slashes === 0 && ats === 0 && isHostName(text, start, end)) return VALUE;
  if (length >= 20 && isTokenStart(text, start)) return VALUE;
  return digits === 0 ? WORD : SHAPE;
}

/** `chunkKind` of a chunk that has only letters, `_`, dots and dashes. */
export function nameKind(text: Uint16Array, start: number, end: number): number {
  if (isHostName(text, start, end) && !hasUpperCase(text, start, end)) return VALUE;
  const size = end - start;
  return size >= 8 && (isHexWord(text, start, end) || (size >= 20 && isTokenStart(text, start))) ? VALUE : WORD;
}

/** `chunkKind` of a chunk that has letters, digits behind them, and of joiners `_` and dashes only. */
export function shapeKind(text: Uint16Array, start: number, end: number): number {
  let at = start;
  while (!isDigit(codeAt(text, at))) at += 1;
  while (isDigit(codeAt(text, at))) at += 1;
  for (; at < end; at += 1) if (isDigit(codeAt(text, at))) return VALUE;
  const size = end - start;
  return size >= 6 && (isHexWord(text, start, end) || (size >= 20 && isTokenStart(text, start))) ? VALUE : SHAPE;
}

/** Six hex digits with a 0–9 among them, or eight without, are no word: `facade` and `decade` are. */
function leastHex(hasDigit: boolean): number {
  return hasDigit ? 6 : 8;
}

/** `FB/DBF5666D`, a place in PostgreSQL's log (https://www.postgresql.org/docs/current/datatype-pg-lsn.html). */
function isHexPair(text: Uint16Array, start: number, end: number, hasDigit: boolean): boolean {
  let slash = start;
  for (let at = start; at < end; at += 1) {
    if (codeAt(text, at) === SLASH) slash = at;
    else if (!isHex(codeAt(text, at))) return false;
  }
  return slash > start && end - slash - 1 >= leastHex(hasDigit);
}

function hasUpperCase(text: Uint16Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (isUpperCase(codeAt(text, at))) return true;
  return false;
}

function isHexWord(text: Uint16Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (!isHex(codeAt(text, at))) return false;
  return true;
}

/** Where the digits of a SHAPE begin. `blk_-123` and `blk_123` are one: a sign behind a joiner belongs to the number. */
export function startOfDigits(text: Uint16Array, start: number): number {
  let at = start;
  while (!isDigit(codeAt(text, at))) at += 1;
  const sign = codeAt(text, at - 1);
  const before = codeAt(text, at - 2);
  const signed = at - 2 >= start && (sign === DASH || sign === PLUS) && (before === UNDERSCORE || before === DOT);
  return signed ? at - 1 : at;
}

/** Whether a chunk begins as a JWT does: `eyJ`. */
export function isTokenStart(text: Uint16Array, start: number): boolean {
  return codeAt(text, start) === 101 && codeAt(text, start + 1) === 121 && codeAt(text, start + 2) === 74;
}

/** Whether a chunk begins as a number does: a digit, or a digit behind a sign, `$`, `#`, `~` or a point. */
function isNumberStart(first: number, second: number): boolean {
  if (isDigit(first)) return true;
  if (!isDigit(second)) return false;
  return first === DASH || first === PLUS || first === DOT || first === DOLLAR || first === HASH || first === TILDE;
}

function isMailAddress(text: Uint16Array, start: number, at: number, end: number): boolean {
  if (at <= start || at >= end - 3) return false;
  let dot = at + 1;
  while (dot < end && codeAt(text, dot) !== DOT) dot += 1;
  return dot > at + 1 && dot < end - 1;
}
