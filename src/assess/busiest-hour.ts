import type { Cluster, Timeline } from '../model/cluster.ts';

const HOUR = 3600;

/**
 * The hour with most entries, the earliest of equals: `start` in seconds since 1970, on the border of a bucket, so a
 * little less than the true peak is possible. Null when buckets are wider than an hour.
 */
export function busiestHour({ widthSeconds, buckets }: Timeline): { start: number; count: number } | null {
  if (widthSeconds > HOUR) return null;
  let best: { start: number; count: number } | null = null;
  let end = 0;
  let count = 0;
  for (const [index, [start, entries]] of buckets.entries()) {
    while (end < buckets.length && (buckets[end]?.[0] ?? 0) < start + HOUR) {
      count += buckets[end]?.[1] ?? 0;
      end += 1;
    }
    if (best === null || count > best.count) best = { start, count };
    count -= entries;
    if (end <= index) end = index + 1;
  }
  return best;
}

/**
 * The hour in which the problem showed most often. Where its stack traces came line by line, a trace counts once and not
 * with every line: then it is the busiest hour of one of the other patterns.
 */
export function busiestHourOf({ facts, patterns }: Cluster): { start: number; count: number } | null {
  const whole = patterns.filter(({ kind }) => kind !== 'trace-line');
  if (whole.length === patterns.length || whole.length === 0) return busiestHour(facts.timeline);
  return whole
    .map((pattern) => busiestHour(pattern.facts.timeline))
    .reduce((best, hour) => (hour !== null && (best === null || hour.count > best.count) ? hour : best), null);
}
