import { bitsOf, classOf, codeAt, isDigit, LETTER, MARK, NO_CHUNK, PLAIN, SPACE } from './characters.ts';
import { closingQuote, endOfBracketedHost, endOfColonHex, endOfPlaceholder, isBracketedAddress } from './literals.ts';
import { lacksValue } from './missing-value.ts';
import { endOfQuotedInput } from './quoted-input.ts';
import { endOfQuotedName, endOfQuotedValue, isAccount } from './quoted-name.ts';
import { readChunk, readOddChunk } from './read-chunk.ts';
import type { TokenList } from './token-list.ts';
import { WordSet } from './word-set.ts';

/** Characters of a line that are looked at: enough for any sentence, and a bound on the work for a dump. */
const LONGEST = 8192;
const MOST_TOKENS = 256;
/** White space before a line, more than is ever looked back over, and what is read behind its end, at most. */
const MARGIN = 16;

const COLON = 58;
const LESS = 60;
const EQUALS = 61;
const MORE = 62;
const QUESTION = 63;
const QUOTE = 34;
const APOSTROPHE = 39;
const BACKTICK = 96;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_PARENTHESIS = 40;
const CLOSE_PARENTHESIS = 41;
const EXCLAMATION = 33;
const STAR = 42;
const BAR = 124;
const COMMA = 44;
const BLANK = 32;
/** Base64 that ends in padding is longer: what is shorter may be a key. */
const LEAST_BASE64 = 16;
/** Marks that end a value; `NOTHING` too. */
const BEHIND_BASE64 = `)]},"'^`;
const SMALL_N = 110;
/** What mail servers write before the address of a host without a name (`CLIENT_NAME_UNKNOWN` in Postfix). */
const UNKNOWN = new WordSet(['unknown']);
/** A punctuation mark that means nothing: stands behind a line's end. */
const NOTHING = 94;

/** The line that is read, MARGIN codes from the beginning. */
const line = new Uint16Array(LONGEST + 3 * MARGIN).fill(BLANK);
const bytes = Buffer.from(line.buffer);

/** Reads the line between two places of a text and adds its tokens to the list. */
export function scanLine(source: string, from: number, to: number, list: TokenList): void {
  const length = Math.min(to - from, LONGEST);
  list.openLine(length);
  // A line that is too long is read a little further, as what follows tells what the last characters are.
  const known = Math.min(to - from, LONGEST + MARGIN);
  bytes.write(from === 0 && to === known ? source : source.slice(from, from + known), 2 * MARGIN, 'utf16le');
  for (let at = 0; at < MARGIN; at += 1) line[MARGIN + known + at] = NOTHING;
  scan(line, MARGIN, MARGIN + length, list);
}

function scan(text: Uint16Array, start: number, end: number, list: TokenList): void {
  let at = start;
  while (at < end && list.lineCount < MOST_TOKENS) {
    const code = codeAt(text, at);
    const bits = bitsOf(code);
    if ((bits & NO_CHUNK) === 0) {
      at = readChunk(text, at, end, list);
      // Mostly, one blank follows.
      if (codeAt(text, at) === BLANK) at += 1;
    } else if ((bits & MARK) === 0) at += 1;
    else if ((bits & PLAIN) === 0) at = readPunctuation(text, at, end, code, list);
    else {
      list.addMark(code);
      at += 1;
    }
  }
}

