import { isIPv6 } from 'node:net';
import { isDigitCode, isWordCode, type Span } from './spans.ts';

/** The same on every machine, so they tell nothing about anybody: unspecified, loopback, netmasks, the metadata server. */
const KEPT_V4 = /^(?:0\.0\.0\.0|127\.\d+\.\d+\.\d+|255\.255\.\d+\.\d+|169\.254\.169\.254)$/;
const VERSION_WORD = /(?:\b(?:version|ver|release|build|revision|package)[ \t:="'v]{0,4}|(?:^|[^A-Za-z])v\.?[ ]?)$/i;
/** `Chrome/118.0.0.0`; a host before the slash (`worker-1/10.0.0.1`) is written in lower case. */
const PRODUCT = /(?:^|[^\w.-])(?:[A-Z][A-Za-z]{0,30})\/$/;
const FILE_ENDING = /^\.(?:jar|zip|tar|tgz|gz|whl|dll|so|exe|deb|rpm|nupkg|js|egg)\b/i;

/**
 * IPv4 addresses; private ones too, they are somebody's network. Kept: 0.0.0.0, 127.*, 255.255.*, the metadata
 * server. Not taken for one: versions (after `v`, `version`, `Chrome/`, before `-beta` or `.jar`), five parts and more.
 */
export function findIpv4(text: string): Span[] {
  const spans: Span[] = [];
  for (let dot = text.indexOf('.'); dot !== -1; ) {
    let start = dot;
    while (start > 0 && isDigitCode(text.charCodeAt(start - 1)) && dot - start < 4) start -= 1;
    let end = dot + 1;
    if (start < dot) while (end < text.length && isDigitOrDot(text.charCodeAt(end))) end += 1;
    const stop = text[end - 1] === '.' ? end - 1 : end;
    if (start < dot && stop - start <= 15 && isFourParts(text, start, stop)) {
      const value = text.slice(start, stop);
      if (!KEPT_V4.test(value) && !isVersion(text, start, stop)) spans.push({ start, end: stop, kind: 'ip', value });
    }
    dot = text.indexOf('.', end);
  }
  return spans;
}

/** Whether the address whose first dot stands there is one that is kept; it is known to have four parts. */
export function isKeptIpv4(text: string, firstDot: number): boolean {
  if (text[firstDot - 1] === '0')
    return text.startsWith('.0.0.0', firstDot) && !isDigitCode(text.charCodeAt(firstDot - 2));
  return text.startsWith('127', firstDot - 3);
}

function isDigitOrDot(code: number): boolean {
  return isDigitCode(code) || code === 0x2e;
}

/** Four numbers up to 255, without leading zeros. */
function isFourParts(text: string, from: number, to: number): boolean {
  let at = from;
  for (let part = 0; part < 4; part += 1) {
    const first = at;
    let number = 0;
    while (at < to && isDigitCode(text.charCodeAt(at))) {
      number = number * 10 + text.charCodeAt(at) - 48;
      at += 1;
    }
    if (at === first || number > 255 || (at - first > 1 && text[first] === '0')) return false;
    if (part < 3 && text[at] !== '.') return false;
    at += 1;
  }
  return at === to + 1;
}

function isVersion(text: string, start: number, end: number): boolean {
  const before = text.charCodeAt(start - 1);
  if (start > 0 && isWordCode(before) && text[start - 2] !== '\\' && text[start - 3] !== '%') return true;
  if (isWordCode(text.charCodeAt(end))) return true;
  if (text[end] === '-' && /[A-Za-z]/.test(text.charAt(end + 1))) return true;
  if (FILE_ENDING.test(text.slice(end, end + 8))) return true;
  if (!mayNameVersion(text, start)) return false;
  const lead = text.slice(Math.max(0, start - 34), start);
  return VERSION_WORD.test(lead) || (PRODUCT.test(lead) && text[end] !== ':');
}

/** Whether the letter before, over what may stand between, ends one of those words; of most words, it does not. */
function mayNameVersion(text: string, start: number): boolean {
  let at = start - 1;
  while (at > start - 5 && ' \t:="\''.includes(text[at] ?? '.')) at -= 1;
  return '/.vnred'.includes(text.charAt(at).toLowerCase());
}

/** `00:11:22:33:44:55:66:77` is a hardware address. */
const EUI64 = /^(?:[0-9a-f]{2}:){7}[0-9a-f]{2}$/i;
/** Also with a port that no bracket sets off, as Node writes it: `:::3000` of all addresses, `::1:5432` of this machine. */
const KEPT_V6 = /^(?:::(?:1(?::\d{1,5})?|\d{1,5})?|::ffff:(?:127\.\d+\.\d+\.\d+|0\.0\.0\.0))$/i;
const LONGEST_V6 = 45;
/** `:65535` */
const LONGEST_PORT = 6;

/** IPv6 addresses, but `::` and `::1`, also with a port, and those that stand for a kept IPv4 address. Not times, `std::vector`, MAC addresses. */
export function findIpv6(text: string): Span[] {
  const spans: Span[] = [];
  for (let colon = text.indexOf(':'); colon !== -1; ) {
    let start = colon;
    while (start > 0 && colon - start < 5 && isHex(text.charCodeAt(start - 1))) start -= 1;
    let end = colon;
    while (end < text.length && isAddressCode(text.charCodeAt(end))) end += 1;
    // `node:2001:db8::1`: the letters before the first colon may be hex by chance.
    const span = addressBetween(text, start, end) ?? addressBetween(text, colon + 1, end);
    if (span !== null) spans.push(span);
    colon = text.indexOf(':', end);
  }
  return spans;
}

/** Whether the two colons from `at` on may stand in an address: hex digits or nothing beside them, not `Foo::bar`. */
export function startsLikeIpv6(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 2);
  if (isWordCode(next) && !isHex(next)) return false;
  const before = text.charCodeAt(at - 1);
  return !isWordCode(before) || isHex(before) || text[at - 2] === '\\' || text[at - 3] === '%';
}

function addressBetween(text: string, from: number, to: number): Span | null {
  const start = text[from] === ':' && text[from + 1] !== ':' ? from + 1 : from;
  const whole = trimTail(text, start, to);
  if (whole - start > LONGEST_V6 + LONGEST_PORT || whole - start < 3 || !standsAlone(text, start, whole)) return null;
  const end = isIPv6(text.slice(start, whole)) ? whole : beforePort(text, start, whole);
  const value = text.slice(start, end);
  if (!isIPv6(value) || !/\d/.test(value) || EUI64.test(value) || KEPT_V6.test(value)) return null;
  return { start, end, kind: 'ip', value: value.toLowerCase() };
}

/** Where an address ends behind which a port stands without brackets: `2001:db8::200e:47469`, nine groups. */
function beforePort(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && end - at < LONGEST_PORT - 1 && isDigitCode(text.charCodeAt(at - 1))) at -= 1;
  return at < end && text[at - 1] === ':' ? at - 1 : end;
}

function trimTail(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && (text[at - 1] === '.' || (text[at - 1] === ':' && text[at - 2] !== ':'))) at -= 1;
  return at;
}

function standsAlone(text: string, start: number, end: number): boolean {
  const before = text.charCodeAt(start - 1);
  const escaped = text[start - 2] === '\\' || text[start - 3] === '%';
  return (start === 0 || !isWordCode(before) || escaped) && !isWordCode(text.charCodeAt(end));
}

function isHex(code: number): boolean {
  const lower = code | 32;
  return isDigitCode(code) || (lower >= 97 && lower <= 102);
}

function isAddressCode(code: number): boolean {
  return isHex(code) || code === 0x3a || code === 0x2e;
}
