import type { Timeline } from '../model/cluster.ts';

const HOUR = 3600;

/** The clock hour (UTC, seconds since 1970) with most entries, the earliest of equals; null when buckets are wider than an hour. */
export function busiestHour(timeline: Timeline): { start: number; count: number } | null {
  if (timeline.widthSeconds > HOUR || timeline.buckets.length === 0) return null;
  const hours = new Map<number, number>();
  for (const [start, count] of timeline.buckets) {
    const hour = start - (start % HOUR);
    hours.set(hour, (hours.get(hour) ?? 0) + count);
  }
  return [...hours]
    .map(([start, count]) => ({ start, count }))
    .reduce((best, next) =>
      next.count > best.count || (next.count === best.count && next.start < best.start) ? next : best,
    );
}
