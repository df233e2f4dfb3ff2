import { classOf, codeAt, isDigit, isLowerCase, isUpperCase, LETTER, SPACE } from './characters.ts';
import { beforeSpace, endOfWord, isNumber, isOneOf, startOfNext, startOfWord } from './code-context.ts';
import { BLAMING, COUNTERS, GOING_ON, NUMBERED } from './code-words.ts';
import { UNITS } from './words.ts';

/** Words of a sentence that are looked back over for what went wrong. */
const MOST_WORDS = 12;
const LONGEST_URL = 300;
const APOSTROPHE = 39;
const OPEN_PARENTHESIS = 40;
const COMMA = 44;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const COLON = 58;
const SEMICOLON = 59;
const EQUALS = 61;
const PERCENT = 37;
const OPEN_BRACKET = 91;
const BAR = 124;
const SMALL_S = 115;
const SMALL_I = 105;
const SMALL_U = 117;
const QUOTE = 34;
/** What `leadOf` finds where nothing leads to a number, or white space alone. */
const NO_LEAD = -1;
const SPACE_LEAD = -2;

/**
 * Whether a status from 400 to 599 is what a sentence says went wrong: `sync of user 7 failed: 404`, `declined by the
 * gateway (503)`, `request failed 500`. Counts, ids and ports are not: `passed: 3, failed: 404`, `failed jobs: 404`,
 * `failed for port: 500`.
 */
export function isBlamed(text: Uint16Array, start: number, stop: number): boolean {
  const lead = leadOf(text, start);
  if (lead === NO_LEAD || codeAt(text, start) < 52 || !endsClause(text, stop)) return false;
  let end = lead === SPACE_LEAD ? beforeSpace(text, start) : beforeUrl(text, lead);
  let plural = false;
  for (let nth = 0; nth < MOST_WORDS; nth += 1) {
    const from = startOfWord(text, end);
    if (from === end || codeAt(text, end - 1) === DOT) return false;
    if (isOneOf(BLAMING, text, from, end)) return nth === 0 ? !isCounter(text, from) : !(nth === 1 && plural);
    if (lead === SPACE_LEAD) return false;
    if (nth === 0) {
      plural = isPlural(text, from, end);
      if (isNumbered(text, from, end)) return false;
    }
    end = beforeWord(text, from);
    if (end === -1) return false;
  }
  return false;
}

/** Where the words end that lead to a number behind a colon, a dash or a bracket; SPACE_LEAD where only white space parts them. */
function leadOf(text: Uint16Array, start: number): number {
  let at = start;
  if (codeAt(text, at - 1) === APOSTROPHE || codeAt(text, at - 1) === QUOTE) at -= 1;
  const near = beforeSpace(text, at);
  const mark = codeAt(text, near - 1);
  if (mark === OPEN_PARENTHESIS || mark === OPEN_BRACKET) {
    const end = beforeSpace(text, near - 1);
    return codeAt(text, end - 1) === COLON ? beforeSpace(text, end - 1) : end;
  }
  if (near === at) return NO_LEAD;
  if (mark === COLON) return beforeSpace(text, near - 1);
  if (mark === DASH && classOf(codeAt(text, near - 2)) === SPACE) return beforeSpace(text, near - 1);
  return classOf(mark) === LETTER ? SPACE_LEAD : NO_LEAD;
}

/** Steps back over a URL: the `=` and commas of its query do not end the clause. */
function beforeUrl(text: Uint16Array, stop: number): number {
  let isUrl = false;
  for (let at = stop; stop - at < LONGEST_URL; at -= 1) {
    if (at === 0 || classOf(codeAt(text, at - 1)) === SPACE) return isUrl ? beforeSpace(text, at) : stop;
    isUrl ||= codeAt(text, at - 1) === COLON && codeAt(text, at) === SLASH && codeAt(text, at + 1) === SLASH;
  }
  return stop;
}

/** Where the word before a word ends; -1 where the clause begins. */
function beforeWord(text: Uint16Array, start: number): number {
  let at = start;
  while (at > 0 && start - at < 4) {
    const code = codeAt(text, at - 1);
    if (code === COMMA || code === SEMICOLON || code === BAR || code === EQUALS) return -1;
    if (classOf(code) === LETTER || isDigit(code) || code === DOT || code === DASH || code === SLASH) return at;
    at -= 1;
  }
  return -1;
}

/** Whether the last part of a name (`order_id`, `orderId`) says that a number of its own follows. */
function isNumbered(text: Uint16Array, start: number, stop: number): boolean {
  let at = stop;
  while (at > start && isLowerCase(codeAt(text, at - 1))) at -= 1;
  if (at > start && at < stop && isUpperCase(codeAt(text, at - 1))) at -= 1;
  return isOneOf(NUMBERED, text, at, stop);
}

/** A word in the plural, as far as its end tells: not `access`, `status`, `redis`. */
function isPlural(text: Uint16Array, start: number, stop: number): boolean {
  const before = codeAt(text, stop - 2);
  return (
    stop - start > 3 &&
    codeAt(text, stop - 1) === SMALL_S &&
    before !== SMALL_S &&
    before !== SMALL_U &&
    before !== SMALL_I
  );
}

/** Whether the word that begins there is one of several counters, or what happened to things that were counted. */
function isCounter(text: Uint16Array, start: number): boolean {
  let end = beforeSpace(text, start);
  const mark = codeAt(text, end - 1);
  const isListed = mark === COMMA || mark === SEMICOLON || mark === BAR;
  if (isListed) end = beforeSpace(text, end - 1);
  const from = startOfWord(text, end);
  if (from === end) return false;
  if (isNumber(text, from, end)) {
    const key = beforeSpace(text, from);
    const joint = codeAt(text, key - 1);
    const joined = joint === COLON || joint === EQUALS;
    if (joined && isListed) return true;
    const stop = joined ? beforeSpace(text, key - 1) : key;
    return isOneOf(COUNTERS, text, startOfWord(text, stop), stop);
  }
  if (isOneOf(COUNTERS, text, from, end)) return true;
  // `Tests failed: 404`
  return !isListed && isPlural(text, from, end) && beforeWord(text, from) === -1;
}

/** Whether the sentence or a part of it ends behind a number: nothing follows that was counted or measured. */
function endsClause(text: Uint16Array, stop: number): boolean {
  const next = codeAt(text, stop);
  if (next === COMMA || next === SEMICOLON) return !isCounterAhead(text, stop + 1);
  if (classOf(next) !== SPACE) return next !== EQUALS && next !== SLASH;
  const from = startOfNext(text, stop);
  const to = endOfWord(text, from);
  if (to > from) return GOING_ON.has(text, from, to) || !(isLowerCase(codeAt(text, from)) || UNITS.has(text, from, to));
  const mark = codeAt(text, from);
  return !isDigit(mark) && mark !== SLASH && mark !== EQUALS && mark !== PERCENT;
}

/** `skipped: 12` */
function isCounterAhead(text: Uint16Array, start: number): boolean {
  const from = startOfNext(text, start);
  const to = endOfWord(text, from);
  const mark = codeAt(text, to);
  return to > from && (mark === COLON || mark === EQUALS) && isDigit(codeAt(text, startOfNext(text, to + 1)));
}
