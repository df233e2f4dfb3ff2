import { MYSQL_ERRORS, SQL_STATES } from '../../model/database-codes.ts';
import { COMMA, DASH, DOT, isDigit, isDigits, joins, PERCENT, SMALL_X, SPACE } from './byte-kinds.ts';
import { maskPointer } from './ids.ts';
import { MASK } from './masks.ts';

const CODES = new Set([...MYSQL_ERRORS, ...SQL_STATES].map(Number));
/** How the words end that most statuses stand behind: `status`, `http`, `code`, `with`. */
const LEADS = pairsOf('us tp TP de th');
/** How the words begin that may follow a status as its reason: cluster/skeleton/scanner/http-status.ts. */
const REASONS = pairsOf('OK Cr Ac No Mo Fo Se Te Pe Ba Un Pa pa Me Re Co Go Le Pr Ra Lo Fa To Up Cl In Ga HT Ne');
const CAPITAL_I = 0x49;
const LETTER_T = 0x54;
const ZERO = 0x30;

/** Masks a number from `word` to `stop`, unless it matters which one it is. Returns where to go on. */
export function maskNumber(
  bytes: Uint8Array,
  start: number,
  word: number,
  stop: number,
  end: number,
  into: Uint8Array,
  shift: number,
): number {
  const before = word > start ? bytes[word - 1] : SPACE;
  if (before === DOT || (bytes[stop] === DOT && stop < end)) {
    const dotted = endOfDotted(bytes, start, word, end);
    if (dotted !== -1) {
      if (isAddress(bytes, word, dotted)) maskDigits(bytes, word, dotted, into, shift, MASK.address);
      return dotted;
    }
  }
  // `%40` is an `@`.
  if (before === PERCENT) return stop;
  const mask = maskOf(bytes, start, word, stop, end);
  if (mask !== 0) maskDigits(bytes, word, stop, into, shift, mask);
  return stop;
}

function maskDigits(bytes: Uint8Array, from: number, to: number, into: Uint8Array, shift: number, mask: number): void {
  for (let at = from; at < to; at += 1) if (bytes[at] !== DOT) into[at + shift] = mask;
}

/** Where four numbers or more end that dots join, an address or a version; -1 where there are less. */
function endOfDotted(bytes: Uint8Array, start: number, word: number, end: number): number {
  let dots = 0;
  let at = word;
  for (; at > start && (isDigit(bytes[at - 1]) || bytes[at - 1] === DOT); at -= 1) if (bytes[at - 1] === DOT) dots += 1;
  at = word;
  for (; at < end && (isDigit(bytes[at]) || (bytes[at] === DOT && at + 1 < end && isDigit(bytes[at + 1]))); at += 1) {
    if (bytes[at] === DOT) dots += 1;
  }
  return dots >= 3 ? at : -1;
}

/** Whether it is one of the addresses that are hidden if any is; see redact/addresses.ts. */
function isAddress(bytes: Uint8Array, from: number, to: number): boolean {
  let parts = 0;
  let at = from;
  while (at < to) {
    let value = 0;
    const first = at;
    for (; at < to && bytes[at] !== DOT; at += 1) value = 10 * value + (bytes[at] ?? 0) - 0x30;
    if (value > 255 || at - first > 3 || (at - first > 1 && bytes[first] === 0x30)) return false;
    if (parts === 0 && (value === 0 || value === 127 || value === 169 || value === 255)) return false;
    parts += 1;
    at += 1;
  }
  return parts === 4;
}

/** What to write instead of a number's digits; 0 where they must stay. */
function maskOf(bytes: Uint8Array, start: number, word: number, stop: number, end: number): number {
  const size = stop - word;
  if (size < 3 || size > 5) return MASK.digit;
  let value = 0;
  for (let at = word; at < stop; at += 1) value = 10 * value + (bytes[at] ?? 0) - 0x30;
  if (size > 3) return CODES.has(value) ? 0 : MASK.digit;
  if (value < 100 || value > 599) return MASK.digit;
  if (hasReason(bytes, stop, end)) return 0;
  const before = word > start ? bytes[word - 1] : SPACE;
  // Within a longer chunk it is no status: `/404`, `10.503`; but two dots part chunks.
  const second = word - 1 > start ? bytes[word - 2] : SPACE;
  if (before !== undefined && joins(before) && !(before === DOT && second === DOT)) return MASK.digit;
  // `05:23:35,503 - `: the fraction of a second.
  if (before === COMMA && isDigit(second)) return MASK.digit;
  if (bytes[stop] === DOT && stop + 1 < end && isDigit(bytes[stop + 1])) return MASK.digit;
  // What is a status anyway stays, since a skeleton with a number in it is of no use for other numbers.
  if (isLedTo(bytes, start, word)) return 0;
  return value < 400 ? MASK.status : value < 500 ? MASK.clientError : MASK.serverError;
}

/** Whether what follows may be the reason of a status: `404 Not Found`. */
function hasReason(bytes: Uint8Array, stop: number, end: number): boolean {
  let at = stop;
  while (at < end && bytes[at] === SPACE) at += 1;
  if (at === stop || at === end) return false;
  return (bytes[at] ?? 0) >= 0x80 || bytes[at] === CAPITAL_I || REASONS[pairAt(bytes, at)] === 1;
}

function isLedTo(bytes: Uint8Array, start: number, word: number): boolean {
  let at = word;
  while (at > start && !isLetter(bytes[at - 1]) && word - at < 4) at -= 1;
  return at - 2 >= start && LEADS[pairAt(bytes, at - 2)] === 1;
}

function isLetter(byte = 0): boolean {
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}

/** Two letters as one number; others may share it, but none in small letters with one in capitals. */
function pairAt(bytes: Uint8Array, at: number): number {
  return (((bytes[at] ?? 0) & 63) << 6) | ((bytes[at + 1] ?? 0) & 63);
}

function pairsOf(pairs: string): Uint8Array {
  const table = new Uint8Array(64 * 64);
  for (const pair of pairs.split(' ')) table[pairAt(Buffer.from(pair), 0)] = 1;
  return table;
}

/** Masks the digits of a word of letters with digits behind them (`u1335`) or before them (`12ms`), or of `05T05`. */
export function maskMixed(bytes: Uint8Array, word: number, stop: number, into: Uint8Array, shift: number): void {
  const before = bytes[word - 1];
  const behind = bytes[stop];
  if (before === PERCENT || behind === DASH) return;
  let at = word;
  if (!isDigit(bytes[word])) {
    while (!isDigit(bytes[at])) at += 1;
    // `ya29.` begins a token.
    if (behind !== DOT && isDigits(bytes, at, stop)) into.fill(MASK.digit, at + shift, stop + shift);
    return;
  }
  while (isDigit(bytes[at])) at += 1;
  const letters = at;
  if (bytes[letters] === SMALL_X) {
    if (bytes[word] === ZERO && letters === word + 1) maskPointer(bytes, word, stop, into, shift);
    return;
  }
  while (at < stop && !isDigit(bytes[at])) at += 1;
  if (bytes[letters] === LETTER_T && letters + 1 === at && isDigits(bytes, at, stop)) {
    into.fill(MASK.digit, at + shift, stop + shift);
  } else if (at < stop || before === DASH) return;
  into.fill(MASK.digit, word + shift, letters + shift);
}
