import { classOf, codeAt, DIGIT, isDigit, isHex, isLowerCase, JOINER, LETTER, SPACE } from './characters.ts';

const BRACKET_OPEN = 91;
const BRACKET_CLOSE = 93;
const COLON = 58;
const DASH = 45;
const SLASH = 47;
/** An IPv6 address that ends in an IPv4 one, its brackets with it. */
const LONGEST_ADDRESS = 47;
const BRACE_OPEN = 123;
const BRACE_CLOSE = 125;
const PARENTHESIS_OPEN = 40;
const PARENTHESIS_CLOSE = 41;
const DOT = 46;
const UNDERSCORE = 95;

/**
 * A redaction placeholder such as `[email-3f9a]` or `[bearer-token-12ab]`: lower-case words and four hex digits.
 * Returns the index after it, or -1.
 */
export function endOfPlaceholder(text: Uint16Array, start: number, end: number): number {
  if (codeAt(text, start) !== BRACKET_OPEN) return -1;
  let at = start + 1;
  // The longest name of a rule that anybody would write; keeps a line of brackets linear.
  const limit = Math.min(end, start + 64);
  if (!isLowerCase(codeAt(text, at))) return -1;
  while (at < limit && (isLowerCase(codeAt(text, at)) || isDigit(codeAt(text, at)) || codeAt(text, at) === DASH))
    at += 1;
  if (at >= end || codeAt(text, at) !== BRACKET_CLOSE || at - start < 7) return -1;
  if (codeAt(text, at - 5) !== DASH) return -1;
  for (let digit = at - 4; digit < at; digit += 1) if (!isHex(codeAt(text, digit))) return -1;
  return at + 1;
}

/**
 * Groups of hex digits joined by colons: a MAC address, an IPv6 address (with zone or prefix), a time of day.
 * Needs a digit, so that `Ada::Abe` stays a name. Returns the index after it, or -1.
 */
export function endOfColonHex(text: Uint16Array, start: number, end: number): number {
  const first = codeAt(text, start);
  if (first !== COLON && !isHex(first)) return -1;
  const limit = Math.min(end, start + 80);
  let at = start;
  let colons = 0;
  let digits = 0;
  let group = 0;
  let shortened = false;
  for (; at < limit; at += 1) {
    const code = codeAt(text, at);
    if (isHex(code)) {
      group += 1;
      if (group > 4) return -1;
      if (isDigit(code)) digits += 1;
      continue;
    }
    if (code !== COLON) break;
    const next = codeAt(text, at + 1);
    if (next === COLON) {
      if (shortened) return -1;
      shortened = true;
      at += 1;
      colons += 1;
    } else if (next === BRACKET_OPEN && shortened && group === 4 && endOfPlaceholder(text, at + 1, end) !== -1) {
      // `::ffff:[ip-3f9a]`: an IPv4 address that is written as an IPv6 one.
      return endOfPlaceholder(text, at + 1, end);
    } else if (group === 0 || !isHex(next)) break; // The colon of a sentence (`00:01: done`) is not part of it.
    colons += 1;
    group = 0;
  }
  if (digits === 0 || colons < 2 || classOf(codeAt(text, at)) === LETTER) return -1;
  while (at < limit && isTailMark(codeAt(text, at)) && isAlphanumeric(codeAt(text, at + 1))) {
    at += 1;
    while (at < limit && isAlphanumeric(codeAt(text, at))) at += 1;
  }
  return at;
}

/** `[::]:8080`, `[2001:db8::1]:443`, `[[ip-3f9a]]:443`, with or without the port. Returns the index after it, or -1. */
export function endOfBracketedHost(text: Uint16Array, start: number, end: number): number {
  if (codeAt(text, start) !== BRACKET_OPEN) return -1;
  const any =
    codeAt(text, start + 1) === COLON && codeAt(text, start + 2) === COLON && codeAt(text, start + 3) === BRACKET_CLOSE;
  const isHidden = codeAt(text, start + 1) === BRACKET_OPEN;
  const close = any
    ? start + 3
    : isHidden
      ? endOfPlaceholder(text, start + 1, end)
      : endOfColonHex(text, start + 1, end);
  if (close === -1 || codeAt(text, close) !== BRACKET_CLOSE) return -1;
  // A time in brackets is told from a host by its port only.
  let at = close + 1;
  if (codeAt(text, at) !== COLON || !isDigit(codeAt(text, at + 1))) return any ? at : -1;
  at += 1;
  while (at < end && isDigit(codeAt(text, at))) at += 1;
  return at;
}

