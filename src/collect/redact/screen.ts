import { isKeptIpv4, startsLikeIpv6 } from './addresses.ts';
import { COMMAND_OPTIONS, namesProgram } from './commands.ts';
import { isLikeEmail } from './emails.ts';
import { isLikeSocialSecurity, NUMBER_STARTS, startsNumber, startsPhone } from './personal-numbers.ts';
import { endsSecretName, SECRET_NAME_ENDS } from './secret-names.ts';
import { isDigitCode, isWordCode } from './spans.ts';
import { endsSpokenName, SPOKEN_NAME_ENDS } from './spoken.ts';
import { startsLikeScheme, startsLikeToken, TOKEN_STARTS } from './tokens.ts';
import { namesWebhook } from './url-credentials.ts';

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

/** Letters, digits and `_` are classes of their own, from 1 to LAST_WORD; `other` is 0. */
const LAST_WORD = 63;
const SIGN = { at: 64, dot: 65, colon: 66, equals: 67, dash: 68, percent: 69, backslash: 70, plus: 71 } as const;
const CLASS = new Uint8Array(128);
let words = 0;
for (let code = 0; code < 128; code += 1) {
  if (isWordCode(code)) {
    words += 1;
    CLASS[code] = words;
  }
}
for (const [name, sign] of Object.entries({ '@': SIGN.at, '.': SIGN.dot, ':': SIGN.colon, '=': SIGN.equals })) {
  CLASS[name.charCodeAt(0)] = sign;
}
for (const [name, sign] of Object.entries({
  '-': SIGN.dash,
  '%': SIGN.percent,
  '\\': SIGN.backslash,
  '+': SIGN.plus,
})) {
  CLASS[name.charCodeAt(0)] = sign;
}

/** What two letters at a word's beginning, or at its end, may belong to: four kilobytes, which stay near the processor. */
const PAIR = { token: 1, scheme: 2, number: 4, secretName: 8, spokenName: 16 } as const;
const BEGINNINGS = PAIR.token | PAIR.scheme | PAIR.number;
const PAIRS = new Uint8Array((LAST_WORD + 1) ** 2);
markPairs(PAIR.token, TOKEN_STARTS);
markPairs(PAIR.scheme, inAnyCase(['be', 'ba']));
markPairs(PAIR.number, NUMBER_STARTS);
markPairs(PAIR.secretName, inAnyCase(SECRET_NAME_ENDS));
markPairs(PAIR.spokenName, inAnyCase(SPOKEN_NAME_ENDS));

/** What may follow those two letters of a token, as one of eight bits: `paid` and `line` are looked at no closer. */
const THIRDS = new Uint8Array((LAST_WORD + 1) ** 2);
for (const start of TOKEN_STARTS) {
  const pair = (classAt(start, 0) << 6) | classAt(start, 1);
  THIRDS[pair] = (THIRDS[pair] ?? 0) | (start.length === 2 ? 0xff : bitAt(start, 2));
}

/** What a command's option begins with, by code. */
const OPTION = new Uint8Array(128);
for (const letter of COMMAND_OPTIONS) OPTION[letter.charCodeAt(0)] = 1;

/** How far a name may stand from the sign that assigns to it. */
const FARTHEST_SIGN = 8;

/**
 * One pass over the character codes that says which detectors are worth running; for nearly every log line, none. What
 * two letters or a sign hint at is confirmed by the detector's own file. It may ask for one too many, never for one too
 * few.
 */
