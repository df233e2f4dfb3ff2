import type { DistinctCount } from '../model/cluster.ts';

/** Numbers, times and lists in the words of everything that people read. English and UTC, whatever the machine speaks. */

const NUMBERS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** `1,234`; up to two decimals. */
export function formatNumber(value: number): string {
  return NUMBERS.format(value);
}

/** `1 file`, `2 files`. */
export function count(value: number, noun: string, plural = `${noun}s`): string {
  return `${formatNumber(value)} ${value === 1 ? noun : plural}`;
}

/** `once`, `1,234 times`. */
export function times(value: number): string {
  return value === 1 ? 'once' : `${formatNumber(value)} times`;
}

/** `3`, `at least 10,000`. */
export function formatDistinct(distinct: DistinctCount): string {
  return `${distinct.atLeast ? 'at least ' : ''}${formatNumber(distinct.count)}`;
}

/** `3 users`, `at least 10,000 users`. */
export function countDistinct(distinct: DistinctCount, noun: string): string {
  return `${formatDistinct(distinct)} ${distinct.count === 1 ? noun : `${noun}s`}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** `It was seen` from `it was seen`. */
export function capitalised(sentence: string): string {
  return `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}`;
}

/** `2025-09-12 09:14 UTC`. Takes RFC 3339 in any zone, as all of these do; what is no time stays as it is. */
export function formatMinute(time: string): string {
  return formatTimes(time, time, TO_MINUTE, '');
}

/** `2025-09-12 23:26:25 UTC`. */
export function formatInstant(time: string): string {
  return formatTimes(time, time, TO_SECOND, '');
}

/** `2025-09-12 09:20 to 23:26 UTC`; the day once where it is the same. */
export function formatMinutes(since: string, until: string): string {
  return formatTimes(since, until, TO_MINUTE, ' to ');
}

/** `2025-09-16 00:41:13 – 00:43:00 UTC`; the day once where it is the same. */
export function formatSpan(since: string, until: string): string {
  return formatTimes(since, until, TO_SECOND, ' – ');
}

/** Between two times, in seconds; null when one of them is none or they are in the wrong order. */
export function secondsBetween(from: string, to: string): number | null {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  return seconds >= 0 ? seconds : null;
}

/** `41 s`, `25 min`, `24 h`, `2 days`: rounded to two digits or so, for reading. */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return `${formatNumber(Math.round(seconds * 10) / 10)} s`;
  if (seconds < 300) return `${formatNumber(Math.round(seconds))} s`;
  if (seconds < 100 * 60) return `${formatNumber(Math.round(seconds / 60))} min`;
  if (seconds < 48 * 3600) return `${formatNumber(Math.round(seconds / 360) / 10)} h`;
  return `${formatNumber(Math.round(seconds / 8640) / 10)} days`;
}

/** How much of an ISO time is shown, in characters. */
const [TO_MINUTE, TO_SECOND] = [16, 19];

function formatTimes(since: string, until: string, length: number, between: string): string {
  const from = startOfIso(since, length);
  const to = startOfIso(until, length);
  if (from === null || to === null) return since === until ? since : `${since}${between}${until}`;
  if (from === to) return `${from} UTC`;
  return `${from}${between}${from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to} UTC`;
}

function startOfIso(time: string, length: number): string | null {
  const milliseconds = Date.parse(time);
  if (Number.isNaN(milliseconds)) return null;
  return new Date(milliseconds).toISOString().slice(0, length).replace('T', ' ');
}

/** The hour from a moment in seconds since 1970 on: `2025-09-12 22:41–23:41 UTC`. */
export function formatHour(start: number): string {
  const from = new Date(start * 1000);
  const to = new Date(start * 1000 + 3_600_000);
  if (Number.isNaN(from.getTime()) || Number.isNaN(to.getTime())) return 'unknown';
  return `${from.toISOString().slice(0, 10)} ${from.toISOString().slice(11, 16)}–${to.toISOString().slice(11, 16)} UTC`;
}
