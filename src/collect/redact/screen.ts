import { NUMBER_STARTS, startsNumber } from './personal-numbers.ts';
import { isDigitCode, isWordCode } from './spans.ts';
import { SPOKEN_NAME_END } from './spoken.ts';
import { startsLikeToken, TOKEN_STARTS } from './tokens.ts';

/** What a text may hold, as bits; a detector runs only where its bit is set. */
export const MAY_HOLD = {
  email: 1,
  ipv4: 2,
  ipv6: 4,
  token: 8,
  scheme: 16,
  assignment: 32,
  url: 64,
  privateKey: 128,
  personalNumber: 256,
  spoken: 512,
  command: 1024,
} as const;

/** Two letters that begin a token with a known prefix, an HTTP authentication scheme, a card's number or an IBAN. */
const WORD_STARTS = pairTable({
  [MAY_HOLD.token]: TOKEN_STARTS,
  [MAY_HOLD.scheme]: ['be', 'Be', 'BE', 'ba', 'Ba', 'BA'],
  [MAY_HOLD.personalNumber]: NUMBER_STARTS,
});

/** The last two letters of the names that secrets are assigned to: password, pwd, secret, token, key … */
const NAME_ENDS = pairTable({
  [MAY_HOLD.assignment]: ['rd', 'wd', 'ss', 'se', 'et', 'en', 'ey', 'on', 'th', 'al', 'ls', 'ie', 'id', 're', 'ig'],
});

/** The last two letters of the names that secrets are told after, as in `the password is hunter2`; see spoken.ts. */
const SPOKEN_ENDS = pairTable({ [MAY_HOLD.spoken]: ['rd', 'wd', 'se', 'et', 'ey'] });

/**
 * The letter before those two, where common words end so as well: signature, authorization, credential, connect.sid and
 * JSESSIONID, token, auth.
 */
const BEFORE_NAME_END: Readonly<Record<string, string>> = { re: 'u', on: 'i', al: 'i', id: 'sn', en: 'k', th: 'u' };
const BEFORE_END = new Map(
  Object.entries(BEFORE_NAME_END).map(([end, letters]) => [end.charCodeAt(0) * 128 + end.charCodeAt(1), letters]),
);

const OPTION_LETTERS = '-uUpaw';

const CHARACTER = {
  other: 0,
  word: 1,
  at: 2,
  dot: 3,
  colon: 4,
  equals: 5,
  dash: 6,
  percent: 7,
  backslash: 8,
  plus: 9,
} as const;
const CLASS = new Uint8Array(128);
for (let code = 0; code < 128; code += 1) if (isWordCode(code)) CLASS[code] = CHARACTER.word;
CLASS[0x40] = CHARACTER.at;
CLASS[0x2e] = CHARACTER.dot;
CLASS[0x3a] = CHARACTER.colon;
CLASS[0x3d] = CHARACTER.equals;
CLASS[0x2d] = CHARACTER.dash;
CLASS[0x25] = CHARACTER.percent;
CLASS[0x5c] = CHARACTER.backslash;
CLASS[0x2b] = CHARACTER.plus;

/**
 * One pass over the character codes that says which detectors are worth running; for nearly every log line, none.
 * It may ask for one too many, never for one too few.
 */
