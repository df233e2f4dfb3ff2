import { count, formatNumber } from '../draft/words.ts';
import type { DistinctCount } from '../model/cluster.ts';

/** Numbers, times and spans in the words of a worklog. Times are in UTC, to the second. */

/** `at least 10,000 users` */
export const countedDistinct = (distinct: DistinctCount, one: string): string =>
  `${distinct.atLeast ? 'at least ' : ''}${count(distinct.count, one)}`;

/** `2025-09-12 23:26:25 UTC`; what is no time stays as it is. */
export function formatInstant(time: string): string {
  const second = toSecond(time);
  return second === null ? time : `${second} UTC`;
}

/** `2025-09-12 23:01:43 – 23:26:25 UTC`, the day once where it is the same. */
export function formatSpan(from: string, to: string): string {
  const start = toSecond(from);
  const end = toSecond(to);
  if (start === null || end === null) return `${from} – ${to}`;
  if (start === end) return `${start} UTC`;
  return `${start} – ${start.slice(0, 10) === end.slice(0, 10) ? end.slice(11) : end} UTC`;
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

export const capitalised = (sentence: string): string => `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}`;

function toSecond(time: string): string | null {
  const milliseconds = Date.parse(time);
  if (Number.isNaN(milliseconds)) return null;
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}
