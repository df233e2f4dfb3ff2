import {
  ANY_DASH,
  ANY_DIGIT,
  ANY_DOT,
  ANY_JOINT,
  ANY_LETTER,
  bitsOf,
  classOf,
  codeAt,
  DIGIT,
  GOES_ON,
  isDigit,
  isHex,
  isLowerCase,
  JOINER,
  LETTER,
  NO_CHUNK,
  NO_HEX,
} from './characters.ts';
import { chunkKind, isTokenStart, nameKind, SHAPE, shapeKind, VALUE } from './chunk.ts';
import { isErrorCode, isNamedCode } from './error-code.ts';
import { isLocalhost } from './host-name.ts';
import { endOfColonHex, endOfPlaceholder, endOfRoute, endOfUrl } from './literals.ts';
import { isCode } from './status-code.ts';
import type { TokenList } from './token-list.ts';

const DOT = 46;
const DASH = 45;
const PLUS = 43;
const TILDE = 126;
const SLASH = 47;
const BACKSLASH = 92;
const COLON = 58;
const QUESTION = 63;
const APOSTROPHE = 39;
const QUOTE = 34;
const EQUALS = 61;
const HASH = 35;
const OPEN_BRACE = 123;
const OPEN_BRACKET = 91;
/** What makes a chunk more than letters. Also for a chunk of which nothing is known. */
const MIXED = ANY_DIGIT | ANY_DASH | ANY_DOT | ANY_JOINT;

/** Reads a chunk. Most are plainly words or values; the others get a second look. */
export function readChunk(text: Uint16Array, start: number, end: number, list: TokenList): number {
  const { codes } = list;
  let written = list.length;
  let bits = 0;
  let last = 0;
  let at = start;
  for (; at < end; at += 1) {
    const code = codeAt(text, at);
    last = bitsOf(code);
    if ((last & NO_CHUNK) !== 0) break;
    codes[written] = code;
    written += 1;
    bits |= last;
  }
  if (last > NO_CHUNK && (last & GOES_ON) !== 0 && goesOn(text, start, at, bits))
    return readOddChunk(text, start, end, list);
  if ((bits & MIXED) !== 0) return readMixedChunk(text, start, at, end, bits, list);
  const size = at - start;
  if (size >= 8 && ((bits & NO_HEX) === 0 || (size >= 20 && isTokenStart(text, start)))) list.addValue(false);
  else if (size === 9 && isLocalhost(text, start, at)) list.addValue(false);
  else list.addWritten(written, codeAt(text, at) === EQUALS);
  return at;
}

/** Adds a chunk in which there are not only letters and ends where it seems to. */
function readMixedChunk(
  text: Uint16Array,
  start: number,
  stop: number,
  end: number,
  bits: number,
  list: TokenList,
): number {
  if ((bits & ANY_DOT) !== 0 && hasDots(text, start, stop)) return readOddChunk(text, start, end, list);
  const first = codeAt(text, start);
  const to = codeAt(text, stop - 1) === DOT ? stop - 1 : stop;
  const isValue = isDigit(first) || (first === SLASH && (bits & (ANY_LETTER | ANY_DIGIT)) !== 0);
  if (isEdge(codeAt(text, to - 1)) || (!isValue && (classOf(first) !== LETTER || (bits & ANY_JOINT) !== 0))) {
    emitChunk(text, start, stop, bits, list);
    return stop;
  }
  if (isValue) addNumber(text, start, to, list);
  else addName(text, start, to, to === stop, bits, list);
  if (to < stop) list.addMark(DOT);
  return stop;
}

/** Two dots in a row. */
function hasDots(text: Uint16Array, start: number, stop: number): boolean {
  for (let at = start; at < stop; at += 1) if (codeAt(text, at) === DOT && codeAt(text, at + 1) === DOT) return true;
  return false;
}

/** Adds a chunk that begins with a letter and has no joiners but `_`, dots and dashes; its codes are written already. */
function addName(
  text: Uint16Array,
  start: number,
  end: number,
  mayHavePort: boolean,
  bits: number,
  list: TokenList,
): void {
  const kind = kindOf(text, start, end, LETTER, bits);
  if (kind === VALUE && !isErrorCode(text, start, end)) list.addValue(false);
  else if (mayHavePort && (bits & ANY_DOT) !== 0 && list.lineCount > 0 && isBeforePort(text, end)) list.addValue(false);
  else if (kind === SHAPE && !isNamedCode(text, start, end)) list.addShape(text, start, end);
  else list.addWritten(list.length + end - start);
}

/** Whether a chunk goes on behind the mark that seems to end it; may be true where a second look says no. */
function goesOn(text: Uint16Array, start: number, stop: number, bits: number): boolean {
  const mark = codeAt(text, stop);
  const next = codeAt(text, stop + 1);
  if (mark === COLON)
    return (
      next === SLASH ||
      next === BACKSLASH ||
      ((bits & NO_HEX) === 0 && stop - start <= 4 && (isHex(next) || next === COLON))
    );
  if (mark === APOSTROPHE) return classOf(codeAt(text, stop - 1)) === LETTER && classOf(next) === LETTER;
  return mark === OPEN_BRACKET ? isLowerCase(next) : codeAt(text, start) === SLASH;
}