export function screen(text: string): number {
  let mask = 0;
  let inWord = false;
  // Where a token may start after an escape that only looks like letters; see startsToken.
  let afterEscape = -1;
  let dots = 0;
  let colons = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const kind = code < 128 ? CLASS[code] : CHARACTER.other;
    if (kind === CHARACTER.word) {
      const may = pairAt(WORD_STARTS, code, text.charCodeAt(i + 1));
      if (may !== 0) mask |= confirmStart(text, i, may);
      const start = i;
      // Most characters are in the middle of a word.
      i = endOfWord(text, i) - 1;
      if (afterEscape > start && afterEscape <= i) {
        const hidden = pairAt(WORD_STARTS, text.charCodeAt(afterEscape), text.charCodeAt(afterEscape + 1));
        if (hidden !== 0) mask |= confirmStart(text, afterEscape, hidden);
      }
      inWord = true;
      continue;
    }
    const endsWord = inWord;
    inWord = false;
    if (kind === CHARACTER.other) {
      if (endsWord && pairAt(SPOKEN_ENDS, text.charCodeAt(i - 2) | 32, text.charCodeAt(i - 1) | 32) !== 0) {
        mask |= spokenBefore(text, i);
      }
      continue;
    }
    if (kind === CHARACTER.at) mask |= MAY_HOLD.email;
    else if (kind === CHARACTER.dot) {
      if (isDigitCode(text.charCodeAt(i - 1)) && isDigitCode(text.charCodeAt(i + 1))) dots += 1;
      if (dots >= 3) mask |= MAY_HOLD.ipv4;
    } else if (kind === CHARACTER.colon) {
      colons += 1;
      const next = text.charCodeAt(i + 1);
      if (next === 0x3a || colons >= 7) mask |= MAY_HOLD.ipv6;
      if (next === 0x2f) mask |= MAY_HOLD.url;
      if (next === 0x41 && isDigitCode(text.charCodeAt(i - 1))) mask |= MAY_HOLD.token;
      mask |= nameEndBefore(text, i);
    } else if (kind === CHARACTER.equals) mask |= nameEndBefore(text, i);
    else if (kind === CHARACTER.dash) mask |= dashAt(text, i);
    else if (kind === CHARACTER.plus) {
      if (isDigitCode(text.charCodeAt(i + 1))) mask |= MAY_HOLD.personalNumber;
    } else if (kind === CHARACTER.percent) {
      if (text.startsWith('40', i + 1)) mask |= MAY_HOLD.email;
      afterEscape = i + 3;
    } else afterEscape = i + 2;
  }
  return mask;
}

/** Behind the last word character of the run that begins at `start`. */
function endOfWord(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code >= 128 || CLASS[code] !== CHARACTER.word) break;
    at += 1;
  }
  return at;
}

/** Two letters are many words' beginning: what they may start is looked at more closely. */
function confirmStart(text: string, at: number, may: number): number {
  let mask = may;
  if ((mask & MAY_HOLD.token) !== 0 && !startsLikeToken(text, at)) mask &= ~MAY_HOLD.token;
  if ((mask & MAY_HOLD.scheme) !== 0 && !startsLikeScheme(text, at)) mask &= ~MAY_HOLD.scheme;
  if ((mask & MAY_HOLD.personalNumber) !== 0 && !startsNumber(text, at)) mask &= ~MAY_HOLD.personalNumber;
  return mask;
}

/** `Bearer`, `Basic`. */
function startsLikeScheme(text: string, at: number): boolean {
  const third = text.charCodeAt(at + 2) | 32;
  const fourth = text.charCodeAt(at + 3) | 32;
  return (third === 0x61 && fourth === 0x72) || (third === 0x73 && fourth === 0x69);
}

function spokenBefore(text: string, end: number): number {
  return SPOKEN_NAME_END.test(text.slice(Math.max(0, end - 6), end)) ? MAY_HOLD.spoken : 0;
}

/** A PEM block; a command's option; the first dash of `078-05-1120`. */
function dashAt(text: string, at: number): number {
  const next = text.charCodeAt(at + 1);
  if (next === 0x2d && text.startsWith('-----BEGIN', at)) return MAY_HOLD.privateKey | MAY_HOLD.command;
  if (isDigitCode(next)) {
    return text[at + 3] === '-' && isDigitCode(text.charCodeAt(at + 7)) ? MAY_HOLD.personalNumber : 0;
  }
  return OPTION_LETTERS.includes(text[at + 1] ?? ' ') && !isWordCode(text.charCodeAt(at - 1)) ? MAY_HOLD.command : 0;
}

function nameEndBefore(text: string, separator: number): number {
  let at = separator - 1;
  const least = Math.max(0, separator - 8);
  while (at >= least && !isWordCode(text.charCodeAt(at))) at -= 1;
  const first = text.charCodeAt(at - 1) | 32;
  const second = text.charCodeAt(at) | 32;
  const may = pairAt(NAME_ENDS, first, second);
  if (may === 0) return 0;
  const before = BEFORE_END.get(first * 128 + second);
  return before === undefined || before.includes(String.fromCharCode(text.charCodeAt(at - 2) | 32)) ? may : 0;
}

function pairAt(table: Uint16Array, first: number, second: number): number {
  return first < 128 && second < 128 ? (table[first * 128 + second] ?? 0) : 0;
}

function pairTable(pairs: Record<number, readonly string[]>): Uint16Array {
  const table = new Uint16Array(128 * 128);
  for (const [bit, list] of Object.entries(pairs)) {
    for (const pair of list) {
      const index = pair.charCodeAt(0) * 128 + pair.charCodeAt(1);
      table[index] = (table[index] ?? 0) | Number(bit);
    }
  }
  return table;
}
