import { isDigitCode, isWordCode } from './spans.ts';

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
} as const;

/** Two letters that begin a token with a known prefix, or an HTTP authentication scheme. */
const WORD_STARTS = pairTable({
  [MAY_HOLD.token]: ['ey', 'AI', 'ya', 'gh', 'gi', 'gl', 'xo', 'xa', 'sk', 'rk', 'AK', 'AS', 'GO', 'np'],
  [MAY_HOLD.scheme]: ['be', 'Be', 'BE', 'ba', 'Ba', 'BA'],
});

/** The last two letters of the names that secrets are assigned to: password, pwd, secret, token, key … */
const NAME_ENDS = pairTable({
  [MAY_HOLD.assignment]: ['rd', 'wd', 'ss', 'se', 'et', 'en', 'ey', 'on', 'th', 'al', 'ls', 'ie', 'id', 're', 'ig'],
});

const CHARACTER = { other: 0, word: 1, at: 2, dot: 3, colon: 4, equals: 5, dash: 6, percent: 7, backslash: 8 } as const;
const CLASS = new Uint8Array(128);
for (let code = 0; code < 128; code += 1) if (isWordCode(code)) CLASS[code] = CHARACTER.word;
CLASS[0x40] = CHARACTER.at;
CLASS[0x2e] = CHARACTER.dot;
CLASS[0x3a] = CHARACTER.colon;
CLASS[0x3d] = CHARACTER.equals;
CLASS[0x2d] = CHARACTER.dash;
CLASS[0x25] = CHARACTER.percent;
CLASS[0x5c] = CHARACTER.backslash;

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
      if (!inWord || i === afterEscape) mask |= pairAt(WORD_STARTS, code, text.charCodeAt(i + 1));
      inWord = true;
      continue;
    }
    inWord = false;
    if (kind === CHARACTER.other) continue;
    if (kind === CHARACTER.at) mask |= MAY_HOLD.email;
    else if (kind === CHARACTER.dot) {
      if (isDigitCode(text.charCodeAt(i - 1)) && isDigitCode(text.charCodeAt(i + 1))) dots += 1;
      if (dots >= 3) mask |= MAY_HOLD.ipv4;
    } else if (kind === CHARACTER.colon) {
      colons += 1;
      const next = text.charCodeAt(i + 1);
      if (next === 0x3a || colons >= 7) mask |= MAY_HOLD.ipv6;
      if (next === 0x2f) mask |= MAY_HOLD.url;
      mask |= nameEndBefore(text, i);
    } else if (kind === CHARACTER.equals) mask |= nameEndBefore(text, i);
    else if (kind === CHARACTER.dash) {
      if (text.charCodeAt(i + 1) === 0x2d && text.startsWith('-----BEGIN', i)) mask |= MAY_HOLD.privateKey;
    } else if (kind === CHARACTER.percent) {
      if (text.startsWith('40', i + 1)) mask |= MAY_HOLD.email;
      afterEscape = i + 3;
    } else afterEscape = i + 2;
  }
  return mask;
}

function nameEndBefore(text: string, separator: number): number {
  let at = separator - 1;
  const least = Math.max(0, separator - 8);
  while (at >= least && !isWordCode(text.charCodeAt(at))) at -= 1;
  return pairAt(NAME_ENDS, text.charCodeAt(at - 1) | 32, text.charCodeAt(at) | 32);
}

function pairAt(table: Uint8Array, first: number, second: number): number {
  return first < 128 && second < 128 ? (table[first * 128 + second] ?? 0) : 0;
}

function pairTable(pairs: Record<number, readonly string[]>): Uint8Array {
  const table = new Uint8Array(128 * 128);
  for (const [bit, list] of Object.entries(pairs)) {
    for (const pair of list) table[pair.charCodeAt(0) * 128 + pair.charCodeAt(1)] = Number(bit);
  }
  return table;
}