/** A chunk that may go on behind a mark, or end at dots. */
export function readOddChunk(text: Uint16Array, start: number, end: number, list: TokenList): number {
  const address = endOfColonHex(text, start, end);
  if (address !== -1) {
    list.addValue(true);
    return address;
  }
  let placeholder = false;
  let at = start;
  for (; at < end; at += 1) {
    const code = codeAt(text, at);
    const kind = classOf(code);
    if (kind === LETTER || kind === DIGIT) continue;
    if (kind === JOINER) {
      // Two dots or more end a chunk, unless they climb a path.
      if (code === DOT && codeAt(text, at + 1) === DOT && codeAt(text, at + 2) !== SLASH) break;
      continue;
    }
    if (code === OPEN_BRACKET) {
      const after = endOfPlaceholder(text, at, end);
      if (after === -1) break;
      placeholder = true;
      at = after - 1;
    } else if (code === COLON) {
      const next = codeAt(text, at + 1);
      if (next === SLASH && codeAt(text, at + 2) === SLASH && at > start) {
        list.addValue(false);
        return endOfUrl(text, at + 3, end);
      }
      // `C:\Users`
      if (at !== start + 1 || next !== BACKSLASH) break;
    } else if (code === APOSTROPHE) {
      // `can't` is a word.
      if (at === start || classOf(codeAt(text, at - 1)) !== LETTER || classOf(codeAt(text, at + 1)) !== LETTER) break;
    } else break;
  }
  if (at === start) return readDots(text, start, end, list);
  if (placeholder) list.addValue(false);
  else if (codeAt(text, at) === OPEN_BRACE && codeAt(text, start) === SLASH) {
    const after = endOfRoute(text, at, end);
    if (after === at) emitChunk(text, start, at, MIXED, list);
    else list.addWord(text, start, after, contains(text, start, after, HASH));
    return after;
  } else emitChunk(text, start, at, MIXED, list);
  if (codeAt(text, at) === QUESTION && codeAt(text, start) === SLASH) return endOfUrl(text, at, end);
  return at;
}

function contains(text: Uint16Array, start: number, end: number, code: number): boolean {
  for (let at = start; at < end; at += 1) if (text[at] === code) return true;
  return false;
}

/** Adds the chunk between `from` and `to`, which stands between `start` and `stop` with what was split off. */
function addChunk(
  text: Uint16Array,
  start: number,
  from: number,
  to: number,
  stop: number,
  bits: number,
  list: TokenList,
): void {
  const code = codeAt(text, from);
  const kind = kindOf(text, from, to, classOf(code), bits);
  if (kind === VALUE && (isDigit(code) || classOf(code) === JOINER)) addNumber(text, from, to, list);
  else if (kind === VALUE && !isErrorCode(text, from, to)) list.addValue(false);
  // `dir=/`, `"/"`: the root is a path like any other.
  else if (code === SLASH && to - from === 1 && (isValueMark(codeAt(text, start - 1)) || list.announcesPath()))
    list.addValue(false);
  else if (to === stop && list.lineCount > 0 && isBeforePort(text, to) && contains(text, from, to, DOT))
    list.addValue(false);
  else if (kind === SHAPE && !isNamedCode(text, from, to)) list.addShape(text, from, to);
  else list.addWord(text, from, to, (bits & ANY_JOINT) !== 0 && contains(text, from, to, HASH));
}

function kindOf(text: Uint16Array, start: number, end: number, firstClass: number, bits: number): number {
  if ((bits & (ANY_DIGIT | ANY_JOINT)) === 0) return nameKind(text, start, end);
  const isShape = (bits & (ANY_JOINT | ANY_DOT)) === 0 && (bits & ANY_LETTER) !== 0 && firstClass === LETTER;
  return isShape ? shapeKind(text, start, end) : chunkKind(text, start, end);
}

/** A value that begins like a number, or a code, which is none. */
function addNumber(text: Uint16Array, start: number, end: number, list: TokenList): void {
  if (isCode(text, start, end)) list.addWord(text, start, end, false);
  else list.addValue(true);
}

/** `proxy.example:5070`, `server.py:12`; at the beginning `state.count:12` is more likely a key. */
function isBeforePort(text: Uint16Array, end: number): boolean {
  return codeAt(text, end) === COLON && isDigit(codeAt(text, end + 1));
}

/** Two dots or more are one token, as many as there are. */
function readDots(text: Uint16Array, start: number, end: number, list: TokenList): number {
  let at = start + 1;
  while (at < end && codeAt(text, at) === DOT) at += 1;
  list.addRun(DOT, 2);
  return at;
}

/** Splits off what stands at a chunk's ends without being part of it, and adds the rest as a word or a value. */
function emitChunk(text: Uint16Array, start: number, stop: number, bits: number, list: TokenList): void {
  let from = start;
  while (from < stop && isEdge(codeAt(text, from)) && !isValueStart(codeAt(text, from + 1))) from += 1;
  let to = stop;
  while (to > from && isEdge(codeAt(text, to - 1))) to -= 1;
  for (let at = start; at < from; at += 1) list.addMark(codeAt(text, at));
  if (from < to) addChunk(text, start, from, to, stop, bits, list);
  // `#123#`
  if (codeAt(text, to) === HASH && from < to && isDigit(codeAt(text, to - 1))) to += 1;
  for (let at = to; at < stop; at += 1) list.addMark(codeAt(text, at));
}

function isEdge(code: number): boolean {
  return code === DOT || code === DASH || code === PLUS || code === HASH || code === TILDE;
}

/** A sign stays with its digit, `.` and `~` with the path they begin. */
function isValueStart(code: number): boolean {
  return isDigit(code) || code === SLASH;
}

/** `=`, `:` and quotes: what a value follows without white space. */
function isValueMark(code: number): boolean {
  return code === EQUALS || code === COLON || code === APOSTROPHE || code === QUOTE;
}