/** `[10.0.0.1]`, `[2001:db8::1]`, `[[ip-3f9a]]`: whether an address in brackets stands there. */
export function isBracketedAddress(text: Uint16Array, start: number, end: number): boolean {
  let at = start + 1;
  if (codeAt(text, at) === BRACKET_OPEN) at = endOfPlaceholder(text, at, end);
  else {
    const limit = Math.min(end, start + LONGEST_ADDRESS);
    let joints = 0;
    for (; at < limit && (isHex(codeAt(text, at)) || isAddressJoint(codeAt(text, at))); at += 1)
      if (isAddressJoint(codeAt(text, at))) joints += 1;
    if (joints < 2) return false;
  }
  return at !== -1 && codeAt(text, at) === BRACKET_CLOSE;
}

function isAddressJoint(code: number): boolean {
  return code === DOT || code === COLON;
}

/** What may follow an address or a time: `%eth0`, `/64`, `.123`, `+02`. */
function isTailMark(code: number): boolean {
  return code === 37 || code === 46 || code === SLASH || code === 43 || code === DASH;
}

function isAlphanumeric(code: number): boolean {
  const kind = classOf(code);
  return kind === DIGIT || (kind === LETTER && code < 128);
}

/** The index after the rest of a route (`{id}/orders`), whose values have been taken out already; `start` if it is none. */
export function endOfRoute(text: Uint16Array, start: number, end: number): number {
  let at = start;
  while (codeAt(text, at) === BRACE_OPEN) {
    const limit = Math.min(end, at + 64);
    let close = at + 1;
    while (close < limit && classOf(codeAt(text, close)) === LETTER) close += 1;
    if (codeAt(text, close) !== BRACE_CLOSE || close === at + 1) return start;
    at = close + 1;
    while (at < end && isPathCode(codeAt(text, at))) at += 1;
  }
  return at;
}

function isPathCode(code: number): boolean {
  const kind = classOf(code);
  return kind === LETTER || kind === DIGIT || kind === JOINER;
}

/** The index after a URL's last character; `at` stands behind its `://`. */
export function endOfUrl(text: Uint16Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const code = codeAt(text, at);
    if (code === BRACKET_OPEN) {
      const after = endOfPlaceholder(text, at, end);
      if (after !== -1) {
        at = after;
        continue;
      }
    }
    if (code === PARENTHESIS_OPEN) {
      const after = endOfUrlParenthesis(text, at, end);
      if (after === -1) break;
      at = after;
      continue;
    }
    if (classOf(code) === SPACE || isUrlEnd(code)) break;
    at += 1;
  }
  // A full stop or comma behind a URL belongs to the sentence.
  while (at > start && isSentenceMark(codeAt(text, at - 1))) at -= 1;
  return at;
}

/**
 * `/wiki/Amsterdam_(city)`, `/img/a%20(1).zip`: the index after a part of a URL in parentheses; -1 where they are the
 * sentence's (`https://example.com/a(404)`).
 */
function endOfUrlParenthesis(text: Uint16Array, open: number, end: number): number {
  const limit = Math.min(end, open + 64);
  let close = open + 1;
  while (close < limit && classOf(codeAt(text, close)) !== SPACE && !isUrlEnd(codeAt(text, close))) close += 1;
  if (codeAt(text, close) !== PARENTHESIS_CLOSE) return -1;
  const next = codeAt(text, close + 1);
  const goesOn = next === DOT ? isAlphanumeric(codeAt(text, close + 2)) : isAlphanumeric(next) || next === SLASH;
  return goesOn || codeAt(text, open - 1) === UNDERSCORE ? close + 1 : -1;
}

/** `" ' ( ) < > [ ] { } | ` and the backtick. An opening `[` may still be an IPv6 host. */
function isUrlEnd(code: number): boolean {
  return (
    code === 34 ||
    code === 39 ||
    code === PARENTHESIS_OPEN ||
    code === PARENTHESIS_CLOSE ||
    code === 60 ||
    code === 62 ||
    code === BRACKET_CLOSE ||
    code === 123 ||
    code === 124 ||
    code === 125 ||
    code === 96
  );
}

function isSentenceMark(code: number): boolean {
  return code === 44 || code === 46 || code === 58 || code === 59 || code === 33 || code === 63;
}

/** The index of the quote that closes the one at `open`, or -1 when none does within a line's reasonable length. */
export function closingQuote(text: Uint16Array, open: number, end: number): number {
  const quote = codeAt(text, open);
  const limit = Math.min(end, open + 512);
  for (let at = open + 1; at < limit; at += 1) {
    const code = codeAt(text, at);
    if (code === 92) at += 1;
    else if (code === quote) return at;
  }
  return -1;
}
