import { DIGITS, NUMBER_WORD, numberOf, numberOfWords, SCALES } from './numerals.ts';
import type { Bound, Dimension, Quantity, Reading } from './token.ts';

const SPACE = '[ \\u00a0\\u202f]?';
const FREE = '(?<![\\w.])(?<!\\p{L}-)';
const WORDS = `(?:(?:half )?an? )?(?:(?:${NUMBER_WORD})(?:[ -]and)?[ -]){0,8}(?:${NUMBER_WORD})`;
/** A scale behind digits: `1.2k`, `3 million`. */
const SCALE = `(?:(k|m|b|mn|bn)(?!\\w)|${SPACE}(thousand|million|billion)(?!\\w))`;

const SCALE_LETTERS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, mn: 1e6, b: 1e9, bn: 1e9 };
const CURRENCIES: Readonly<Record<string, string>> = {
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  us$: 'USD',
  usd: 'USD',
  dollar: 'USD',
  buck: 'USD',
  eur: 'EUR',
  euro: 'EUR',
  gbp: 'GBP',
  pound: 'GBP',
  jpy: 'JPY',
  yen: 'JPY',
  chf: 'CHF',
  cent: 'cent',
  // Told without a currency: what a year or a month brings in.
  arr: 'any',
  mrr: 'any',
};
const CURRENCY_WORD = '(USD|EUR|GBP|JPY|CHF|dollars?|bucks|euros?|pounds|yen|cents|ARR|MRR)(?!\\w)';

const SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  nanosecond: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  microsecond: 1e-6,
  ms: 1e-3,
  msec: 1e-3,
  millisecond: 1e-3,
  s: 1,
  sec: 1,
  second: 1,
  m: 60,
  min: 60,
  minute: 60,
  h: 3600,
  hr: 3600,
  hour: 3600,
  d: 86_400,
  day: 86_400,
  w: 604_800,
  week: 604_800,
};
const TIME_UNIT =
  '(ns|nanoseconds?|[uµ]s|microseconds?|ms|msecs?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)(?![\\w/])';
const TIME_WORD = '(milliseconds?|secs?|seconds?|mins?|minutes?|hours?|days?|weeks?)(?!\\w)';

const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  byte: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  kilobyte: 1e3,
  megabyte: 1e6,
  gigabyte: 1e9,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
};

const FACTORS: Readonly<Record<string, number>> = {
  doubl: 2,
  twofold: 2,
  'twice as': 2,
  tripl: 3,
  threefold: 3,
  quadrupl: 4,
  fourfold: 4,
  fivefold: 5,
  tenfold: 10,
  hundredfold: 100,
  halv: 0.5,
};

/** Parts of a whole in words, as shares. */
const PARTS: Readonly<Record<string, number>> = {
  half: 1 / 2,
  third: 1 / 3,
  quarter: 1 / 4,
  fifth: 1 / 5,
  tenth: 1 / 10,
};

