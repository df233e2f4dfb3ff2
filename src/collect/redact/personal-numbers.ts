import { isDigitCode, isWordCode, type Span, startsToken, withoutOverlaps } from './spans.ts';

/** Lengths by country, from the IBAN registry (https://www.swift.com/standards/data-standards/iban-international-bank-account-number). */
const IBAN_LENGTHS: ReadonlyMap<string, number> = new Map(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22
   GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22
   MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29
   VA22 VG24 XK20`
    .split(/\s+/)
    .map((each) => [each.slice(0, 2), Number(each.slice(2))]),
);
/** These could begin a number in hex; what follows is digits alone. */
const ALL_DIGITS = new Set(['AE', 'BA', 'BE', 'DE', 'EE']);

/** What a card's number starts with: Visa, Mastercard, American Express, Diners Club, Discover, JCB, UnionPay. */
const ISSUERS =
  /^(?:4|5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|3[47]|30[0-5]|3[68]|6011|64[4-9]|65|352[89]|35[3-8]|62)/;

/** The first two characters of cards' numbers and IBANs. */
export const NUMBER_STARTS: readonly string[] = [
  ...Array.from({ length: 10 }, (_, digit) => `4${digit}`),
  ...['51', '52', '53', '54', '55', '22', '23', '24', '25', '26', '27', '30', '34', '35', '36', '37', '38'],
  ...['60', '62', '64', '65'],
  ...IBAN_LENGTHS.keys(),
];

/** Whether what starts at `at` goes on long enough for a card's number, or like an IBAN: of most numbers, it does not. */
export function startsNumber(text: string, at: number): boolean {
  if (!isDigitCode(text.charCodeAt(at))) {
    return isDigitCode(text.charCodeAt(at + 2)) && isDigitCode(text.charCodeAt(at + 3));
  }
  let digits = 0;
  for (let i = at; digits < 13; i += 1) {
    const code = text.charCodeAt(i);
    if (isDigitCode(code)) digits += 1;
    else if ((code !== 0x20 && code !== 0x2d) || !isDigitCode(text.charCodeAt(i - 1))) return false;
  }
  return true;
}

/** Whether the `+` at `at` may begin a telephone number: a country, and a gap behind it. */
export function startsPhone(text: string, at: number): boolean {
  const first = text.charCodeAt(at + 1);
  if (first === 0x30 || !isDigitCode(first)) return false;
  let gap = at + 2;
  while (gap < at + 4 && isDigitCode(text.charCodeAt(gap))) gap += 1;
  return text[gap] === ' ' || text[gap] === '-';
}

/** Whether the dash at `at` may be the first of `078-05-1120`. */
export function isLikeSocialSecurity(text: string, at: number): boolean {
  if (text[at + 3] !== '-') return false;
  for (const digit of [-3, -2, -1, 1, 2, 4, 5, 6, 7]) if (!isDigitCode(text.charCodeAt(at + digit))) return false;
  return true;
}

/** Numbers of people: payment cards, IBANs, US social security numbers, telephones. All but the last two prove themselves. */
export function findPersonalNumbers(text: string): Span[] {
  return withoutOverlaps([...findCards(text), ...findIbans(text), ...findSocialSecurity(text), ...findPhones(text)]);
}

const CARD = /\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5}|\d{13,19}/g;
/** What stands before a number that only looks like a card's. */
const NAMES_AN_ID =
  /(?:id|ids|uuid|trace|span|block|instance|time|stamp|ts|seq|offset|nonce|hash)["']?[ \t]{0,2}[:=#]?[ \t"']{0,3}$/i;
const NAMES_A_CARD = /(?:card|visa|mastercard|amex|\bpan|\bcc)\b.{0,16}$/i;

function findCards(text: string): Span[] {
  const spans: Span[] = [];
  CARD.lastIndex = 0;
  for (let match = CARD.exec(text); match !== null; match = CARD.exec(text)) {
    const [value] = match;
    const start = match.index;
    const end = start + value.length;
    const digits = value.replace(/[ -]/g, '');
    const grouped = digits !== value;
    if (standsAlone(text, start, end) && isCard(digits) && (grouped || isTakenForCard(digits, text, start))) {
      spans.push({ start, end, kind: 'card', value: digits });
    } else if (grouped) CARD.lastIndex = start + 5;
  }
  return spans;
}

/** No part of a longer word, of a fraction, of a path. */
function standsAlone(text: string, start: number, end: number): boolean {
  if (!startsToken(text, start) || isWordCode(text.charCodeAt(end))) return false;
  if (start > 0 && '-./#+'.includes(text.charAt(start - 1))) return false;
  return !('-./'.includes(text[end] ?? ' ') && isWordCode(text.charCodeAt(end + 1)));
}

/** Of the numbers that are not set in groups, one in ten passes the checksum by chance. */
function isTakenForCard(digits: string, text: string, start: number): boolean {
  const lead = text.slice(Math.max(0, start - 32), start);
  if (NAMES_A_CARD.test(lead)) return true;
  return (digits.length === 16 || /^3[47].{13}$/.test(digits)) && !NAMES_AN_ID.test(lead);
}

/** Known issuer, and the checksum of ISO/IEC 7812 (Luhn). */
function isCard(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19 || !ISSUERS.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

const IBAN_START = /[A-Z]{2}\d\d/g;

/** In one piece or in groups of four, with a valid checksum (ISO 13616). */
function findIbans(text: string): Span[] {
  const spans: Span[] = [];
  IBAN_START.lastIndex = 0;
  for (let match = IBAN_START.exec(text); match !== null; match = IBAN_START.exec(text)) {
    const length = IBAN_LENGTHS.get(match[0].slice(0, 2));
    if (length === undefined || !startsToken(text, match.index)) continue;
    const grouped = text[IBAN_START.lastIndex] === ' ';
    const end = match.index + length + (grouped ? Math.floor((length - 1) / 4) : 0);
    const written = text.slice(match.index, end);
    const value = grouped ? written.replace(/(.{4}) /g, '$1') : written;
    if (value.length === length && !isWordCode(text.charCodeAt(end)) && isIban(value)) {
      spans.push({ start: match.index, end, kind: 'iban', value });
      IBAN_START.lastIndex = end;
    }
  }
  return spans;
}

function isIban(value: string): boolean {
  if (!/^[A-Z0-9]+$/.test(value) || (ALL_DIGITS.has(value.slice(0, 2)) && !/^..\d+$/.test(value))) return false;
  let rest = 0;
  for (const character of value.slice(4) + value.slice(0, 4)) {
    const number = parseInt(character, 36);
    rest = (rest * (number > 9 ? 100 : 10) + number) % 97;
  }
  return rest === 1;
}

const SOCIAL_SECURITY = /\d{3}-\d\d-\d{4}/g;
const NAMES_SOCIAL_SECURITY = /(?:\b|_)(?:ssn|social)/i;

/** `078-05-1120`, where the words beside it say so. */
function findSocialSecurity(text: string): Span[] {
  return Array.from(text.matchAll(SOCIAL_SECURITY), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    kind: 'ssn',
    value: match[0],
  })).filter(
    ({ start, end }) =>
      standsAlone(text, start, end) && NAMES_SOCIAL_SECURITY.test(text.slice(Math.max(0, start - 32), end + 16)),
  );
}

const PHONE = /\+[1-9]\d{0,2}[ -](?:\(\d{1,4}\)[ -]?)?\d{1,5}(?:[ -]\d{2,8}){1,4}/g;
/** `+12 345 678 901` is a sum of something; `+1 2026-01-10` a zone and a date. */
const NO_PHONE = /^\+\d{1,3}(?: \d{3})+$|\d{4}-\d\d-\d\d/;

/** E.164 with separators, as in `+49 170 1234567`. */
function findPhones(text: string): Span[] {
  return Array.from(text.matchAll(PHONE), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    kind: 'phone',
    value: match[0].replace(/[^\d+]/g, ''),
  })).filter(({ start, end, value }) => {
    if (value.length < 10 || value.length > 16 || NO_PHONE.test(text.slice(start, end))) return false;
    return !isWordCode(text.charCodeAt(start - 1)) && !isWordCode(text.charCodeAt(end));
  });
}
