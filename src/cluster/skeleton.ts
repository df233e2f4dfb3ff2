import { character, classOf, DIGIT, isDigit, JOINER, LETTER, PUNCTUATION, SPACE } from './scanner/characters.ts';
import { chunkToken, SLOT } from './scanner/chunk.ts';
import {
  closingQuote,
  endOfBracketedHost,
  endOfColonHex,
  endOfPlaceholder,
  endOfRoute,
  endOfUrl,
} from './scanner/literals.ts';
import { endOfQuotedName } from './scanner/quoted-name.ts';
import { TokenList } from './scanner/token-list.ts';
import { SPEAKING_KEYS } from './scanner/words.ts';

export { SLOT };

/** Characters of a message that are looked at: enough for any sentence, and a bound on the work for a dump. */
const LONGEST = 8192;
const MOST_TOKENS = 256;

const DOT = 46;
const SLASH = 47;
const BACKSLASH = 92;
const COLON = 58;
const QUESTION = 63;
const APOSTROPHE = 39;
const EQUALS = 61;
const ESCAPE = 27;
const BACKTICK = 96;
const HASH = 35;
const OPEN_BRACE = 123;

/**
 * Stage 1 of clustering: one line of text → tokens, with SLOT for what changes from entry to entry (numbers, ids,
 * paths, addresses, dates). Looks at this one line and nothing else. One pass over character codes.
 */
export function skeletonOf(message: string): string[] {
  const end = Math.min(message.length, LONGEST);
  const list = new TokenList();
  let at = 0;
  while (at < end && list.tokens.length < MOST_TOKENS) {
    const code = message.charCodeAt(at);
    const kind = classOf(code);
    if (kind === SPACE) at = code === ESCAPE ? skipEscape(message, at, end) : at + 1;
    else if (kind !== PUNCTUATION) at = readChunk(message, at, end, list);
    else at = readPunctuation(message, at, end, list);
  }
  return list.tokens;
}

/** Steps over a terminal's colour code (`ESC [ 31 m`). */
function skipEscape(text: string, start: number, end: number): number {
  if (text.charCodeAt(start + 1) !== 91) return start + 1;
  let at = start + 2;
  while (at < end && (isDigit(text.charCodeAt(at)) || text.charCodeAt(at) === 59)) at += 1;
  return at + 1;
}

function readPunctuation(text: string, start: number, end: number, list: TokenList): number {
  const code = text.charCodeAt(start);
  if (code === 91) {
    if (endOfPlaceholder(text, start, end) !== -1) return readChunk(text, start, end, list);
    const host = endOfBracketedHost(text, start, end);
    if (host !== -1) {
      list.addValue(true);
      return host;
    }
  } else if (code === COLON) {
    const address = text.charCodeAt(start + 1) === COLON ? endOfColonHex(text, start, end) : -1;
    if (address !== -1) {
      list.addValue(true);
      return address;
    }
  } else if ((code === 60 || code === 62) && isDigit(text.charCodeAt(start + 1)) && !isWordBefore(text, start)) {
    // `<1 sec`: the sign is part of the value.
    return start + 1;
  } else if ((code === 34 || code === APOSTROPHE) && text.charCodeAt(start - 1) === EQUALS) {
    const after = readQuotedValue(text, start, end, list);
    if (after !== -1) return after;
  } else if (code === 34 || code === APOSTROPHE || code === BACKTICK) {
    const after = endOfQuotedName(text, start, end, list.tokens);
    if (after !== -1) {
      list.addWord(`'${text.slice(start + 1, after - 1)}'`);
      return after;
    }
  } else if (code === 40 && text.charCodeAt(start + 1) === 41 && !isWordBefore(text, start)) {
    // `at ()`: brackets that hold nothing this time.
    list.addMark('(');
    list.addValue(false);
    list.addMark(')');
    return start + 2;
  } else if (code === 42 || code === EQUALS || code === 33 || code === QUESTION || code === 124) {
    return readRun(text, start, end, code, list);
  }
  list.addMark(character(code));
  return start + 1;
}

function isWordBefore(text: string, start: number): boolean {
  return start > 0 && classOf(text.charCodeAt(start - 1)) !== SPACE;
}

/** A run of one mark is one token, whatever its length: `=====`, `***`. */
function readRun(text: string, start: number, end: number, code: number, list: TokenList): number {
  let at = start + 1;
  while (at < end && text.charCodeAt(at) === code) at += 1;
  list.addMark(character(code).repeat(Math.min(at - start, 3)));
  return at;
}

