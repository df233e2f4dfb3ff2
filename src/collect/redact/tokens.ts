import { isDigitCode, runEnd, type Span, startsToken } from './spans.ts';

interface Prefix {
  readonly prefix: string;
  readonly kind: string;
  /** Least length of what follows the prefix. */
  readonly least: number;
  /** Characters beside letters, digits and `_`. */
  readonly more: string;
  readonly test?: RegExp;
}

/**
 * Token formats by their prefix, most telling first. Sources: the providers' own documents and secretlint's rules
 * (https://github.com/secretlint/secretlint).
 */
const PREFIXES: readonly Prefix[] = [
  { prefix: 'AIza', kind: 'google-api-key', least: 30, more: '-' },
  { prefix: 'ya29.', kind: 'google-oauth', least: 20, more: '-.' },
  { prefix: 'GOCSPX-', kind: 'google-oauth', least: 20, more: '-' },
  ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'].map((prefix) => ({
    prefix,
    kind: 'github-token',
    least: 20,
    more: '',
  })),
  { prefix: 'glpat-', kind: 'gitlab-token', least: 16, more: '-' },
  { prefix: 'npm_', kind: 'npm-token', least: 30, more: '' },
  ...['xoxb-', 'xoxa-', 'xoxp-', 'xoxr-', 'xoxs-', 'xoxe-', 'xoxo-', 'xapp-'].map((prefix) => ({
    prefix,
    kind: 'slack-token',
    least: 10,
    more: '-.',
  })),
  { prefix: 'sk-ant-', kind: 'anthropic-key', least: 12, more: '-' },
  // A digit, since words joined by dashes may begin like this too.
  { prefix: 'sk-', kind: 'openai-key', least: 20, more: '-', test: /\d/ },
  { prefix: 'sk_live_', kind: 'stripe-key', least: 16, more: '' },
  { prefix: 'rk_live_', kind: 'stripe-key', least: 16, more: '' },
  { prefix: 'AKIA', kind: 'aws-key', least: 16, more: '', test: /^[A-Z0-9]{16}$/ },
  { prefix: 'ASIA', kind: 'aws-key', least: 16, more: '', test: /^[A-Z0-9]{16}$/ },
];

/** Tokens that their prefix gives away, and JWTs. */
export function findTokens(text: string): Span[] {
  const spans = findJwts(text);
  for (const prefix of PREFIXES) spans.push(...findPrefixed(text, prefix));
  return withoutOverlaps(spans);
}

function findPrefixed(text: string, { prefix, kind, least, more, test }: Prefix): Span[] {
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

const SCHEME = /\b(?:(bearer)|basic)[ \t:]{1,4}/gi;

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
  return value.length >= 4 && /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(Buffer.from(value, 'base64').toString('latin1'));
}

function withoutOverlaps(spans: Span[]): Span[] {
  let end = 0;
  return spans
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter((span) => {
      if (span.start < end) return false;
      end = span.end;
      return true;
    });
}
