import { classOf, codeAt, LETTER, SPACE } from './characters.ts';
import { beforeSpace, isOneOf, startOfWord } from './code-context.ts';
import { closingQuote } from './literals.ts';
import { WordSet } from './word-set.ts';

const COLON = 58;
const COMMA = 44;
const DOT = 46;
const MOST_WORDS = 8;
const LONGEST_WORD = 40;
/** Of what a parser shows where it failed, before it writes `...`. */
const LONGEST_EXCERPT = 64;

/** Right before what was read: `parsing "x"`. */
const READING = new WordSet(['parsing']);
/** The same, where a word before says so: `Unexpected token '<'`, `The input string 'x'`, `Cannot … from String "x"`. */
const PIECES = new WordSet(['string', 'token', 'character', 'literal']);
const UNREADABLE = new WordSet(['unexpected', 'invalid', 'input', 'from']);
/** What is invalid but for its form: `Invalid token 'Bearer'`. */
const NAMED = new WordSet(['token', 'string']);
const INVALID = new WordSet(['invalid']);
/** Somewhere before a colon behind which it is shown: `invalid literal for int() with base 10: 'x'`. */
const READ = new WordSet(['parsing', 'string', 'literal', 'input']);

/**
 * `strconv.Atoi: parsing "x"`, `could not convert string to float: 'x'`, `"<html>"... is not valid JSON`: what somebody sent
 * and a parser did not understand is no name, whatever it is. Returns the index of the closing quote, or -1 where it is no
 * such thing.
 */
export function endOfQuotedInput(text: Uint16Array, open: number, end: number): number {
  const near = beforeSpace(text, open);
  const before = codeAt(text, near - 1);
  if (classOf(before) === LETTER) {
    return near < open && isReading(text, near) ? closingQuote(text, open, end) : -1;
  }
  if (near === open) return -1;
  if (before === COLON) return isRead(text, near - 1) ? closingQuote(text, open, end) : -1;
  return before === COMMA ? endOfExcerpt(text, open, end) : -1;
}

/** Whether the word that ends there says that what follows was read. */
function isReading(text: Uint16Array, end: number): boolean {
  const start = startOfWord(text, end);
  if (isOneOf(READING, text, start, end)) return true;
  if (!isOneOf(PIECES, text, start, end)) return false;
  const before = beforeSpace(text, start);
  const from = startOfWord(text, before);
  if (!isOneOf(UNREADABLE, text, from, before)) return false;
  return !isOneOf(NAMED, text, start, end) || !isOneOf(INVALID, text, from, before);
}

/** Whether one of the words before a colon, in its sentence, says that something was read. */
function isRead(text: Uint16Array, colon: number): boolean {
  let end = colon;
  for (let nth = 0; nth < MOST_WORDS; nth += 1) {
    let start = end;
    while (start > 0 && end - start < LONGEST_WORD && classOf(codeAt(text, start - 1)) !== SPACE) start -= 1;
    if (isOneOf(READ, text, start, end)) return true;
    end = beforeSpace(text, start);
    const last = codeAt(text, end - 1);
    if (end === start || last === DOT || last === COLON) return false;
  }
  return false;
}

function endOfExcerpt(text: Uint16Array, open: number, end: number): number {
  const quote = codeAt(text, open);
  const limit = Math.min(end - 3, open + LONGEST_EXCERPT);
  for (let at = open + 1; at < limit; at += 1) {
    const isDotted = codeAt(text, at + 1) === DOT && codeAt(text, at + 2) === DOT && codeAt(text, at + 3) === DOT;
    if (isDotted && codeAt(text, at) === quote) return at;
  }
  return -1;
}