/** `key="some words"`: the value is one token, so that its length does not matter. Returns -1 where it is no such thing. */
function readQuotedValue(text: string, open: number, end: number, list: TokenList): number {
  const key = list.tokens.at(-2);
  if (key === undefined || SPEAKING_KEYS.has(key.toLowerCase())) return -1;
  const close = closingQuote(text, open, end);
  if (close === -1) return -1;
  const inner = skeletonOf(text.slice(open + 1, close));
  if (inner.length === 0 || inner.includes(SLOT)) list.addValue(false);
  else list.addWord(`"${inner.join('_')}"`);
  return close + 1;
}

function readChunk(text: string, start: number, end: number, list: TokenList): number {
  const address = endOfColonHex(text, start, end);
  if (address !== -1) {
    list.addValue(true);
    return address;
  }
  let placeholder = false;
  let at = start;
  for (; at < end; at += 1) {
    const code = text.charCodeAt(at);
    const kind = classOf(code);
    if (kind === LETTER || kind === DIGIT) continue;
    if (kind === JOINER) {
      // Two dots or more end a chunk, unless they climb a path.
      if (code === DOT && text.charCodeAt(at + 1) === DOT && text.charCodeAt(at + 2) !== SLASH) break;
      continue;
    }
    if (code === 91) {
      const after = endOfPlaceholder(text, at, end);
      if (after === -1) break;
      placeholder = true;
      at = after - 1;
    } else if (code === COLON) {
      const next = text.charCodeAt(at + 1);
      if (next === SLASH && text.charCodeAt(at + 2) === SLASH && at > start) {
        list.addValue(false);
        return endOfUrl(text, at + 3, end);
      }
      // `C:\Users`
      if (at !== start + 1 || next !== BACKSLASH) break;
    } else if (code === APOSTROPHE) {
      // `can't` is a word.
      if (at === start || classOf(text.charCodeAt(at - 1)) !== LETTER || classOf(text.charCodeAt(at + 1)) !== LETTER)
        break;
    } else break;
  }
  if (at === start) return readDots(text, start, end, list);
  if (placeholder) list.addValue(false);
  else if (text.charCodeAt(at) === OPEN_BRACE && text.charCodeAt(start) === SLASH) {
    const after = endOfRoute(text, at, end);
    if (after === at) emitChunk(text, start, at, list);
    else list.addWord(text.slice(start, after));
    return after;
  } else emitChunk(text, start, at, list);
  if (text.charCodeAt(at) === QUESTION && text.charCodeAt(start) === SLASH) return endOfUrl(text, at, end);
  return at;
}

/** Two dots or more are one token, as many as there are. */
function readDots(text: string, start: number, end: number, list: TokenList): number {
  let at = start + 1;
  while (at < end && text.charCodeAt(at) === DOT) at += 1;
  list.addMark('..');
  return at;
}

/** Splits off what stands at a chunk's ends without being part of it, and adds the rest as a word or a value. */
function emitChunk(text: string, start: number, stop: number, list: TokenList): void {
  let from = start;
  while (from < stop && isEdge(text.charCodeAt(from)) && !isValueStart(text.charCodeAt(from + 1))) from += 1;
  let to = stop;
  while (to > from && isEdge(text.charCodeAt(to - 1))) to -= 1;
  for (let at = start; at < from; at += 1) list.addMark(character(text.charCodeAt(at)));
  if (from < to) {
    const token = chunkToken(text, from, to);
    const code = text.charCodeAt(from);
    // `proxy.example:5070`, `server.py:12`; at the beginning `state.count:12` is more likely a key.
    const beforePort = to === stop && text.charCodeAt(to) === COLON && isDigit(text.charCodeAt(to + 1));
    const behindWords = list.tokens.length > 0;
    if (token === SLOT) list.addValue(isDigit(code) || classOf(code) === JOINER);
    // `dir=/`, `"/"`: the root is a path like any other.
    else if (token === '/' && start > 0 && isValueMark(text.charCodeAt(start - 1))) list.addValue(false);
    else if (behindWords && beforePort && token.includes('.')) list.addValue(false);
    else list.addWord(token);
  }
  // `#123#`
  if (text.charCodeAt(to) === HASH && from < to && isDigit(text.charCodeAt(to - 1))) to += 1;
  for (let at = to; at < stop; at += 1) list.addMark(character(text.charCodeAt(at)));
}

function isEdge(code: number): boolean {
  return code === DOT || code === 45 || code === 43 || code === 35 || code === 126;
}

/** A sign stays with its digit, `.` and `~` with the path they begin. */
function isValueStart(code: number): boolean {
  return isDigit(code) || code === SLASH;
}

/** `=`, `:` and quotes: what a value follows without white space. */
function isValueMark(code: number): boolean {
  return code === EQUALS || code === COLON || code === APOSTROPHE || code === 34;
}
