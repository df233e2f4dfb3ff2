import { parseTime } from '../collect/time.ts';
import type { Trend } from '../model/assessment.ts';
import type { Fingerprint } from '../model/cluster.ts';
import type { Run } from '../model/run.ts';

type Window = Run['window'];

/** How a cluster stands against the last run whose window ended before this one began; `previous` null = there is none. */
export function trendOf(fingerprint: Fingerprint, window: Window, previous: Run | null): Trend {
  if (!previous) return { kind: 'no-earlier-run' };
  const before = previous.clusters.find(({ cluster }) => cluster.fingerprint === fingerprint);
  if (!before) return { kind: 'first-seen', run: previous.id };
  return {
    kind: 'compared',
    run: previous.id,
    previousCount: before.cluster.facts.count,
    previousHours: hoursOf(previous.window),
    hours: hoursOf(window),
  };
}

/** A window that is to be an hour may begin or end some minutes off; of a shorter one, nobody saw what an hour brings. */
const LEAST_HOURS = 0.9;

/** Entries per hour before and now, as printed; null when a window is too short to speak of a rate. */
export function ratesOf(trend: Trend, count: number): { before: string; now: string } | null {
  if (trend.kind !== 'compared' || trend.previousHours < LEAST_HOURS || trend.hours < LEAST_HOURS) return null;
  return { before: printRate(trend.previousCount / trend.previousHours), now: printRate(count / trend.hours) };
}

function printRate(perHour: number): string {
  return perHour >= 10 ? String(Math.round(perHour)) : String(Number(perHour.toPrecision(2)));
}

function hoursOf(window: Window): number {
  const since = parseTime(window.since);
  const until = parseTime(window.until);
  if (since === null || until === null || until <= since) return 0;
  return Number((until - since) / 1_000_000n) / 3_600_000;
}