export function screen(text: string): number {
  const { length } = text;
  let mask = 0;
  // Where a token may start after an escape that only looks like letters; see startsToken.
  let afterEscape = -1;
  // The last word's end, and what its last two letters may belong to.
  let wordEnd = -1;
  let ending = 0;
  // Signs of one kind in a row, as close as in an address.
  let dots = 0;
  let firstDot = 0;
  let lastDot = -9;
  let colons = 0;
  let lastColon = -9;
  let hasAt = false;
  let hasUrl = false;
  for (let i = 0; i < length; i += 1) {
    const code = text.charCodeAt(i);
    const kind = code < 128 ? (CLASS[code] ?? 0) : 0;
    if (kind === 0) {
      if (wordEnd === i && (ending & PAIR.spokenName) !== 0 && endsSpokenName(text, i)) mask |= MAY_HOLD.spoken;
      continue;
    }
    if (kind <= LAST_WORD) {
      const start = i;
      let before = 0;
      let last = kind;
      // Most characters are in the middle of a word.
      for (i += 1; i < length; i += 1) {
        const next = text.charCodeAt(i);
        const word = next < 128 ? (CLASS[next] ?? 0) : 0;
        if (word === 0 || word > LAST_WORD) break;
        if (before === 0) {
          const pair = (last << 6) | word;
          const may = (PAIRS[pair] ?? 0) & BEGINNINGS;
          if (may !== 0 && (may !== PAIR.token || ((THIRDS[pair] ?? 0) & bitAt(text, i + 1)) !== 0)) {
            mask |= confirmBeginning(text, start, may);
          }
        }
        before = last;
        last = word;
      }
      wordEnd = i;
      ending = PAIRS[(before << 6) | last] ?? 0;
      if (afterEscape > start && afterEscape < i) mask |= confirmBeginning(text, afterEscape, BEGINNINGS);
      i -= 1;
      continue;
    }
    if (kind === SIGN.dot) {
      if (isDigitCode(text.charCodeAt(i - 1)) && isDigitCode(text.charCodeAt(i + 1))) {
        if (i - lastDot > 4 || !areDigits(text, lastDot + 1, i - 1)) {
          dots = 0;
          firstDot = i;
        }
        dots += 1;
        lastDot = i;
        if (dots === 3 && !isKeptIpv4(text, firstDot)) mask |= MAY_HOLD.ipv4;
      }
    } else if (kind === SIGN.colon) {
      const next = text.charCodeAt(i + 1);
      colons = i - lastColon > 5 ? 1 : colons + 1;
      lastColon = i;
      if (colons >= 6 || (next === 0x3a && startsLikeIpv6(text, i))) mask |= MAY_HOLD.ipv6;
      if (next === 0x2f) hasUrl = true;
      if (next === 0x41 && isDigitCode(text.charCodeAt(i - 1))) mask |= MAY_HOLD.token;
      if ((ending & PAIR.secretName) !== 0 && i - wordEnd <= FARTHEST_SIGN && endsSecretName(text, wordEnd)) {
        mask |= MAY_HOLD.assignment;
      }
    } else if (kind === SIGN.equals) {
      if ((ending & PAIR.secretName) !== 0 && i - wordEnd <= FARTHEST_SIGN && endsSecretName(text, wordEnd)) {
        mask |= MAY_HOLD.assignment;
      }
    } else if (kind === SIGN.dash) mask |= dashAt(text, i);
    else if (kind === SIGN.at) {
      hasAt = true;
      if (isLikeEmail(text, i, i + 1)) mask |= MAY_HOLD.email;
    } else if (kind === SIGN.plus) {
      if (startsPhone(text, i)) mask |= MAY_HOLD.personalNumber;
    } else if (kind === SIGN.percent) {
      // `%%0MT…`: one escape begins within another, and either may be one.
      if (afterEscape > i) mask |= confirmBeginning(text, afterEscape, BEGINNINGS);
      if (text.startsWith('40', i + 1) && isLikeEmail(text, i, i + 3)) mask |= MAY_HOLD.email;
      afterEscape = i + 3;
    } else {
      if (afterEscape > i) mask |= confirmBeginning(text, afterEscape, BEGINNINGS);
      afterEscape = i + 2;
    }
  }
  if (hasUrl && (hasAt || namesWebhook(text))) mask |= MAY_HOLD.url;
  if ((mask & MAY_HOLD.command) !== 0 && !namesProgram(text)) mask &= ~MAY_HOLD.command;
  return mask;
}

/** Two letters are many words' beginning: what they may start is looked at more closely. */
function confirmBeginning(text: string, at: number, may: number): number {
  let mask = 0;
  if ((may & PAIR.token) !== 0 && startsLikeToken(text, at)) mask |= MAY_HOLD.token;
  if ((may & PAIR.scheme) !== 0 && startsLikeScheme(text, at)) mask |= MAY_HOLD.scheme;
  if ((may & PAIR.number) !== 0 && startsNumber(text, at)) mask |= MAY_HOLD.personalNumber;
  return mask;
}

function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (CLASS[code] ?? 0) : 0;
}

/** A third letter as the bit that stands for it in THIRDS. */
function bitAt(text: string, at: number): number {
  return 1 << (classAt(text, at) & 7);
}

function areDigits(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (!isDigitCode(text.charCodeAt(at))) return false;
  return true;
}

/** A PEM block; a command's option; the first dash of `078-05-1120`. */
function dashAt(text: string, at: number): number {
  const next = text.charCodeAt(at + 1);
  if (isDigitCode(next)) return isLikeSocialSecurity(text, at) ? MAY_HOLD.personalNumber : 0;
  const isBlock = next === 0x2d && (text.startsWith('-----BEGIN', at) || text.startsWith('-----END', at));
  const block = isBlock ? MAY_HOLD.privateKey : 0;
  const isOption = next < 128 && OPTION[next] === 1 && !isWordCode(text.charCodeAt(at - 1));
  return isOption ? block | MAY_HOLD.command : block;
}

function markPairs(bit: number, pairs: readonly string[]): void {
  for (const pair of pairs) {
    const first = CLASS[pair.charCodeAt(0)] ?? 0;
    const second = CLASS[pair.charCodeAt(1)] ?? 0;
    PAIRS[(first << 6) | second] = (PAIRS[(first << 6) | second] ?? 0) | bit;
  }
}

function inAnyCase(pairs: readonly string[]): string[] {
  return pairs.flatMap((pair) => {
    const [first = '', second = ''] = pair;
    return [pair, pair.toUpperCase(), first.toUpperCase() + second, first + second.toUpperCase()];
  });
}
