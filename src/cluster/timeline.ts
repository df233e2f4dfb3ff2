import type { Timeline } from '../model/cluster.ts';

/**
 * Widths of a bucket in seconds. Each divides the next, so buckets can be put together later and the outcome is the
 * same as if they had been wide from the start.
 */
const WIDTHS = [1, 5, 15, 60, 300, 900, 3600, 21_600, 86_400] as const;
const MOST_BUCKETS = 512;

/** Entries per bucket, at the smallest width at which no more than 512 buckets hold an entry (or at a day). */
export interface Histogram {
  widthSeconds: number;
  /** Start of the bucket in seconds since 1970 → entries. */
  buckets: Map<number, number>;
}

export function emptyHistogram(): Histogram {
  return { widthSeconds: WIDTHS[0], buckets: new Map() };
}

/** Counts `count` entries at a time, in whole seconds since 1970. */
export function addToHistogram(histogram: Histogram, seconds: number, count: number): void {
  const start = Math.floor(seconds / histogram.widthSeconds) * histogram.widthSeconds;
  histogram.buckets.set(start, (histogram.buckets.get(start) ?? 0) + count);
  while (histogram.buckets.size > MOST_BUCKETS) {
    const wider = WIDTHS.find((width) => width > histogram.widthSeconds);
    if (wider === undefined) return;
    widen(histogram, wider);
  }
}

export function absorbHistogram(into: Histogram, from: Histogram): void {
  if (from.widthSeconds > into.widthSeconds) widen(into, from.widthSeconds);
  for (const [start, count] of from.buckets) addToHistogram(into, start, count);
}

export function timelineOf({ widthSeconds, buckets }: Histogram): Timeline {
  return { widthSeconds, buckets: [...buckets].sort(([a], [b]) => a - b) };
}

function widen(histogram: Histogram, widthSeconds: number): void {
  const narrow = histogram.buckets;
  histogram.widthSeconds = widthSeconds;
  histogram.buckets = new Map();
  for (const [start, count] of narrow) {
    const wide = Math.floor(start / widthSeconds) * widthSeconds;
    histogram.buckets.set(wide, (histogram.buckets.get(wide) ?? 0) + count);
  }
}
