import { classifyName, isHarmlessValue } from './secret-names.ts';
import { isWordCode, type Span } from './spans.ts';

const NAME =
  /(?:(passw(?:or)?d|passphrase|pwd)|(?:api|access|private|secret|encryption|signing)[ _.-]?key|secret|\b(t?otp|pin))(?=[\s"'`])/gi;
/** The last two letters of those names; see screen.ts. */
export const SPOKEN_NAME_ENDS: readonly string[] = ['rd', 'wd', 'se', 'et', 'ey', 'tp', 'in'];
const NAME_END = /(?:sword|sswd|pwd|hrase|cret|(?:api|cess|vate|cret|tion|ning)[ _.-]?key|\bt?otp|\bpin)$/i;

/** Whether one of those names ends at `end`; two letters of it are known to. */
export function endsSpokenName(text: string, end: number): boolean {
  const third = lowerAt(text, end - 3);
  if (lowerAt(text, end - 1) === 'n' && third !== 'p') return false;
  // Of the letters before those two: password, pwd, passwd, passphrase, secret, key, otp.
  return 'opsark'.includes(third) && NAME_END.test(text.slice(Math.max(0, end - 8), end));
}

function lowerAt(text: string, at: number): string {
  return text.charAt(at).toLowerCase();
}

const VERB =
  /["'`]?[ \t]{1,3}(?:(?:is|was)(?: now| set to| changed to)?|(?:has been |now )?(?:set|changed) to)[ \t:]{1,3}/iy;
const GAP = /[ \t]{1,3}/y;
const ARGUMENT_GAP = /["']?,?[ \t]{1,3}/y;
const QUOTED = /\\{0,3}(["'`])([^\s"'`]{1,256})\1/y;
const BARE = /[^\s"'`,;<>()[\]{}]{1,256}/y;
const CLOSERS = /[.:!?\\]+$/;
const LONGEST_NAME = 80;

/**
 * Secrets that no sign is assigned with: `the password is hunter2`, `passwd 'S3cr3t!'`, `--password hunter2`,
 * `aws_secret_access_key wJalrXUtnFEMI/K7MDENG…`, `otp 839201`, `pin is 4711`. Without a sign prose is far more common, so the value must look like one.
 */
export function findSpokenSecrets(text: string): Span[] {
  const spans: Span[] = [];
  NAME.lastIndex = 0;
  for (let match = NAME.exec(text); match !== null; match = NAME.exec(text)) {
    const span =
      match[2] === undefined
        ? valueAfter(text, match.index, NAME.lastIndex, match[1] !== undefined)
        : codeAfter(text, NAME.lastIndex, match[2].toLowerCase() === 'pin');
    if (span === null) continue;
    spans.push(span);
    NAME.lastIndex = span.end;
  }
  return spans;
}

function valueAfter(text: string, nameStart: number, nameEnd: number, isPassword: boolean): Span | null {
  const looks = isPassword ? (value: string) => isNoWordOfOurs(value) : looksLikeSecret;
  const told = endOf(VERB, text, nameEnd);
  if (told !== -1) return quotedAt(text, told, looks) ?? bareAt(text, told, looksLikeSecret);
  if (isOption(text, nameStart)) {
    const gap = endOf(ARGUMENT_GAP, text, nameEnd);
    if (gap !== -1) return quotedAt(text, gap, isNoWordOfOurs) ?? bareAt(text, gap, looksLikeArgument);
  }
  const gap = endOf(GAP, text, nameEnd);
  return gap === -1 ? null : (quotedAt(text, gap, looks) ?? bareAt(text, gap, looksLikeKey));
}

/** `otp 839201`, `the pin is 4711`, `pin "4711"`; `GPIO pin 1013` is one of a board. */
function codeAfter(text: string, nameEnd: number, isPin: boolean): Span | null {
  const told = endOf(VERB, text, nameEnd);
  const start = told === -1 ? endOf(GAP, text, nameEnd) : told;
  if (start === -1) return null;
  const quoted = quotedAt(text, start, isCode);
  return quoted !== null || (isPin && told === -1) ? quoted : bareAt(text, start, isCode);
}

function isCode(value: string): boolean {
  return /^\d{4,8}$/.test(value);
}

function endOf(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : -1;
}

function quotedAt(text: string, at: number, looks: (value: string) => boolean): Span | null {
  QUOTED.lastIndex = at;
  const match = QUOTED.exec(text);
  if (match === null) return null;
  const inside = match[2] ?? '';
  const value = inside.replace(/\\+$/, '');
  const start = QUOTED.lastIndex - 1 - inside.length;
  return looks(value) ? { start, end: start + value.length, kind: 'secret', value } : null;
}

function bareAt(text: string, at: number, looks: (value: string) => boolean): Span | null {
  BARE.lastIndex = at;
  const value = (BARE.exec(text)?.[0] ?? '').replace(CLOSERS, '');
  return looks(value) ? { start: at, end: at + value.length, kind: 'secret', value } : null;
}

/** `--db-password`; `--secret` itself takes a description (`docker build --secret id=npm`). */
function isOption(text: string, nameStart: number): boolean {
  let start = nameStart;
  while (start > 0 && nameStart - start < LONGEST_NAME && isOptionCode(text.charCodeAt(start - 1))) start -= 1;
  const isBareSecret = /^-{1,2}secret\b/i.test(text.slice(start, nameStart + 8));
  return text[start] === '-' && !isBareSecret;
}

function isOptionCode(code: number): boolean {
  return isWordCode(code) || code === 0x2d;
}

/** Dates, versions, sizes, algorithms, paths. */
const OTHER_THINGS =
  /^(?:\d{4}-\d\d|v?\d+(?:\.\d+)+|\d+(?:ms|min|h|d|[kmg]i?b|bytes?|chars?|characters|bits?|%)?$|(?:sha|md|aes|rsa|ecdsa|ed|hmac|hs|rs|es|ps|base|bcrypt|argon|pbkdf|scrypt|utf|http|oauth|pkcs|tls)-?\d|[/~.]|[a-z]:\\|-)/i;
/** Names of resources, hosts and fields: `db-pass-v2`, `vault.internal:8200`, `min_length`. */
const JOINED_WORDS = /^[a-z0-9]+(?:[-._:/][a-z0-9]+)+$/;

/** A value in quotes right after a password's name. */
function isNoWordOfOurs(value: string): boolean {
  return (
    !OTHER_THINGS.test(value) &&
    !/^[a-z]+(?:[-_.][a-z]+)+$/.test(value) &&
    classifyName(value) === null &&
    !isHarmlessValue(value, '', 'strong')
  );
}

function looksLikeSecret(value: string): boolean {
  return (
    value.length >= 6 && /\d/.test(value) && /[a-z]/i.test(value) && !JOINED_WORDS.test(value) && isNoWordOfOurs(value)
  );
}

function looksLikeArgument(value: string): boolean {
  return /[^a-z]/i.test(value) && !value.includes('=') && isNoWordOfOurs(value);
}

/** Right after a key's name, without anything between: only what can hardly be anything else. */
function looksLikeKey(value: string): boolean {
  const isMixed = /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && /^[\w/+=~-]+$/.test(value);
  return (
    isMixed &&
    (value.length === 40 || (value.length >= 20 && (value.match(/\d/g) ?? []).length >= 3)) &&
    isNoWordOfOurs(value)
  );
}
