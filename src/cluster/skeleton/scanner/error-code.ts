import { MYSQL_ERRORS, SQL_STATES } from '../../../model/database-codes.ts';
import { classOf, codeAt, isDigit, isHex, isUpperCase, LETTER, lowerCase } from './characters.ts';
import { beforeMarks, beforeSpace, isOneOf, isSpaceOnly, keyOf, startOfWord } from './code-context.ts';
import { ANSWERING_WITH, BLAMING, ERROR_NAMES, FAILING, FILLERS } from './code-words.ts';
import { isCount } from './http-status.ts';
import { WordSet } from './word-set.ts';

const LONGEST_CODE = 6;
const OPEN_PARENTHESIS = 40;
const ZERO = 48;
const EIGHT = 56;
const SMALL_C = 99;
const SMALL_X = 120;

/** Letters in front of a number that make it a code and no name with a number: `ORA-12541`, `SIGUSR1`, `HTTP-503`. */
const CODE_PREFIXES = new WordSet('ora pls tns rman http sqlstate errno err error aadsts sigusr pgrst'.split(' '));
const LONGEST_PREFIX = 8;
/** The first letters of those, large or small: spares most names the rest. */
const CODE_INITIALS = new Uint8Array(32);
for (const letter of 'optrhsea') CODE_INITIALS[letter.charCodeAt(0) & 31] = 1;

/** One to three capitals and three to six digits. */
const MOST_CAPITALS = 3;
const FEWEST_DIGITS = 3;
const LONGEST_NAME = MOST_CAPITALS + LONGEST_CODE;

const HRESULT_LENGTH = 10;
const SQLSTATE_LENGTH = 5;
const MYSQL_LENGTH = 4;

const MYSQL_CODES = new WordSet(MYSQL_ERRORS);
const SQL_CODES = new WordSet(SQL_STATES);

const ERROR_SUFFIX = new WordSet(['error']);
const ERROR_SUFFIX_LENGTH = 5;

/** What may stand before the place of whoever refused: `declined by gateway (E123)`. */
const PLACING = new WordSet('by from at in on'.split(' '));

/** Whether a chunk that ends in digits is a code as a whole: `ORA-00001`, or `P2002` where an error is told. */
export function isNamedCode(text: Uint16Array, start: number, stop: number): boolean {
  return hasCodePrefix(text, start, stop) || isErrorCode(text, start, stop);
}

/** `P2002`, `E11000`, `TS2345` where a sentence says what went wrong: `failed with P2002`; not in `order A1234`. */
export function isErrorCode(text: Uint16Array, start: number, stop: number): boolean {
  if (stop - start > LONGEST_NAME || !isUpperCase(codeAt(text, start)) || !isDigit(codeAt(text, stop - 1)))
    return false;
  let digits = start;
  while (isUpperCase(codeAt(text, digits))) digits += 1;
  if (digits - start > MOST_CAPITALS || stop - digits < FEWEST_DIGITS || stop - digits > LONGEST_CODE) return false;
  for (let at = digits; at < stop; at += 1) if (!isDigit(codeAt(text, at))) return false;
  return isTold(text, start);
}

/**
 * `0x80131904` (an HRESULT or NTSTATUS of failure), `42P01` and `23505` (an SQLSTATE) where a sentence says what went
 * wrong; `Error 1062` as MySQL writes it.
 */
export function isNumericErrorCode(text: Uint16Array, start: number, stop: number): boolean {
  const size = stop - start;
  if (size === HRESULT_LENGTH) return isFailureResult(text, start, stop) && isTold(text, start);
  if (size === MYSQL_LENGTH)
    return MYSQL_CODES.has(text, start, stop) && isBehindError(text, start) && !isCount(text, stop);
  if (size !== SQLSTATE_LENGTH) return false;
  const isState = isSqlState(text, start, stop) || (SQL_CODES.has(text, start, stop) && !isCount(text, stop));
  return isState && isTold(text, start);
}

/** `Error 1062: …`, `ERROR 1045 (28000)`, `failed: Error 1213` */
function isBehindError(text: Uint16Array, start: number): boolean {
  const end = beforeSpace(text, start);
  return end < start && isOneOf(ERROR_SUFFIX, text, startOfWord(text, end), end);
}

function isFailureResult(text: Uint16Array, start: number, stop: number): boolean {
  if (codeAt(text, start) !== ZERO || lowerCase(codeAt(text, start + 1)) !== SMALL_X) return false;
  const first = lowerCase(codeAt(text, start + 2));
  if (first !== EIGHT && first !== SMALL_C) return false;
  for (let at = start + 2; at < stop; at += 1) if (!isHex(codeAt(text, at))) return false;
  return true;
}

function isSqlState(text: Uint16Array, start: number, stop: number): boolean {
  let capitals = 0;
  for (let at = start; at < stop; at += 1) {
    const code = codeAt(text, at);
    if (isUpperCase(code)) capitals += 1;
    else if (!isDigit(code)) return false;
  }
  return capitals === 1 || capitals === 2;
}

function hasCodePrefix(text: Uint16Array, start: number, stop: number): boolean {
  if (CODE_INITIALS[codeAt(text, start) & 31] !== 1) return false;
  let at = stop;
  while (at > start && isDigit(codeAt(text, at - 1))) at -= 1;
  if (at === stop || stop - at > LONGEST_CODE) return false;
  const joined = codeAt(text, at - 1) === 45 || codeAt(text, at - 1) === 95;
  const end = joined ? at - 1 : at;
  return end > start && end - start <= LONGEST_PREFIX && isOneOf(CODE_PREFIXES, text, start, end);
}

/** Whether the words before a code tell of an error. */
function isTold(text: Uint16Array, start: number): boolean {
  const gap = beforeMarks(text, start);
  let stop = gap;
  let at = startOfWord(text, stop);
  let word = keyOf(text, at, stop);
  const next = (): string => {
    stop = beforeMarks(text, at);
    at = startOfWord(text, stop);
    return keyOf(text, at, stop);
  };
  while (FILLERS.has(word)) word = next();
  if (ERROR_NAMES.has(word)) return true;
  if (word === 'code') {
    const isFirst = beforeSpace(text, at) === at || classOf(codeAt(text, beforeSpace(text, at) - 1)) !== LETTER;
    return isFirst || next() !== '';
  }
  if (word === 'with' || word === 'by') return ANSWERING_WITH.has(next());
  if (isSpaceOnly(text, gap, start)) return false;
  return FAILING.has(word) || isErrorName(text, at, stop) || isBehindCulprit(text, start, gap);
}

/** `MongoServerError: E11000 duplicate key` */
function isErrorName(text: Uint16Array, start: number, stop: number): boolean {
  const end = stop - ERROR_SUFFIX_LENGTH;
  return end > start && isOneOf(ERROR_SUFFIX, text, end, stop);
}

/** `declined by gateway (E123)` */
function isBehindCulprit(text: Uint16Array, start: number, gap: number): boolean {
  if (codeAt(text, start - 1) !== OPEN_PARENTHESIS) return false;
  const culprit = startOfWord(text, gap);
  const by = beforeSpace(text, culprit);
  const from = startOfWord(text, by);
  if (culprit === gap || by === culprit || !isOneOf(PLACING, text, from, by)) return false;
  const verb = beforeSpace(text, from);
  return isOneOf(BLAMING, text, startOfWord(text, verb), verb);
}
