import { isDigitCode, isWordCode, runEnd, type Span, startsToken, withoutOverlaps } from './spans.ts';
import { PREFIXES, type TokenPrefix } from './token-prefixes.ts';

/** What tokens begin with, by its first two letters. Discord's begin with a number in base64. */
const STARTS = Map.groupBy(
  [
    ...['eyJ', ...PREFIXES.map(({ prefix }) => prefix)],
    ...['MD', 'MT', 'Mj', 'Mz', 'ND', 'NT', 'Nj', 'Nz', 'OD', 'OT'],
  ],
  (start) => pairAt(start, 0),
);
/** What tokens begin with, two letters or more; Telegram's begin with a number. */
export const TOKEN_STARTS: readonly string[] = [...STARTS.values()].flat();

/** Whether what a token begins with stands at `at`. Behind two letters alone (`SK`, `MT`) it must go on without a gap. */
export function startsLikeToken(text: string, at: number): boolean {
  const starts = STARTS.get(pairAt(text, at));
  if (starts === undefined) return false;
  for (const start of starts) {
    if (text.startsWith(start, at) && (start.length > 2 || runsOn(text, at + 2))) return true;
  }
  return false;
}

function runsOn(text: string, from: number): boolean {
  for (let at = from; at < from + 20; at += 1) {
    const code = text.charCodeAt(at);
    if (!isWordCode(code) && code !== 0x2d) return false;
  }
  return true;
}

function pairAt(text: string, at: number): number {
  return text.charCodeAt(at) * 128 + text.charCodeAt(at + 1);
}

/** Tokens that their form gives away: by prefix, JWTs, those of Discord and Telegram, AWS keys with their secret. */
export function findTokens(text: string): Span[] {
  const spans = [...findJwts(text), ...findDiscord(text), ...findTelegram(text)];
  for (const prefix of prefixesIn(text)) spans.push(...findPrefixed(text, prefix));
  if (spans.some((span) => span.kind === 'aws-key')) spans.push(...findAwsSecrets(text));
  return withoutOverlaps(spans);
}

/** Prefixes by their first two letters, with their place among all. */
const PLACES = Map.groupBy(PREFIXES.keys(), (place) => pairAt(PREFIXES[place]?.prefix ?? '', 0));
const FIRST_TWO = new RegExp([...new Set(PREFIXES.map(({ prefix }) => prefix.slice(0, 2)))].join('|'), 'g');

/** The prefixes that occur in the text, in their order: there are a hundred, and a text seldom holds two. */
function prefixesIn(text: string): TokenPrefix[] {
  const places = new Set<number>();
  FIRST_TWO.lastIndex = 0;
  for (let match = FIRST_TWO.exec(text); match !== null; match = FIRST_TWO.exec(text)) {
    for (const place of PLACES.get(pairAt(text, match.index)) ?? []) {
      if (text.startsWith(PREFIXES[place]?.prefix ?? '', match.index)) places.add(place);
    }
    // The second letter may be another's first.
    FIRST_TWO.lastIndex = match.index + 1;
  }
  return [...places].sort((a, b) => a - b).flatMap((place) => PREFIXES[place] ?? []);
}

function findPrefixed(text: string, { prefix, kind, least, more, test }: TokenPrefix): Span[] {
  const spans: Span[] = [];
  for (let start = text.indexOf(prefix); start !== -1; ) {
    const secretStart = start + prefix.length;
    let next = secretStart;
    if (startsToken(text, start)) {
      const end = runEnd(text, secretStart, more);
      const secret = text.slice(secretStart, end);
      if (secret.length >= least && (test === undefined || test.test(secret))) {
        spans.push({ start, end, kind, value: text.slice(start, end) });
      }
      next = end;
    }
    start = text.indexOf(prefix, next);
  }
  return spans;
}

