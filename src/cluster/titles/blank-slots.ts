import { PLACEHOLDER } from '../../model/placeholder.ts';
import { SLOT } from '../skeleton/skeleton.ts';

/** Stands for a value that changes, in text that is on its way to a title: U+FFFC, the object replacement character. */
export const BLANK = '\uFFFC';

/** Among the constants: each entry counts none of some, `0/3`, `0/4`. */
const NONE_OF = '0/';

/** Shapes that are names, not values: `utf#` is `utf8` in every entry. */
const NAMES_WITH_DIGITS =
  /^(?:utf-?\d+|ipv[46]|oauth2?|sha-?\d+|md5|http\/?[123]|s3|ec2|k8s|base64|x509|log4j|es\d|h[12])$/i;

/** A bracket that closes outside of the value. */
const OPENER = /^[<([{](?![^>)\]}]{0,200}[>)\]}])/;

/** Characters that are compared in one message: ten times as many as the longest has. */
const MOST_COMPARED = 2_500_000;

const PLACEHOLDER_HERE = new RegExp(PLACEHOLDER, 'y');

/** How many characters may still be compared; a text that repeats the beginning of a long token would use up hours. */
interface Budget {
  left: number;
}

/** A part of a text, by the offsets of its first character and of the one behind its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A message, or a part of it, with its spacing and quotes as written, and BLANK for each part that its template, which is
 * that of the whole, calls a slot. A slot whose value is one of `constants` (quoted names that all entries share) keeps
 * it. Null when message and template do not fit, or when it takes too long to find out.
 */
export function blankSlots(
  message: string,
  template: readonly string[],
  constants: readonly string[],
  part: Span = { start: 0, end: message.length },
): string | null {
  const within = (from: number, to: number): string =>
    message.slice(Math.max(from, part.start), Math.min(to, part.end));
  const between = (from: number, to: number, isSlot: boolean): string => {
    const value = within(from, to);
    if (to <= part.start && part.start > 0) return '';
    const isValue = isSlot ? from < part.end : !/^[\s.=~*-]*$/.test(value);
    return isValue ? blankOut(value, constants) : value;
  };
  let text = '';
  let at = 0;
  let inSlot = false;
  const budget: Budget = { left: MOST_COMPARED };
  for (const token of template) {
    if (token === SLOT) {
      inSlot = true;
      continue;
    }
    const found = findToken(message, at, token, budget, inSlot);
    if (found === null) return null;
    text += between(at, found.start, inSlot);
    const literal = message.slice(found.start, found.end);
    const isValue = token.includes('#') && !literal.includes('#') && !isName(literal, constants);
    const shown = within(found.start, found.end);
    text += isValue && shown !== '' ? BLANK : shown;
    at = found.end;
    inSlot = false;
  }
  return text + between(at, message.length, inSlot);
}

function blankOut(value: string, constants: readonly string[]): string {
  const trimmed = value.trim();
  if (constants.includes(trimmed) || constants.includes(withoutQuotes(trimmed))) return value;
  const start = value.indexOf(trimmed);
  const isNone = trimmed.startsWith(NONE_OF) && constants.includes(NONE_OF);
  const kept = isNone ? NONE_OF : (OPENER.exec(trimmed)?.[0] ?? '');
  return `${value.slice(0, start)}${kept}${BLANK}${value.slice(start + trimmed.length)}`;
}

function withoutQuotes(value: string): string {
  const isQuoted = value.length > 2 && isMark(value[0]) && value.endsWith(value[0] ?? '');
  return isQuoted ? value.slice(1, -1) : value;
}

function isName(literal: string, constants: readonly string[]): boolean {
  return constants.includes(literal) || NAMES_WITH_DIGITS.test(literal);
}

/**
 * The next place where a token stands by itself; a sign before a digit is still part of the value in front of it, and a
 * placeholder is a value, whatever stands in it.
 */
function findToken(
  text: string,
  from: number,
  token: string,
  budget: Budget,
  afterValue: boolean,
): { start: number; end: number } | null {
  const isJoint = afterValue && (token === '.' || token === ':' || token === '-');
  for (let start = from; start < text.length && budget.left > 0; start += 1) {
    const value = text[start] === '[' ? endOfPlaceholder(text, start) : -1;
    if (value !== -1) {
      start = value - 1;
      continue;
    }
    if (isJoint && (token === '.' ? isWordCharacter(text[start + 1]) : isDigit(text[start + 1]))) continue;
    if (start > from && isWordCharacter(text[start]) && isWordCharacter(text[start - 1])) continue;
    const end = matchToken(text, start, token, budget);
    if (end !== -1 && !(isWordCharacter(text[end - 1]) && isWordCharacter(text[end]))) return { start, end };
  }
  return null;
}

/** Index after the placeholder that begins there, or -1. */
function endOfPlaceholder(text: string, start: number): number {
  PLACEHOLDER_HERE.lastIndex = start;
  return PLACEHOLDER_HERE.test(text) ? PLACEHOLDER_HERE.lastIndex : -1;
}

/**
 * End of the token at this place, or -1. In a template `#` stands for digits, `_` may stand for white space, and `'` for any
 * quotation mark around a name, as do those of a token that is quoted as a whole: `"Text"`. In such a one `_` may stand for
 * nothing: `"exit_code_:_503"`.
 */
function matchToken(text: string, start: number, token: string, budget: Budget): number {
  let at = start;
  const isQuoted = token.length > 1;
  for (let i = 0; i < token.length; i += 1) {
    budget.left -= 1;
    const isSame = text[at] === token[i] || (token[i] === '_' && text[at] === ' ');
    if (isSame || (token[i] === "'" && isQuote(text[at])) || (isQuoted && token[i] === '"' && isMark(text[at]))) {
      at += 1;
    } else if (token[i] === '#' && (isDigit(text[at]) || (isSign(text[at]) && isDigit(text[at + 1])))) {
      at += 1;
      while (isDigit(text[at])) at += 1;
    } else if (token[i] !== '_' || token[0] !== '"') return -1;
  }
  return at;
}

function isMark(character: string | undefined): boolean {
  return character === "'" || isQuote(character);
}

function isQuote(character: string | undefined): boolean {
  return character === '"' || character === '`';
}

function isSign(character: string | undefined): boolean {
  return character === '-' || character === '+';
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}