function readPunctuation(text: Uint16Array, start: number, end: number, code: number, list: TokenList): number {
  if (code === OPEN_BRACKET) {
    if (isEmptyList(text, start)) {
      list.addMissing(OPEN_BRACKET);
      list.addMark(CLOSE_BRACKET);
      return start + 2;
    }
    if (codeAt(text, start - 1) === SMALL_N && isUnknownHost(text, start, end)) list.makeValue();
    if (endOfPlaceholder(text, start, end) !== -1) return readOddChunk(text, start, end, list);
    const host = endOfBracketedHost(text, start, end);
    if (host !== -1) {
      list.addValue(true);
      return host;
    }
  } else if (code === COLON) {
    const address = codeAt(text, start + 1) === COLON ? endOfColonHex(text, start, end) : -1;
    if (address !== -1) {
      list.addValue(true);
      return address;
    }
    if (codeAt(text, start + 1) === BLANK && codeAt(text, start + 2) === COMMA) {
      // `, server: , request: …`
      list.addMissing(COLON);
      return start + 1;
    }
  } else if ((code === LESS || code === MORE) && isDigit(codeAt(text, start + 1)) && !isWordBefore(text, start)) {
    // `<1 sec`: the sign is part of the value.
    return start + 1;
  } else if (code === LESS && codeAt(text, start + 1) === MORE && isBehindKey(text, start)) {
    // `from=<>`
    list.addMissing(LESS);
    list.addMark(MORE);
    return start + 2;
  } else if ((code === QUOTE || code === APOSTROPHE) && codeAt(text, start - 1) === EQUALS) {
    const after = readQuotedValue(text, start, end, list);
    if (after !== -1) return after;
  } else if (code === QUOTE || code === APOSTROPHE || code === BACKTICK) {
    const close = endOfQuotedInput(text, start, end);
    if (close !== -1) {
      list.addMark(code);
      list.addValue(false);
      list.addMark(code);
      return close + 1;
    }
    const after = endOfQuotedName(text, start, end, list);
    if (after !== -1 && !isAccount(text, start, after)) {
      list.addQuoted(text, start + 1, after - 1);
      return after;
    }
    const value = isWordBefore(text, start) ? -1 : endOfQuotedValue(text, start, end, list);
    if (value !== -1) {
      list.addValue(false);
      return value;
    }
  } else if (code === OPEN_PARENTHESIS) {
    if (codeAt(text, start + 1) === CLOSE_PARENTHESIS && !isWordBefore(text, start)) {
      // `at ()`: brackets that hold nothing this time.
      list.addMissing(OPEN_PARENTHESIS);
      list.addMark(CLOSE_PARENTHESIS);
      return start + 2;
    }
  } else if (
    code === EQUALS &&
    (bitsOf(codeAt(text, start + 1)) & NO_CHUNK) !== 0 &&
    lacksValue(text, start, end) &&
    list.endsInKey()
  ) {
    list.addMissing(EQUALS);
    return start + 1;
  } else if (code === STAR || code === EQUALS || code === EXCLAMATION || code === QUESTION || code === BAR) {
    const after = code === EQUALS && list.endsInValue() ? endOfPadding(text, start) : -1;
    if (after !== -1) return after;
    return readRun(text, start, end, code, list);
  }
  list.addMark(code);
  return start + 1;
}

/** `tags: []`: a list that holds nothing this time; in `int[]` and `[]string` there is none. */
function isEmptyList(text: Uint16Array, start: number): boolean {
  if (codeAt(text, start + 1) !== CLOSE_BRACKET) return false;
  return classOf(codeAt(text, start - 1)) !== LETTER && classOf(codeAt(text, start + 2)) !== LETTER;
}

/** `unknown[10.0.0.1]`, where others are `mail.example.com[10.0.0.1]`. */
function isUnknownHost(text: Uint16Array, open: number, end: number): boolean {
  const start = open - 7;
  if (!UNKNOWN.has(text, start, open) || (bitsOf(codeAt(text, start - 1)) & NO_CHUNK) === 0) return false;
  return isBracketedAddress(text, open, end);
}

/** Whether an `=` or a colon stands before, a blank between them or none. */
function isBehindKey(text: Uint16Array, start: number): boolean {
  const before = codeAt(text, start - 1) === BLANK ? codeAt(text, start - 2) : codeAt(text, start - 1);
  return before === EQUALS || before === COLON;
}

function isWordBefore(text: Uint16Array, start: number): boolean {
  return classOf(codeAt(text, start - 1)) !== SPACE;
}

/** The index after the `=` or `==` at the end of Base64, which comes with one value and not with another; -1 where it is none. */
function endOfPadding(text: Uint16Array, start: number): number {
  let from = start;
  while (start - from < LEAST_BASE64 && isBase64(codeAt(text, from - 1))) from -= 1;
  if (start - from < LEAST_BASE64) return -1;
  const at = codeAt(text, start + 1) === EQUALS ? start + 2 : start + 1;
  const code = codeAt(text, at);
  return classOf(code) === SPACE || BEHIND_BASE64.includes(String.fromCharCode(code)) ? at : -1;
}

/** Base64 and its form for URLs (https://www.rfc-editor.org/rfc/rfc4648). */
function isBase64(code: number): boolean {
  return (
    code < 128 &&
    (classOf(code) === LETTER || isDigit(code) || code === 43 || code === 45 || code === 47 || code === 95)
  );
}

/** A run of one mark is one token, whatever its length: `=====`, `***`. */
function readRun(text: Uint16Array, start: number, end: number, code: number, list: TokenList): number {
  let at = start + 1;
  while (at < end && codeAt(text, at) === code) at += 1;
  list.addRun(code, Math.min(at - start, 3));
  return at;
}

/** `key="some words"`: the value is one token, so that its length does not matter. Returns -1 where it is no such thing. */
function readQuotedValue(text: Uint16Array, open: number, end: number, list: TokenList): number {
  if (!list.endsInPlainKey()) return -1;
  const close = closingQuote(text, open, end);
  if (close === -1) return -1;
  // The value is read as a line of its own: what stands around it is out of its sight.
  const before = text.slice(open + 1 - MARGIN, open + 1);
  const behind = text.slice(close, close + MARGIN);
  text.fill(BLANK, open + 1 - MARGIN, open + 1);
  text.fill(NOTHING, close, close + MARGIN);
  const outer = list.openQuotation();
  scan(text, open + 1, close, list);
  list.closeQuotation(outer);
  text.set(before, open + 1 - MARGIN);
  text.set(behind, close);
  return close + 1;
}
