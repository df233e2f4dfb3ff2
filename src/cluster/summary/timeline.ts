import type { Timeline } from '../../model/cluster.ts';

/**
 * Widths of a bucket in seconds. Each divides the next, so buckets can be put together later and the outcome is the
 * same as if they had been wide from the start.
 */
const WIDTHS = [1, 5, 15, 60, 300, 900, 3600, 21_600, 86_400] as const;
const MOST_BUCKETS = 512;
/** Numbers that there is room for at first; every pattern has some. */
const FIRST_LENGTH = 8;

const NO_PAIRS = new Float64Array(0);

/** Entries per bucket, at the smallest width at which no more than 512 buckets hold an entry (or at a day). */
export interface Histogram {
  widthSeconds: number;
  /** Start of the bucket in seconds since 1970, entries; by rising start. A table of numbers, since each pattern has one. */
  pairs: Float64Array;
  /** Numbers in `pairs` that are taken. */
  length: number;
  /** The bucket counted in last, from its start to its end: logs come nearly in order. It is not in `pairs` yet. */
  openStart: number;
  openEnd: number;
  openCount: number;
}

export function emptyHistogram(): Histogram {
  return { widthSeconds: WIDTHS[0], pairs: NO_PAIRS, length: 0, openStart: 0, openEnd: 0, openCount: 0 };
}

/** Counts `count` entries at a time, in whole seconds since 1970. */
export function addToHistogram(histogram: Histogram, seconds: number, count: number): void {
  if (seconds < histogram.openStart || seconds >= histogram.openEnd) openBucket(histogram, seconds);
  histogram.openCount += count;
}

export function absorbHistogram(into: Histogram, from: Histogram): void {
  closeBucket(into);
  closeBucket(from);
  const widthSeconds = Math.max(into.widthSeconds, from.widthSeconds);
  const merged = new Float64Array(into.length + from.length);
  let length = 0;
  for (let [mine, theirs] = [0, 0]; mine < into.length || theirs < from.length; ) {
    const isMine = theirs === from.length || (mine < into.length && startAt(into, mine) <= startAt(from, theirs));
    const [source, at] = isMine ? [into, mine] : [from, theirs];
    length = append(merged, length, startOf(startAt(source, at), widthSeconds), source.pairs[at + 1] ?? 0);
    if (isMine) mine += 2;
    else theirs += 2;
  }
  into.widthSeconds = widthSeconds;
  into.pairs = merged;
  into.length = length;
  into.openEnd = into.openStart;
  limit(into);
}

export function timelineOf(histogram: Histogram): Timeline {
  closeBucket(histogram);
  const { widthSeconds, pairs, length } = histogram;
  const buckets = Array.from({ length: length / 2 }, (_, at): [number, number] => [
    pairs[2 * at] ?? 0,
    pairs[2 * at + 1] ?? 0,
  ]);
  return { widthSeconds, buckets };
}

/** The histogram that `timelineOf` gives this timeline of. */
export function histogramOf({ widthSeconds, buckets }: Timeline): Histogram {
  const pairs = Float64Array.from(buckets.flat());
  return { ...emptyHistogram(), widthSeconds, pairs, length: pairs.length };
}

function openBucket(histogram: Histogram, seconds: number): void {
  closeBucket(histogram);
  histogram.openStart = startOf(seconds, histogram.widthSeconds);
  histogram.openEnd = histogram.openStart + histogram.widthSeconds;
}

/** Puts what was counted last among the others, and makes all as wide as they have to be. */
function closeBucket(histogram: Histogram): void {
  const { openStart, openCount } = histogram;
  if (openCount === 0) return;
  histogram.openCount = 0;
  const at = placeOf(histogram, openStart);
  if (at < histogram.length && startAt(histogram, at) === openStart) {
    histogram.pairs[at + 1] = (histogram.pairs[at + 1] ?? 0) + openCount;
    return;
  }
  if (histogram.length === histogram.pairs.length) makeRoom(histogram);
  const { pairs, length } = histogram;
  pairs.copyWithin(at + 2, at, length);
  pairs[at] = openStart;
  pairs[at + 1] = openCount;
  histogram.length = length + 2;
  limit(histogram);
}

/** Where the first bucket stands that does not begin before `start`; mostly one looks for the last, or what comes after it. */
function placeOf(histogram: Histogram, start: number): number {
  const { length } = histogram;
  if (length === 0 || startAt(histogram, length - 2) < start) return length;
  let [low, high] = [0, length / 2 - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startAt(histogram, 2 * middle) < start) low = middle + 1;
    else high = middle;
  }
  return 2 * low;
}

function makeRoom(histogram: Histogram): void {
  const larger = new Float64Array(Math.max(FIRST_LENGTH, 2 * histogram.pairs.length));
  larger.set(histogram.pairs);
  histogram.pairs = larger;
}

function limit(histogram: Histogram): void {
  for (const width of WIDTHS) {
    if (histogram.length <= 2 * MOST_BUCKETS) return;
    if (width > histogram.widthSeconds) widen(histogram, width);
  }
}

function widen(histogram: Histogram, widthSeconds: number): void {
  const { pairs, length } = histogram;
  let kept = 0;
  for (let at = 0; at < length; at += 2) {
    kept = append(pairs, kept, startOf(pairs[at] ?? 0, widthSeconds), pairs[at + 1] ?? 0);
  }
  histogram.widthSeconds = widthSeconds;
  histogram.length = kept;
  histogram.openEnd = histogram.openStart;
}

/** Adds a bucket behind the others, or to the last of them; returns how many numbers are taken. */
function append(pairs: Float64Array, length: number, start: number, count: number): number {
  const isNew = length === 0 || pairs[length - 2] !== start;
  const at = isNew ? length : length - 2;
  pairs[at] = start;
  pairs[at + 1] = count + (isNew ? 0 : (pairs[at + 1] ?? 0));
  return at + 2;
}

function startAt({ pairs }: Histogram, at: number): number {
  return pairs[at] ?? 0;
}

function startOf(seconds: number, widthSeconds: number): number {
  return Math.floor(seconds / widthSeconds) * widthSeconds;
}
