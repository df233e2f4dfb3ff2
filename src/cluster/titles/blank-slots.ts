import { SLOT } from '../skeleton/skeleton.ts';

/** Stands for a value that changes, in text that is on its way to a title: U+FFFC, the object replacement character. */
export const BLANK = '\uFFFC';

/** Shapes that are names, not values: `utf#` is `utf8` in every entry. */
const NAMES_WITH_DIGITS =
  /^(?:utf-?\d+|ipv[46]|oauth2?|sha-?\d+|md5|http\/?[123]|s3|ec2|k8s|base64|x509|log4j|es\d|h[12])$/i;

/** Characters that are compared in one message: ten times as many as the longest has. */
const MOST_COMPARED = 2_500_000;

/** How many characters may still be compared; a text that repeats the beginning of a long token would use up hours. */
interface Budget {
  left: number;
}

/**
 * A message with its spacing and quotes as written, and BLANK for each part that its template calls a slot. A slot whose
 * value is one of `constants` (quoted names that all entries share) keeps it. Null when message and template do not fit,
 * or when it takes too long to find out.
 */
export function blankSlots(message: string, template: readonly string[], constants: readonly string[]): string | null {
  let text = '';
  let at = 0;
  let inSlot = false;
  const budget: Budget = { left: MOST_COMPARED };
  for (const token of template) {
    if (token === SLOT) {
      inSlot = true;
      continue;
    }
    const found = findToken(message, at, token, budget);
    if (found === null) return null;
    const between = message.slice(at, found.start);
    if (inSlot || between.trim() !== '') text += blankOut(between, constants);
    else text += between;
    const literal = message.slice(found.start, found.end);
    text += token.includes('#') && !literal.includes('#') && !isName(literal, constants) ? BLANK : literal;
    at = found.end;
    inSlot = false;
  }
  const rest = message.slice(at);
  return inSlot || rest.trim() !== '' ? text + blankOut(rest, constants) : text;
}

function blankOut(value: string, constants: readonly string[]): string {
  const trimmed = value.trim();
  if (constants.includes(trimmed)) return value;
  const start = value.indexOf(trimmed);
  return `${value.slice(0, start)}${BLANK}${value.slice(start + trimmed.length)}`;
}

function isName(literal: string, constants: readonly string[]): boolean {
  return constants.includes(literal) || NAMES_WITH_DIGITS.test(literal);
}

/** The next place where a token stands by itself. */
function findToken(text: string, from: number, token: string, budget: Budget): { start: number; end: number } | null {
  for (let start = from; start < text.length && budget.left > 0; start += 1) {
    if (start > from && isWordCharacter(text[start]) && isWordCharacter(text[start - 1])) continue;
    const end = matchToken(text, start, token, budget);
    if (end !== -1 && !(isWordCharacter(text[end - 1]) && isWordCharacter(text[end]))) return { start, end };
  }
  return null;
}

/**
 * End of the token at this place, or -1. In a template `#` stands for digits, `_` may stand for white space, and `'` for any
 * quotation mark around a name.
 */
function matchToken(text: string, start: number, token: string, budget: Budget): number {
  let at = start;
  for (let i = 0; i < token.length; i += 1) {
    budget.left -= 1;
    if (text[at] === token[i] || (token[i] === '_' && text[at] === ' ') || (token[i] === "'" && isQuote(text[at]))) {
      at += 1;
    } else if (token[i] === '#' && (isDigit(text[at]) || (isSign(text[at]) && isDigit(text[at + 1])))) {
      at += 1;
      while (isDigit(text[at])) at += 1;
    } else return -1;
  }
  return at;
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