/** How numbers with a meaning of their own are written, money first. Every pattern is linear on any input. */
export const QUANTITY_READINGS: readonly Reading[] = [
  {
    kind: 'money',
    pattern: new RegExp(`(US\\$|[$€£¥])${SPACE}(${DIGITS})${SCALE}?`, 'gi'),
    read: ([, sign, digits, letter, word]) => money(sign, digits, letter ?? word),
  },
  {
    kind: 'money',
    pattern: new RegExp(`(?<!\\w)(USD|EUR|GBP|JPY|CHF) (${DIGITS})${SCALE}?`, 'gi'),
    read: ([, name, digits, letter, word]) => money(name, digits, letter ?? word),
  },
  {
    kind: 'money',
    pattern: new RegExp(`${FREE}(${DIGITS})${SCALE}?${SPACE}(?:€|(?:US )?${CURRENCY_WORD})`, 'giu'),
    read: ([, digits, letter, word, name]) => money(name ?? '€', digits, letter ?? word),
  },
  {
    kind: 'money',
    pattern: new RegExp(`(?<![\\w-])(${WORDS}) (?:US )?${CURRENCY_WORD}`, 'gi'),
    read: ([, words, name]) => inWords(words, `money ${currencyOf(name)}`, 1),
  },
  {
    kind: 'share',
    pattern: /(?<![\w.])(\d{1,3}),(\d{1,2}) ?%/g,
    read: ([, whole, tenths]) => quantity('share', `${whole}.${tenths}`, 0.01),
  },
  {
    kind: 'share',
    pattern: new RegExp(`(?<![\\w.])(${DIGITS})(?:${SPACE}%|[ -](?:percent|per cent|pct)(?!\\w))`, 'gi'),
    read: ([, digits]) => quantity('share', digits, 0.01),
  },
  {
    kind: 'share',
    pattern: new RegExp(`(?<![\\w-])(${WORDS}) (?:percent|per cent)(?!\\w)`, 'gi'),
    read: ([, words]) => inWords(words, 'share', 0.01),
  },
  {
    kind: 'share',
    pattern: /(?<![\w-])(?:(an?|one|two|three|four|nine|\d)[ -])?(half|third|quarter|fifth|tenth)s?(?: of| the)(?= )/gi,
    read: ([, count = 'one', part = '']) =>
      partOf(/^an?$/i.test(count) ? 1 : (numberOfWords(count) ?? Number(count)), part),
  },
  {
    kind: 'share',
    pattern:
      /(?<![\w.-])(\d{1,4}|one|two|three|four|five|six|seven|eight|nine) (?:in|out of)(?: every)? (\d{1,5}|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)(?![\w.:/-])(?= (?:users|customers|people|requests|calls|responses|visitors|logins|checkouts|orders))/gi,
    read: ([, some = '', all = '']) => ratio(numberOfWords(some) ?? Number(some), numberOfWords(all) ?? Number(all)),
  },
  {
    kind: 'factor',
    pattern:
      /(?<![\w.])(\d{1,6}(?:\.\d{1,3})?) ?(?:x(?!\w)|×(?! ?\d)|-?fold(?!\w)|[ -]times (?:as|more|the|higher|slower|faster)(?!\w))/gi,
    read: ([, digits]) => quantity('factor', digits, 1),
  },
  {
    kind: 'factor',
    pattern: /(?<![\w.])[×x](\d{1,6}(?:\.\d{1,3})?)(?!\w|\.\d)/gi,
    read: ([, digits]) => quantity('factor', digits, 1),
  },
  {
    kind: 'factor',
    pattern:
      /(?<!\w)(?:(doubl|tripl|quadrupl|halv)(?:ed|ing|es)|(twofold|threefold|fourfold|fivefold|tenfold|hundredfold|twice as))(?!\w)/gi,
    read: ([, stem, word]) => plain('factor', FACTORS[(stem ?? word ?? '').toLowerCase()] ?? 0),
  },
  {
    // Five million of people, not five minutes.
    kind: 'number',
    pattern: new RegExp(
      `${FREE}(${DIGITS})(m)(?= (?:[a-z]{1,20} )?(?:users|customers|people|requests|calls|entries|events)(?!\\w))`,
      'giu',
    ),
    read: ([, digits, letter]) => quantity('count', digits, scaleOf(letter)),
  },
  {
    // 1h30m, 1 min 41 s, 2 hours and 5 minutes
    kind: 'duration',
    pattern: new RegExp(
      `${FREE}(\\d{1,6}) ?(h|hrs?|hours?|m|mins?|minutes?|days?|d)(?:,? and |, | )?(\\d{1,6}(?:\\.\\d{1,9})?) ?(h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)(?![\\w/])`,
      'giu',
    ),
    read: ([, first, of, second = '', unit]) =>
      quantity('seconds', String(Number(first) * (secondsIn(of) / secondsIn(unit)) + Number(second)), secondsIn(unit)),
  },
  {
    kind: 'duration',
    // Not the 500s, which are answers, nor the 1990s.
    pattern: new RegExp(`${FREE}(?!(?:[1-5]\\d\\d|\\d{3}0)s(?!\\w))(${DIGITS})[ \\u00a0\\u202f-]?${TIME_UNIT}`, 'gu'),
    read: ([, digits, unit]) => quantity('seconds', digits, secondsIn(unit)),
  },
  {
    kind: 'duration',
    pattern: new RegExp(`(?<![\\w-])(${WORDS})[ -]${TIME_WORD}`, 'gi'),
    read: ([, words, unit]) => inWords(words, 'seconds', secondsIn(unit)),
  },
  {
    kind: 'duration',
    pattern: /(?<!\w)half an hour(?!\w)/gi,
    read: () => plain('seconds', 1800),
  },
  {
    kind: 'size',
    pattern: new RegExp(
      `${FREE}(${DIGITS})[ \\u00a0\\u202f-]?(B|[kKMGT]B|[KMGT]iB|[KMGT]i|bytes?|kilobytes?|megabytes?|gigabytes?)(?!\\w)`,
      'gu',
    ),
    read: ([, digits, unit = '']) => quantity('bytes', digits, BYTES[unit] ?? BYTES[unit.replace(/s$/, '')] ?? 1),
  },
];

/** A number in the dimension, so many of its own units for one that is printed. */
export function quantity(of: Dimension, digits: string | undefined, unit: number, bound: Bound = 'exactly'): Quantity {
  return { is: 'quantity', of, ...numberOf(digits ?? ''), unit, bound };
}

/** A number that words make, or null where they make none. */
export function inWords(words: string | undefined, of: Dimension, unit: number): Quantity | null {
  const printed = numberOfWords(words ?? '');
  return printed === null ? null : { ...plain(of, printed), unit };
}

/** What a scale behind digits multiplies with: 1000 for `k`. */
export function scaleOf(scale: string | undefined): number {
  const name = (scale ?? '').toLowerCase();
  return SCALE_LETTERS[name] ?? SCALES[name] ?? 1;
}

function plain(of: Dimension, printed: number): Quantity {
  return { is: 'quantity', of, printed, unit: 1, places: 0, bound: 'exactly' };
}

function money(name: string | undefined, digits: string | undefined, scale: string | undefined): Quantity {
  return quantity(`money ${currencyOf(name)}`, digits, scaleOf(scale));
}

function currencyOf(name: string | undefined): string {
  const lower = (name ?? '').toLowerCase();
  return CURRENCIES[lower] ?? CURRENCIES[lower.replace(/s$/, '')] ?? lower;
}

function partOf(count: number, part: string): Quantity | null {
  return ratio(count, 1 / (PARTS[part.toLowerCase()] ?? 1));
}

/** Some of all, as a share told in whole percent. */
function ratio(some: number, all: number): Quantity | null {
  if (!(all > 0) || some > all) return null;
  return {
    is: 'quantity',
    of: 'share',
    printed: Math.round((some / all) * 100),
    unit: 0.01,
    places: 0,
    bound: 'about',
  };
}

function secondsIn(unit: string | undefined): number {
  const name = unit ?? '';
  return SECONDS[name] ?? SECONDS[name.toLowerCase().replace(/s$/, '')] ?? 1;
}
