import { DIGITS, numberOfWords } from './numerals.ts';
import { FREE, inWords, plainQuantity, quantity, scaleOf, WORDS } from './quantity.ts';
import type { Reading } from './token.ts';

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

/** How durations and sizes are written. Every pattern is linear on any input. */
export const MEASURE_READINGS: readonly Reading[] = [
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
    // One day is a figure of speech.
    read: ([, words, unit]) => (numberOfWords(words ?? '') === 1 ? null : inWords(words, 'seconds', secondsIn(unit))),
  },
  {
    kind: 'duration',
    pattern: /(?<!\w)half an hour(?!\w)/gi,
    read: () => plainQuantity('seconds', 1800),
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

function secondsIn(unit: string | undefined): number {
  const name = unit ?? '';
  return SECONDS[name] ?? SECONDS[name.toLowerCase().replace(/s$/, '')] ?? 1;
}
