import { SPACE } from './quantity.ts';
import type { Moment, Reading } from './token.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';

/** Minutes east of UTC. Where a name means several zones, the one that writes of software mean. */
const ZONES: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  BST: 60,
  CET: 60,
  WEST: 60,
  CEST: 120,
  EET: 120,
  EEST: 180,
  IST: 330,
  SGT: 480,
  JST: 540,
  AEST: 600,
  AEDT: 660,
  EDT: -240,
  EST: -300,
  CDT: -300,
  CST: -360,
  MDT: -360,
  MST: -420,
  PDT: -420,
  PST: -480,
};
/** A bare offset needs seconds, a T or a space before it: `09:14-10:00` is a range. */
const OFFSET = '(?<=\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?|T\\d\\d:\\d\\d|\\s)[+\\u2212-]\\d{2}:?\\d{2}(?!\\d)';
const ZONE = `(?:${OFFSET}|(?:UTC|GMT)[+\\u2212-]\\d{1,2}(?::?\\d{2})?(?!\\d)|(?:${Object.keys(ZONES).join('|')})(?!\\w))`;
/** Hour, minute, second, fraction, half of the day, zone. */
const CLOCK = `(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?(?:${SPACE}([ap])(?:m\\b|\\.m\\.))?(?:${SPACE}(${ZONE}))?`;
const HOUR = `(\\d{1,2})${SPACE}([ap])(?:m\\b|\\.m\\.)(?:${SPACE}(${ZONE}))?`;
const ORDINAL = '(?:st|nd|rd|th)?';
const THEN_CLOCK = `(?:(?:,?${SPACE}(?:at )?|T)${CLOCK})?`;
const FREE = '(?<![\\w:.,/-])';

/** How times are written, the longest first. Every pattern is linear on any input. */
export const TIME_READINGS: readonly Reading[] = [
  {
    kind: 'time',
    pattern: new RegExp(`(?<![\\w-])(\\d{4})-(\\d{2})-(\\d{2})(?!\\d)${THEN_CLOCK}`, 'gi'),
    read: ([, year, month, day, ...clock]) => moment(year, Number(month), day, clock),
  },
  {
    // 12 September 2025, 12th of Sep, 23:26
    kind: 'time',
    pattern: new RegExp(
      `${FREE}(\\d{1,2})${ORDINAL} (?:of )?(${MONTH})(?!\\w)(?:,? (\\d{4})(?!\\d))?${THEN_CLOCK}`,
      'gi',
    ),
    read: ([, day, month, year, ...clock]) => moment(year, monthOf(month), day, clock),
  },
  {
    // September 12, 2025 at 11:26 pm
    kind: 'time',
    pattern: new RegExp(`(?<!\\w)(${MONTH}) (\\d{1,2})${ORDINAL}(?![\\w:])(?:,? (\\d{4})(?!\\d))?${THEN_CLOCK}`, 'gi'),
    read: ([, month, day, year, ...clock]) => moment(year, monthOf(month), day, clock),
  },
  {
    kind: 'time',
    pattern: new RegExp(`(?<!\\w)(${MONTH}),? (\\d{4})(?![\\d:])`, 'gi'),
    read: ([, month, year]) => moment(year, monthOf(month), undefined, []),
  },
  {
    kind: 'time',
    pattern: new RegExp(`${FREE}T?${CLOCK}(?![\\d:])`, 'gi'),
    read: ([, ...clock]) => moment(undefined, null, undefined, clock),
  },
  {
    kind: 'time',
    pattern: new RegExp(`${FREE}${HOUR}`, 'gi'),
    read: ([, hour, half, zone]) => moment(undefined, null, undefined, [hour, undefined, undefined, '', half, zone]),
  },
  {
    // A year alone, where a word says that it is one.
    kind: 'time',
    pattern:
      /(?<=\b(?:in|since|until|before|after|by|of|during|from|year) )((?:19|20)\d{2})(?![\w.,:%-]*\d)(?! [a-z]+s\b)/gi,
    read: ([, year]) => moment(year, null, undefined, []),
  },
];

function moment(
  year: string | undefined,
  month: number | null,
  day: string | undefined,
  [hour, minute, second, fraction, half, zone]: readonly (string | undefined)[],
): Moment | null {
  const told = {
    year: part(year),
    month,
    day: part(day),
    hour: hour === undefined ? null : hourOf(Number(hour), half),
    minute: part(minute),
    second: part(second),
  };
  const within = (value: number | null, least: number, most: number) =>
    value === null || (value >= least && value <= most);
  const valid =
    within(told.month, 1, 12) &&
    within(told.day, 1, 31) &&
    within(told.hour, 0, 23) &&
    within(told.minute, 0, 59) &&
    within(told.second, 0, 60);
  return valid ? { is: 'moment', ...told, fraction: fraction ?? '', zone: zoneOf(zone) } : null;
}

function part(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}

function monthOf(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

function zoneOf(name: string | undefined): number | null {
  if (name === undefined) return null;
  const [, sign, hours, minutes] = /([+\u2212-])(\d{1,2}):?(\d{2})?/.exec(name) ?? [];
  if (sign === undefined) return ZONES[name.toUpperCase()] ?? 0;
  const east = Number(hours) * 60 + Number(minutes ?? 0);
  return sign === '+' ? east : -east;
}
