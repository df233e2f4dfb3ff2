import type { Timeline } from '../../model/cluster.ts';

/**
 * Widths of a bucket in seconds. Each divides the next, so buckets can be put together later and the outcome is the
 * same as if they had been wide from the start.
 */
const WIDTHS = [1, 5, 15, 60, 300, 900, 3600, 21_600, 86_400] as const;
const MOST_BUCKETS = 512;
const MOST_CLOSED = 2 * MOST_BUCKETS;

/** Entries per bucket, at the smallest width at which no more than 512 buckets hold an entry (or at a day). */
export interface Histogram {
  widthSeconds: number;
  /** Start of the bucket in seconds since 1970 → entries. */
  buckets: Map<number, number>;
  /** The bucket counted in last, from its start to its end: logs come nearly in order. */
  openStart: number;
  openEnd: number;
  openCount: number;
  /** Start and count of buckets that were open before and are not in `buckets` yet. */
  readonly closed: number[];
}

export function emptyHistogram(): Histogram {
  return { widthSeconds: WIDTHS[0], buckets: new Map(), openStart: 0, openEnd: 0, openCount: 0, closed: [] };
}

/** Counts `count` entries at a time, in whole seconds since 1970. */
export function addToHistogram(histogram: Histogram, seconds: number, count: number): void {
  if (seconds < histogram.openStart || seconds >= histogram.openEnd) openBucket(histogram, seconds);
  histogram.openCount += count;
}

export function absorbHistogram(into: Histogram, from: Histogram): void {
  for (const [start, count] of bucketsOf(from)) addToHistogram(into, start, count);
  settle(into);
  if (from.widthSeconds > into.widthSeconds) widen(into, from.widthSeconds);
}

export function timelineOf(histogram: Histogram): Timeline {
  const buckets = [...bucketsOf(histogram)].sort(([a], [b]) => a - b);
  return { widthSeconds: histogram.widthSeconds, buckets };
}

/** The histogram that `timelineOf` gives this timeline of. */
export function histogramOf({ widthSeconds, buckets }: Timeline): Histogram {
  return { ...emptyHistogram(), widthSeconds, buckets: new Map(buckets) };
}

function bucketsOf(histogram: Histogram): ReadonlyMap<number, number> {
  settle(histogram);
  return histogram.buckets;
}

function openBucket(histogram: Histogram, seconds: number): void {
  if (histogram.openCount > 0) histogram.closed.push(histogram.openStart, histogram.openCount);
  histogram.openCount = 0;
  if (histogram.closed.length >= MOST_CLOSED) settle(histogram);
  histogram.openStart = startOf(seconds, histogram.widthSeconds);
  histogram.openEnd = histogram.openStart + histogram.widthSeconds;
}

/** Puts all that was counted into `buckets`, and makes those as wide as they have to be. */
function settle(histogram: Histogram): void {
  const { buckets, closed, openStart, openCount } = histogram;
  if (openCount > 0) closed.push(openStart, openCount);
  for (let at = 0; at < closed.length; at += 2) {
    const start = closed[at] ?? 0;
    buckets.set(start, (buckets.get(start) ?? 0) + (closed[at + 1] ?? 0));
  }
  closed.length = 0;
  histogram.openCount = 0;
  for (const wider of WIDTHS) {
    if (histogram.buckets.size <= MOST_BUCKETS) return;
    if (wider > histogram.widthSeconds) widen(histogram, wider);
  }
}

function startOf(seconds: number, widthSeconds: number): number {
  return Math.floor(seconds / widthSeconds) * widthSeconds;
}

function widen(histogram: Histogram, widthSeconds: number): void {
  const wide = new Map<number, number>();
  for (const [start, count] of histogram.buckets) {
    const wideStart = startOf(start, widthSeconds);
    wide.set(wideStart, (wide.get(wideStart) ?? 0) + count);
  }
  histogram.widthSeconds = widthSeconds;
  histogram.buckets = wide;
  histogram.openEnd = histogram.openStart;
}