/** `eyJ…` (base64 of `{"`), a dot, a payload, mostly another dot and a signature; a cut-off one too. */
function findJwts(text: string): Span[] {
  const spans: Span[] = [];
  for (let start = text.indexOf('eyJ'); start !== -1; ) {
    let end = start + 3;
    if (startsToken(text, start)) {
      end = runEnd(text, start, '-');
      if (end - start >= 10 && text[end] === '.') {
        const payloadEnd = runEnd(text, end + 1, '-');
        if (payloadEnd - end > 4) {
          end = text[payloadEnd] === '.' ? runEnd(text, payloadEnd + 1, '-') : payloadEnd;
          spans.push({ start, end, kind: 'jwt', value: text.slice(start, end) });
        }
      }
    }
    start = text.indexOf('eyJ', end);
  }
  return spans;
}

const DISCORD = /[MNO][DTjz][\w-]{21,27}\.[\w-]{6}\.[\w-]{27,45}/g;

/** The number of an account in base64, a time, a signature. */
function findDiscord(text: string): Span[] {
  return spansOf(text, DISCORD, 'secret').filter(({ start, value }) => {
    const account = Buffer.from(value.slice(0, value.indexOf('.')), 'base64url').toString('latin1');
    return startsToken(text, start) && /^\d{16,20}$/.test(account);
  });
}

/** `123456789:AA…`, in addresses behind `bot`. */
function findTelegram(text: string): Span[] {
  const spans: Span[] = [];
  for (let colon = text.indexOf(':A'); colon !== -1; colon = text.indexOf(':A', colon + 2)) {
    let start = colon;
    while (start > 0 && colon - start < 12 && isDigitCode(text.charCodeAt(start - 1))) start -= 1;
    const digits = colon - start;
    if (digits < 6 || digits > 11 || !(startsToken(text, start) || text.slice(start - 3, start) === 'bot')) continue;
    const end = runEnd(text, colon + 1, '-');
    if (end - colon === 36) spans.push({ start, end, kind: 'secret', value: text.slice(start, end) });
  }
  return spans;
}

const FORTY = /(?<![\w/+.-])[A-Za-z0-9/+]{40}(?![\w/+=-])/g;

/** The secret has no form but its length: taken for one only beside the id it belongs to. */
function findAwsSecrets(text: string): Span[] {
  return spansOf(text, FORTY, 'aws-key').filter(
    ({ value }) => /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value),
  );
}

function spansOf(text: string, expression: RegExp, kind: string): Span[] {
  return Array.from(text.matchAll(expression), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    kind,
    value: match[0],
  }));
}

const SCHEME = /\b(?:(bearer)|basic)[ \t:]{1,4}/gi;

/** Whether `Bearer` or `Basic` stands at `at`, with a gap behind it. */
export function startsLikeScheme(text: string, at: number): boolean {
  const third = text.charCodeAt(at + 2) | 32;
  const isBearer = third === 0x61;
  if (!isBearer && third !== 0x73) return false;
  const gap = text[at + (isBearer ? 6 : 5)] ?? '.';
  return ' \t:'.includes(gap) && /^(?:bearer|basic)/i.test(text.slice(at, at + 6));
}

/** What follows `Bearer` or `Basic`; the word itself stays. */
export function findSchemes(text: string): Span[] {
  const spans: Span[] = [];
  SCHEME.lastIndex = 0;
  for (let match = SCHEME.exec(text); match !== null; match = SCHEME.exec(text)) {
    const start = SCHEME.lastIndex;
    const end = runEnd(text, start, '.~+/=-');
    const value = text.slice(start, end);
    if (match[1] !== undefined ? isBearer(value) : isBasic(value)) {
      spans.push({ start, end, kind: match[1] !== undefined ? 'bearer' : 'basic-auth', value });
      SCHEME.lastIndex = end;
    }
  }
  return spans;
}

/** Not `Bearer realm=`, `bearer authentication`: a token has a digit, or is long and of mixed case. */
function isBearer(value: string): boolean {
  if (value.length < 8) return false;
  for (let i = 0; i < value.length; i += 1) if (isDigitCode(value.charCodeAt(i))) return true;
  return value.length >= 20 && /[a-z]/.test(value) && /[A-Z]/.test(value);
}

/** Base64 of `user:password`. */
function isBasic(value: string): boolean {
  return (
    value.length >= 4 && /^[\x20-\x39\x3b-\x7e]*:[\x20-\x7e]*$/.test(Buffer.from(value, 'base64').toString('latin1'))
  );
}
