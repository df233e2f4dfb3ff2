import { classOf, codeAt, isDigit, LETTER, lowerCase, SPACE } from './characters.ts';
import { KEYS } from './code-words.ts';
import { WordSet } from './word-set.ts';

/** The longest key that anybody would write; keeps a line of letters linear. */
const LONGEST_KEY = 40;
const MOST_MARKS = 8;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const MORE = 62;
const UNDERSCORE = 95;

const PROTOCOL = new WordSet(['HTTP']);
const key = new Uint16Array(LONGEST_KEY);

/** What may stand between a word and its code: white space, quotes, brackets, and what joins a key to its value. */
const MARKS = new Uint8Array(0x1_0000);
for (const mark of ' \t=:"\'([>') MARKS[mark.charCodeAt(0)] = 1;

/** Steps back over marks, and over the dash of an arrow. */
export function beforeMarks(text: Uint16Array, from: number): number {
  let at = from;
  while (from - at < MOST_MARKS) {
    const code = codeAt(text, at - 1);
    if (MARKS[code] !== 1 && !(code === DASH && codeAt(text, at) === MORE)) break;
    at -= 1;
  }
  return at;
}

/** Steps back over white space. */
export function beforeSpace(text: Uint16Array, from: number): number {
  let at = from;
  while (at > 0 && from - at < MOST_MARKS && classOf(codeAt(text, at - 1)) === SPACE) at -= 1;
  return at;
}

export function startOfWord(text: Uint16Array, stop: number): number {
  let at = stop;
  while (at > 0 && stop - at < LONGEST_KEY) {
    const code = codeAt(text, at - 1);
    const joins = code === UNDERSCORE || code === DOT || code === DASH || code === SLASH;
    if (classOf(code) !== LETTER && !isDigit(code) && !joins) break;
    at -= 1;
  }
  return at;
}

/** Behind the white space that begins there. */
export function startOfNext(text: Uint16Array, start: number): number {
  let at = start;
  while (at < start + LONGEST_KEY && classOf(codeAt(text, at)) === SPACE) at += 1;
  return at;
}

export function endOfWord(text: Uint16Array, start: number): number {
  let at = start;
  while (at - start < LONGEST_KEY && classOf(codeAt(text, at)) === LETTER) at += 1;
  return at;
}

export function isSpaceOnly(text: Uint16Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (classOf(codeAt(text, at)) !== SPACE) return false;
  return true;
}

export function isNumber(text: Uint16Array, start: number, stop: number): boolean {
  for (let at = start; at < stop; at += 1) if (!isDigit(codeAt(text, at))) return false;
  return stop > start;
}

/** Whether a word, in large or small letters, is one of a set of small ones. */
export function isOneOf(set: WordSet, text: Uint16Array, start: number, stop: number): boolean {
  if (stop <= start || stop - start >= LONGEST_KEY) return false;
  for (let at = start; at < stop; at += 1) key[at - start] = lowerCase(codeAt(text, at));
  return set.has(key, 0, stop - start);
}

/**
 * A key in small letters without what people join words with: `http.response.status_code` is `statuscode`. Empty where
 * it is none that means something; of those that end in `status` one stands for all.
 */
export function keyOf(text: Uint16Array, start: number, stop: number): string {
  if (stop - start >= LONGEST_KEY) return '';
  let length = 0;
  for (let at = start; at < stop; at += 1) {
    const code = codeAt(text, at);
    if (code === SLASH && at === start + 4 && PROTOCOL.has(text, start, at)) return 'http';
    if (code === DOT) length = 0;
    else if (code !== DASH && code !== UNDERSCORE) {
      key[length] = lowerCase(code);
      length += 1;
    }
  }
  if (length === 0) return '';
  const word = KEYS.find(key, 0, length);
  if (word !== '') return word;
  return endsIn('status', length) || endsIn('statuscode', length) ? 'httpstatus' : '';
}

function endsIn(word: string, length: number): boolean {
  for (let at = 0; at < word.length; at += 1) if (key[length - word.length + at] !== word.charCodeAt(at)) return false;
  return length >= word.length;
}
