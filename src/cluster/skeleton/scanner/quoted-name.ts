import { ANY_DIGIT, ANY_JOINT, ANY_LETTER, bitsOf, classOf, codeAt, LETTER, NO_CHUNK, SPACE } from './characters.ts';
import { chunkKind, nameKind, VALUE } from './chunk.ts';
import type { TokenList } from './token-list.ts';

const LONGEST_NAME = 200;
const DOT = 46;
const SLASH = 47;
const AT = 64;

/**
 * `No module named 'a.b'`, `relation "users"`: a name that a sentence quotes is one token, which tells messages apart
 * until there are many of it. Names inside data (`{'user': 'ann'}`) are not meant. Returns the index after the closing
 * quote, or -1 where it is no such thing.
 */
export function endOfQuotedName(text: Uint16Array, open: number, end: number, before: TokenList): number {
  const quote = codeAt(text, open);
  const limit = Math.min(end, open + LONGEST_NAME);
  let at = open + 1;
  let bits = 0;
  for (; at < limit; at += 1) {
    const more = bitsOf(codeAt(text, at));
    if ((more & (NO_CHUNK | ANY_DIGIT)) !== 0) break;
    bits |= more;
  }
  if ((bits & ANY_LETTER) === 0 || codeAt(text, at) !== quote || classOf(codeAt(text, at + 1)) === LETTER) return -1;
  if (!before.endsInSentence() && !before.endsInNamingNoun()) return -1;
  if (isModulePath(text, open + 1)) return at + 1;
  const kind = (bits & ANY_JOINT) === 0 ? nameKind(text, open + 1, at) : chunkKind(text, open + 1, at);
  return kind === VALUE ? -1 : at + 1;
}

/**
 * `host 'db-1'`, `user: ''`: what is quoted behind such a noun is a value, if no name; `'ann'@'10.0.0.1'`, as MySQL writes
 * an account, is one anywhere. Returns the index after it, or -1 where white space is quoted, or it is no such thing.
 */
export function endOfQuotedValue(text: Uint16Array, open: number, end: number, before: TokenList): number {
  const close = endOfQuotes(text, open, end);
  if (close === -1) return -1;
  if (isAccount(text, open, close)) return endOfQuotes(text, close + 1, end);
  return before.endsInNamingNoun() ? close : -1;
}

/** Whether `@` and quotes follow quotes that end there: `'ann'@'10.0.0.1'`. */
export function isAccount(text: Uint16Array, open: number, close: number): boolean {
  return codeAt(text, close) === AT && codeAt(text, close + 1) === codeAt(text, open);
}

/** The index behind quotes in which there is no white space, nor a quote; -1 where there is. */
function endOfQuotes(text: Uint16Array, open: number, end: number): number {
  const quote = codeAt(text, open);
  const limit = Math.min(end, open + LONGEST_NAME);
  for (let at = open + 1; at < limit; at += 1) {
    const code = codeAt(text, at);
    if (code === quote) return classOf(codeAt(text, at + 1)) === LETTER ? -1 : at + 1;
    if (classOf(code) === SPACE) return -1;
  }
  return -1;
}

/** `./routes/chat`, `../routes`: how a program writes a module's name. */
function isModulePath(text: Uint16Array, start: number): boolean {
  if (codeAt(text, start) !== DOT) return false;
  const next = codeAt(text, start + 1);
  return next === SLASH || (next === DOT && codeAt(text, start + 2) === SLASH);
}
