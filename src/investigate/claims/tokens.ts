import { MEASURE_READINGS } from './read-measures.ts';
import { MONEY_READINGS } from './read-money.ts';
import { NAME_READINGS, withoutPunctuation } from './read-names.ts';
import { countedBy, NUMBER_READINGS, SPLIT_READINGS } from './read-numbers.ts';
import { SHARE_READINGS } from './read-shares.ts';
import { TIME_READINGS } from './read-times.ts';
import type { Bound, Quantity, Reading, Token } from './token.ts';

/** What an earlier row takes is gone for the later ones, so that the digits of a time are no numbers. */
const READINGS: readonly Reading[] = [
  ...NAME_READINGS.filter(({ kind }) => kind === 'url' || kind === 'address'),
  ...SPLIT_READINGS,
  ...TIME_READINGS,
  ...MONEY_READINGS,
  ...NAME_READINGS.filter(({ kind }) => kind !== 'url' && kind !== 'address'),
  ...SHARE_READINGS,
  ...MEASURE_READINGS,
  ...NUMBER_READINGS,
];

/** Stands for what is taken already: no word, no space, no digit. */
const TAKEN = '\ufffc';

/** `first this; 2) that` counts nothing. */
const ENUMERATION = /(?<=(?:^|[;:,.]\s)\(?)\d{1,2}\)(?=\s)/g;

/** Everything in a text that can be checked, in its order. Linear in the text's length, whatever it holds. */
export function tokensIn(text: string): Token[] {
  const found: Token[] = [];
  const readable = withAsciiDigits(text);
  let rest = readable.replaceAll(ENUMERATION, (mark) => TAKEN.repeat(mark.length));
  for (const reading of READINGS) rest = take(rest, reading, found);
  found.sort((a, b) => a.at - b.at);
  return sayHowExact(readable, found);
}

function take(text: string, { kind, pattern, read }: Reading, found: Token[]): string {
  // Nearly always: matchAll makes a pattern of its own each time, which takes longer than to look.
  if (text.search(pattern) === -1) return text;
  const pieces: string[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const sense = read(match);
    if (sense === null) continue;
    const [whole] = match;
    const shown = kind === 'url' || kind === 'host' || kind === 'name' ? withoutPunctuation(whole) : whole.trimEnd();
    found.push({ kind, text: shown, at: match.index, sense, counted: null });
    pieces.push(text.slice(end, match.index), TAKEN.repeat(whole.length));
    end = match.index + whole.length;
  }
  return end === 0 ? text : pieces.join('') + text.slice(end);
}

/** Digits of other scripts count as digits. One for one, so that offsets hold. */
function withAsciiDigits(text: string): string {
  return text.replaceAll(/(?![0-9])\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    let zero = code;
    while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(code - zero).padEnd(digit.length, TAKEN);
  });
}

const BOUNDS_BEFORE: readonly (readonly [Bound, RegExp])[] = [
  ['at least', /(?:\bat least|\bno (?:fewer|less) than|\ba minimum of|[≥⩾])\s?$/i],
  ['at most', /(?:\bat most|\bup to|\bno more than|\ba maximum of|[≤⩽])\s?$/i],
  ['above', /(?:\b(?:more|greater|longer) than|\bover|\babove|\bin excess of|\bupwards? of|\bbeyond|>)\s?$/i],
  ['below', /(?:\b(?:less|fewer|shorter) than|\bunder|\bbelow|\bnearly|\balmost|\bjust short of|<)\s?$/i],
  [
    'about',
    /(?:\babout|\baround|\broughly|\bapproximately|\bapprox\.?|\bcirca|\bca\.|\bsome|\bclose to|[~≈])(?: (?:once )?every)?\s?$/i,
  ],
];
const BOUNDS_AFTER: readonly (readonly [Bound, RegExp])[] = [
  ['at least', /^(?:\+| or more\b| and more\b)/],
  ['at most', /^ (?:or (?:less|fewer)|at most)\b/],
  ['about', /^(?: or so\b|-odd\b| or thereabouts\b)/],
];
const LONGEST_BOUND = 20;
/** Between the two ends of a range. */
const RANGE = /^\s{0,2}(?:–|—|-|−|→|to|and|or|until|till|through)\s{0,2}$/;
const LONGEST_LINK = 12;

/** Bounds, nouns and ranges: what the words around a token say of it. */
function sayHowExact(text: string, tokens: readonly Token[]): Token[] {
  const told = tokens.map((token): Token => {
    const { sense, at } = token;
    const end = at + token.text.length;
    if (sense.is === 'vague') return { ...token, counted: countedBy(text, at, end) };
    if (sense.is !== 'quantity') return token;
    const bound = boundAround(text, at, end);
    const counts = sense.of === 'count' || sense.of === 'share' || sense.of === 'factor';
    return {
      ...token,
      sense: bound === null ? sense : { ...sense, bound },
      counted: counts ? countedBy(text, at, end) : null,
    };
  });
  // From the end, so that three in a row hand it on.
  for (let index = told.length - 2; index >= 0; index -= 1) {
    const [first, second] = [told[index], told[index + 1]];
    if (first === undefined || second === undefined) continue;
    const end = first.at + first.text.length;
    if (second.at - end > LONGEST_LINK || !RANGE.test(text.slice(end, second.at))) continue;
    told[index] = fromRange(first, second);
    told[index + 1] = toRange(first, second);
  }
  return told;
}

function boundAround(text: string, at: number, end: number): Bound | null {
  const before = text.slice(Math.max(0, at - LONGEST_BOUND), at);
  const after = text.slice(end, end + LONGEST_BOUND);
  const [bound] =
    BOUNDS_BEFORE.find(([, words]) => words.test(before)) ?? BOUNDS_AFTER.find(([, words]) => words.test(after)) ?? [];
  return bound ?? null;
}

/** `3–5 s`, `16:26 to 16:40 PDT`: the unit, zone and noun stand at the end for both. */
function fromRange(first: Token, second: Token): Token {
  const [a, b] = [first.sense, second.sense];
  if (a.is === 'moment' && b.is === 'moment' && a.zone === null) return { ...first, sense: { ...a, zone: b.zone } };
  if (a.is !== 'quantity' || b.is !== 'quantity') return first;
  const counted = first.counted ?? second.counted;
  if (!isBare(a) || b.of === 'line') return { ...first, counted };
  return { ...first, counted, sense: { ...a, of: b.of, unit: b.unit } };
}

/** `2025-09-12 09:14 to 10:02`: the day stands at the start for both. */
function toRange(first: Token, second: Token): Token {
  const [a, b] = [first.sense, second.sense];
  if (a.is !== 'moment' || b.is !== 'moment' || b.day !== null || b.month !== null || b.hour === null) return second;
  return { ...second, sense: { ...b, year: a.year, month: a.month, day: a.day } };
}

function isBare({ of, unit }: Quantity): boolean {
  return of === 'count' && unit === 1;
}
