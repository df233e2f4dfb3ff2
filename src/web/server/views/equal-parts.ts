import type { Timeline } from '../../../model/cluster.ts';
import type { Run } from '../../../model/run.ts';

/** Each is a multiple of every bucket's width below it, so that bars put whole buckets together. In seconds. */
const WIDTHS = [1, 5, 15, 60, 300, 900, 3600, 21_600, 86_400] as const;

/** Begin and length of a window in seconds; at least one second, whatever it says. */
function spanOf({ since, until }: Run['window']): { since: number; length: number } {
  const begin = Math.floor(Date.parse(since) / 1000);
  const end = Math.ceil(Date.parse(until) / 1000);
  if (!Number.isFinite(begin)) return { since: 0, length: 1 };
  return { since: begin, length: Number.isFinite(end) ? Math.max(end - begin, 1) : 1 };
}

/**
 * Entries in equal parts of a window. Every entry is in exactly one part: that in which its bucket begins; what begins
 * before the window is in the first, what begins after it in the last.
 *
 * @param parts how many; no finer than the buckets are
 */
export function equalParts(timeline: Timeline, window: Run['window'], parts: number): number[] {
  const { since, length } = spanOf(window);
  return place(timeline, parts, (start) => Math.floor(((start - since) * parts) / length));
}

/** So many parts that none is finer than the widest bucket: a finer one would look empty though nobody knows. */
export function partsOf(timelines: readonly Timeline[], window: Run['window'], most: number): number {
  return Math.max(1, Math.min(most, Math.floor(spanOf(window).length / widest(timelines))));
}

/** A grid of bars over a window. */
export interface Grid {
  /** Seconds since 1970: a multiple of the width, at or before the begin of the window. */
  readonly since: number;
  readonly widthSeconds: number;
  readonly bars: number;
}

/** The finest grid of round widths that has at most so many bars and splits no bucket. */
export function gridOf(timelines: readonly Timeline[], window: Run['window'], most: number): Grid {
  const { since, length } = spanOf(window);
  const least = widest(timelines);
  const gridWith = (widthSeconds: number): Grid => {
    const from = Math.floor(since / widthSeconds) * widthSeconds;
    return { since: from, widthSeconds, bars: Math.max(1, Math.ceil((since + length - from) / widthSeconds)) };
  };
  for (const width of WIDTHS) {
    const grid = gridWith(width);
    if (width >= least && width % least === 0 && grid.bars <= most) return grid;
  }
  const day = 86_400;
  return gridWith(Math.ceil(Math.max(least, (length + day) / Math.max(most - 1, 1)) / day) * day);
}

/** Entries in the bars of a grid, none lost. */
export function countsIn(timeline: Timeline, { since, widthSeconds, bars }: Grid): number[] {
  return place(timeline, bars, (start) => Math.floor((start - since) / widthSeconds));
}

function place({ buckets }: Timeline, parts: number, partOf: (start: number) => number): number[] {
  const counts = Array.from({ length: parts }, () => 0);
  for (const [start, entries] of buckets) {
    const part = Math.min(parts - 1, Math.max(0, partOf(start)));
    counts[part] = (counts[part] ?? 0) + entries;
  }
  return counts;
}

function widest(timelines: readonly Timeline[]): number {
  return timelines.reduce((most, { widthSeconds }) => Math.max(most, widthSeconds), 1);
}
