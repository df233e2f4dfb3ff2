const PER_SECOND = 1_000_000_000n;
const DAY_SECONDS = 86_400;
/** Seconds of 0001-01-01T00:00:00Z and of 10000-01-01T00:00:00Z: what a Cloud Logging timestamp can say. */
const FIRST_SECOND = daysFromCivil(1, 1, 1) * DAY_SECONDS;
const END_SECOND = daysFromCivil(10_000, 1, 1) * DAY_SECONDS;

/**
 * Nanoseconds since 1970 of an RFC 3339 timestamp in any zone, or one that ends in ` UTC`, or null where the text is none (also: no zone, no such
 * day, year 0). Digits beyond the ninth are cut. A leap second counts as the first of the next minute.
 *
 * Read by position, since this runs twice for every entry.
 */
export function parseTime(text: string): bigint | null {
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 2);
  const day = digitsAt(text, 8, 2);
  const hour = digitsAt(text, 11, 2);
  const minute = digitsAt(text, 14, 2);
  const second = digitsAt(text, 17, 2);
  if (text[4] !== '-' || text[7] !== '-' || !'Tt '.includes(text[10] ?? '-') || text[13] !== ':' || text[16] !== ':') {
    return null;
  }
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return null;

  const fraction = fractionAt(text, 19);
  const offset = zoneAt(text, fraction.end);
  if (offset === null || fraction.nanos < 0) return null;
  const seconds = daysFromCivil(year, month, day) * DAY_SECONDS + hour * 3600 + minute * 60 + second - offset;
  if (seconds < FIRST_SECOND || seconds >= END_SECOND) return null;
  return BigInt(seconds) * PER_SECOND + BigInt(fraction.nanos);
}

/** The number that `length` digits at `start` make, or -1. */
function digitsAt(text: string, start: number, length: number): number {
  let value = 0;
  for (let at = start; at < start + length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** `.123` → 123 million nanoseconds; without a dot 0, with a dot and no digit -1. */
function fractionAt(text: string, start: number): { nanos: number; end: number } {
  if (text[start] !== '.') return { nanos: 0, end: start };
  let nanos = 0;
  let unit = 100_000_000;
  let at = start + 1;
  for (; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) break;
    nanos += digit * unit;
    unit = Math.floor(unit / 10);
  }
  return { nanos: at === start + 1 ? -1 : nanos, end: at };
}

/** Seconds east of UTC of the zone that ends the text, or null where it does not. */
function zoneAt(text: string, start: number): number | null {
  const sign = text[start];
  if (sign === 'Z' || sign === 'z') return text.length === start + 1 ? 0 : null;
  // As BigQuery prints it: https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#timestamp_type
  if (sign === ' ' && text.length === start + 4 && text.endsWith('UTC')) return 0;
  if (sign !== '+' && sign !== '-') return null;
  const colon = text[start + 3] === ':' ? 1 : 0;
  const hours = digitsAt(text, start + 1, 2);
  const minutes = digitsAt(text, start + 3 + colon, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || text.length !== start + 5 + colon) return null;
  return (hours * 60 + minutes) * (sign === '-' ? -60 : 60);
}

/**
 * RFC 3339 in UTC, ending in `Z`, with 0, 3, 6 or 9 fractional digits, as many as are needed: the way protobuf's JSON
 * mapping, and so Cloud Logging, prints it (https://protobuf.dev/programming-guides/json/). `ns` is nanoseconds since 1970.
 */
export function formatTime(ns: bigint): string {
  const { seconds, nanos } = splitTime(ns);
  if (seconds < FIRST_SECOND || seconds >= END_SECOND) throw new RangeError(`not between the years 1 and 9999: ${ns}`);
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  if (nanos === 0) return `${whole}Z`;
  const digits = nanos.toString().padStart(9, '0');
  const needed = digits.endsWith('000000') ? 3 : digits.endsWith('000') ? 6 : 9;
  return `${whole}.${digits.slice(0, needed)}Z`;
}

/** Nanoseconds since 1970 in two numbers: whole seconds (rounded down), and nanoseconds of that second. */
export function splitTime(ns: bigint): { seconds: number; nanos: number } {
  const nanos = ((ns % PER_SECOND) + PER_SECOND) % PER_SECOND;
  return { seconds: Number((ns - nanos) / PER_SECOND), nanos: Number(nanos) };
}

/** Seconds and nanoseconds as nanoseconds since 1970. */
export function joinTime({ seconds, nanos }: { readonly seconds: number; readonly nanos: number }): bigint {
  return BigInt(seconds) * PER_SECOND + BigInt(nanos);
}

/** A timestamp that parses, as formatTime would write it; the text itself where it is written so already. */
export function inUtc(text: string | undefined, ns: bigint): string {
  return text !== undefined && FORMATTED.test(text) ? text : formatTime(ns);
}

const FORMATTED = /^\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\d(?:\.(?:\d{3}){0,2}(?!000Z)\d{3})?Z$/;

/** Days since 1970-01-01 in the Gregorian calendar; Date.UTC takes the years 0 to 99 for 1900 to 1999. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
