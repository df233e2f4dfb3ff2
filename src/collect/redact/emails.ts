import { isDigitCode, isWordCode, type Span } from './spans.ts';

const LOCAL_LIMIT = 64;
const DOMAIN_LIMIT = 253;
const NON_ASCII_LETTER = /[\p{L}\p{N}]/u;
/** What follows the last dot in file and unit names; none of them is a top-level domain. */
const NOT_TOP_LEVEL =
  /\.(?:js|mjs|cjs|jsx|ts|mts|cts|tsx|json|java|jar|css|html|lock|log|service|socket|timer|target|slice|scope|mount)$/i;
const DOMAIN = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,10}\p{L}[\p{L}\p{N}-]{0,61}[\p{L}\p{N}]$/u;
/** `foo@1.2.3-rc.one` is a package and its version. */
const VERSION = /^\d+\.\d/;

/**
 * Whether the sign from `sign` to `behind` may be that of an address: a character of a name on its left, a dot with a
 * letter behind it on its right. `topic@123` and `recv @ 0x1f` are none.
 */
export function isLikeEmail(text: string, sign: number, behind: number): boolean {
  if (sign === 0 || !isLocalCode(text.charCodeAt(sign - 1))) return false;
  for (let at = behind; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x2e) {
      const next = text.charCodeAt(at + 1);
      if (at > behind && (next >= 128 || (isWordCode(next) && !isDigitCode(next) && next !== 0x5f))) return true;
    } else if (code < 128 && code !== 0x2d && (!isWordCode(code) || code === 0x5f)) return false;
  }
  return false;
}

function isLocalCode(code: number): boolean {
  return code >= 128 || isWordCode(code) || code === 0x2e || code === 0x25 || code === 0x2b || code === 0x2d;
}

/** E-mail addresses, `%40` for `@` too. Not package@version, npm scopes, `git@host`, names without a dot in the domain. */
export function findEmails(text: string): Span[] {
  const spans: Span[] = [];
  const next = signs(text);
  let floor = 0;
  for (let at = next(0); at !== null; at = next(at.index + at.length)) {
    const start = startOfLocal(text, at.index, floor);
    const domainStart = at.index + at.length;
    const domainEnd = endOfDomain(text, domainStart);
    const local = text.slice(start, at.index);
    const domain = text.slice(domainStart, domainEnd);
    if (local === '' || VERSION.test(domain) || NOT_TOP_LEVEL.test(domain) || !DOMAIN.test(domain)) continue;
    if (local === 'git') continue;
    spans.push({ start, end: domainEnd, kind: 'email', value: `${local}@${domain}`.toLowerCase() });
    floor = domainEnd;
  }
  return spans;
}

/** The next `@` or `%40`. Where there are no more of one of them, it is not looked for again. */
function signs(text: string): (from: number) => { index: number; length: number } | null {
  let plain = -1;
  let escaped = -1;
  const find = (sign: string, from: number) => {
    const index = text.indexOf(sign, from);
    return index === -1 ? text.length : index;
  };
  return (from) => {
    if (plain < from) plain = find('@', from);
    if (escaped < from) escaped = find('%40', from);
    const index = Math.min(plain, escaped);
    return index === text.length ? null : { index, length: index === plain ? 1 : 3 };
  };
}

function startOfLocal(text: string, at: number, floor: number): number {
  const least = Math.max(floor, at - LOCAL_LIMIT);
  let start = at;
  while (start > least && isLocal(text, start - 1)) start -= 1;
  // A written-out `\n` before the name is no part of it.
  if (text[start - 1] === '\\' && start < at) start += 1;
  while (start < at && '.-+%'.includes(text.charAt(start))) start += 1;
  return start;
}

function endOfDomain(text: string, from: number): number {
  let end = from;
  while (end < text.length && end - from < DOMAIN_LIMIT && isDomain(text, end)) end += 1;
  while (end > from && '.-'.includes(text.charAt(end - 1))) end -= 1;
  return end;
}

function isLocal(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return isWordCode(code) || '.%+-'.includes(text.charAt(index)) || isNonAsciiLetter(text, index, code);
}

function isDomain(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code === 0x5f) return false;
  return isWordCode(code) || code === 0x2e || code === 0x2d || isNonAsciiLetter(text, index, code);
}

function isNonAsciiLetter(text: string, index: number, code: number): boolean {
  return code >= 128 && NON_ASCII_LETTER.test(text.charAt(index));
}
