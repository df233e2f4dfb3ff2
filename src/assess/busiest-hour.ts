import type { Cluster, Facts, Timeline } from '../model/cluster.ts';
import { SEVERITY_RANK } from '../model/severity.ts';
import { patternsThatCount } from './occurrences.ts';

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
 * How many occurrences at ERROR or above the cluster's busiest hour holds, at least: what severity an entry has is known
 * over the window only, so all others are taken to be in that hour. What left several entries counts once.
 */
export function errorsInBusiestHour(cluster: Cluster): number {
  const { facts, patterns } = cluster;
  const errors = patternsThatCount(cluster).reduce((sum, pattern) => sum + errorsOf(pattern.facts), 0);
  const whole = patterns.filter(({ kind }) => kind !== 'trace-line').map((pattern) => errorsInHourOf(pattern.facts));
  return Math.max(atLeast(facts.timeline, errors, facts.count - errors), ...whole);
}

function errorsInHourOf(facts: Facts): number {
  return atLeast(facts.timeline, errorsOf(facts), facts.count - errorsOf(facts));
}

function errorsOf({ severities }: Facts): number {
  return severities
    .filter(({ severity }) => SEVERITY_RANK[severity] >= SEVERITY_RANK.ERROR)
    .reduce((sum, { count }) => sum + count, 0);
}

function atLeast(timeline: Timeline, errors: number, others: number): number {
  return Math.min(errors, Math.max(0, (busiestHour(timeline)?.count ?? 0) - others));
}
