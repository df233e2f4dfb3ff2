import type { Facts, Timeline } from '../model/cluster.ts';
import type { Run } from '../model/run.ts';
import { START_MARK } from './revision-starts.ts';

/** Each is a multiple of every timeline width below it, so buckets are put together and never split. In seconds. */
const WIDTHS = [
  1, 5, 15, 30, 60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600,
  2_419_200,
] as const;
const MOST_BARS = 24;
/** GitHub draws 700 pixels and lets labels overlap: so many characters fit beside each other. */
const MOST_LABEL_CHARACTERS = 80;

export interface ChartOptions {
  /** What is counted, for example `container exits`; the width of a bar and the zone are added. */
  readonly title: string;
  /** Label of the y axis. */
  readonly unit: string;
  /** RFC 3339; wider where the timeline begins earlier or ends later, so that no entry is left out. */
  readonly since: string;
  readonly until: string;
  /** RFC 3339; the bars in which these lie are marked. */
  readonly marks?: readonly string[];
}

/**
 * What a chart covers: the window; where everything happened in a small part of it (one bar, then), that part. Null
 * where there is no time to show.
 */
export function chartSpan(
  window: Run['window'],
  seen: readonly Pick<Facts, 'firstSeen' | 'lastSeen'>[],
): Run['window'] | null {
  const length = Date.parse(window.until) - Date.parse(window.since);
  // Also false where one of them is no time.
  if (!(length > 0)) return null;
  const first = Math.min(...seen.map(({ firstSeen }) => Date.parse(firstSeen)));
  const last = Math.max(...seen.map(({ lastSeen }) => Date.parse(lastSeen)));
  const isNarrow = last > first && (last - first) * 24 < length;
  return isNarrow ? { since: new Date(first).toISOString(), until: new Date(last + 1_000).toISOString() } : window;
}

/** One timeline for several, in buckets of the widest. */
export function mergeTimelines(timelines: readonly Timeline[]): Timeline {
  const widthSeconds = Math.max(1, ...timelines.map((timeline) => timeline.widthSeconds));
  const sums = new Map<number, number>();
  for (const [start, entries] of timelines.flatMap(({ buckets }) => buckets)) {
    const bucket = Math.floor(start / widthSeconds) * widthSeconds;
    sums.set(bucket, (sums.get(bucket) ?? 0) + entries);
  }
  return { widthSeconds, buckets: [...sums].sort(([a], [b]) => a - b) };
}

interface Bars {
  readonly width: number;
  readonly starts: readonly number[];
  readonly labels: readonly string[];
  readonly counts: readonly number[];
}

/**
 * A bar chart in Mermaid that GitHub renders: empty buckets are zero, and the bars add up to the timeline's count.
 * https://mermaid.js.org/syntax/xyChart.html
 */
export function chartOf(timeline: Timeline, options: ChartOptions): string {
  const { width, starts, labels, counts } = barsOf(timeline, options);
  const marked = markLabels(labels, starts, width, options.marks ?? []);
  const from = new Date((starts[0] ?? 0) * 1000).toISOString().slice(0, 16).replace('T', ' ');
  return [
    // GitHub's own bars are too pale to see.
    "%%{init: {'themeVariables': {'xyChart': {'plotColorPalette': '#d1242f'}}}}%%",
    'xychart-beta',
    `  title "${plain(options.title)} per ${formatWidth(width)}, from ${from} UTC"`,
    `  x-axis [${marked.map((label) => `"${label}"`).join(', ')}]`,
    `  y-axis "${plain(options.unit)}" 0 --> ${Math.max(1, ...counts)}`,
    `  bar [${counts.join(', ')}]`,
  ].join('\n');
}

function markLabels(
  labels: readonly string[],
  starts: readonly number[],
  width: number,
  marks: readonly string[],
): string[] {
  const bars = new Set(marks.map((time) => Math.floor((seconds(time) - (starts[0] ?? 0)) / width)));
  return labels.map((label, index) => (bars.has(index) ? `${label} ${START_MARK}` : label));
}

function barsOf(timeline: Timeline, options: ChartOptions): Bars {
  const buckets = timeline.buckets;
  const first = Math.min(seconds(options.since), buckets.at(0)?.[0] ?? Number.POSITIVE_INFINITY);
  // `until` is exclusive: a window that ends at 13:00 has no bar that begins there.
  const last = Math.max(seconds(options.until) - 1, buckets.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY, first);
  let width = Math.max(timeline.widthSeconds, 1);
  for (const candidate of widthsFrom(timeline.widthSeconds)) {
    width = candidate;
    if (last - first > MOST_BARS * width) continue;
    const starts = startsOf(first, last, width);
    const labels = labelsOf(starts, width);
    const fits = starts.length <= MOST_BARS && labels.join('').length <= MOST_LABEL_CHARACTERS;
    if (fits) return { width, starts, labels, counts: countsOf(buckets, starts, width) };
  }
  const starts = startsOf(first, last, width);
  return { width, starts, labels: labelsOf(starts, width), counts: countsOf(buckets, starts, width) };
}

/** Widths that whole buckets fill, without end: after a month they double. */
function* widthsFrom(least: number): Generator<number> {
  for (const width of WIDTHS) if (width >= least && width % least === 0) yield width;
  const month = WIDTHS.at(-1) ?? least;
  for (let width = 2 * Math.ceil(month / least) * least; Number.isSafeInteger(width); width *= 2) yield width;
}

function startsOf(first: number, last: number, width: number): number[] {
  const from = Math.floor(first / width);
  return Array.from({ length: Math.floor(last / width) - from + 1 }, (_, index) => (from + index) * width);
}

function countsOf(buckets: Timeline['buckets'], starts: readonly number[], width: number): number[] {
  const first = starts[0] ?? 0;
  const counts = starts.map(() => 0);
  for (const [start, count] of buckets) {
    const index = Math.min(counts.length - 1, Math.max(0, Math.floor((start - first) / width)));
    counts[index] = (counts[index] ?? 0) + count;
  }
  return counts;
}

type Form = (time: string) => string;

/** From short to long, over `2025-09-12 22:15:30`. */
const SECOND_FORMS: readonly Form[] = [(time) => time.slice(14), (time) => time.slice(11), (time) => time.slice(8)];
const MINUTE_FORMS: readonly Form[] = [(time) => time.slice(11, 16), (time) => time.slice(8, 16)];
const HOUR_FORMS: readonly Form[] = [(time) => time.slice(11, 16), (time) => `${time.slice(8, 13)}h`];
const DAY_FORMS: readonly Form[] = [(time) => time.slice(5, 10)];

/** All labels in the shortest form that tells them apart: two bars of one label would be drawn in one place. */
function labelsOf(starts: readonly number[], width: number): string[] {
  const forms = width < 60 ? SECOND_FORMS : width < 3600 ? MINUTE_FORMS : width < 86_400 ? HOUR_FORMS : DAY_FORMS;
  const times = starts.map((start) => new Date(start * 1000).toISOString().slice(0, 19).replace('T', ' '));
  for (const form of forms) {
    const labels = times.map(form);
    if (new Set(labels).size === labels.length) return labels;
  }
  return times;
}

function formatWidth(width: number): string {
  for (const [unit, name] of [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
  ] as const) {
    if (width % unit === 0) return width === unit ? name : `${width / unit} ${name}s`;
  }
  return width === 1 ? 'second' : `${width} s`;
}

/** Mermaid has no escape inside a string. */
function plain(value: string): string {
  return value
    .replace(/[^\p{L}\p{N} .,:()/%-]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80);
}

function seconds(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}
