import type { BlockContent } from 'mdast';
import { chartOf } from '../draft/chart.ts';
import { fence } from '../draft/markdown.ts';
import type { Timeline } from '../model/cluster.ts';
import type { Run } from '../model/run.ts';

/** The clustered entries over time, as a chart that GitHub draws; nothing where there is no time to show. */
export function chartNodes(run: Run): BlockContent[] {
  const timeline = sumTimelines(run.clusters.map(({ cluster }) => cluster.facts.timeline));
  const span = spanOf(run);
  if (timeline.buckets.length === 0 || span === null) return [];
  return [fence('mermaid', chartOf(timeline, { title: 'Entries of all clusters', unit: 'entries', ...span }))];
}

/** The window; where everything happened in a small part of it (one bar, then), that part. */
function spanOf({ window, clusters }: Run): Run['window'] | null {
  const times = (pick: 'firstSeen' | 'lastSeen'): number[] =>
    clusters.map(({ cluster }) => Date.parse(cluster.facts[pick]));
  const first = Math.min(...times('firstSeen'));
  const last = Math.max(...times('lastSeen'));
  const length = Date.parse(window.until) - Date.parse(window.since);
  // Also false where one of them is no time.
  if (!(length > 0)) return null;
  const narrow = last > first && (last - first) * 24 < length;
  return narrow ? { since: new Date(first).toISOString(), until: new Date(last + 1_000).toISOString() } : window;
}

/** One timeline for several, in buckets of the widest. */
function sumTimelines(timelines: readonly Timeline[]): Timeline {
  const widthSeconds = Math.max(1, ...timelines.map((timeline) => timeline.widthSeconds));
  const sums = new Map<number, number>();
  for (const [start, count] of timelines.flatMap(({ buckets }) => buckets)) {
    const bucket = start - (start % widthSeconds);
    sums.set(bucket, (sums.get(bucket) ?? 0) + count);
  }
  return { widthSeconds, buckets: [...sums].sort(([a], [b]) => a - b) };
}
