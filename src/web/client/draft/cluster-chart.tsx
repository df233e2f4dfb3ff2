import type { ClusterView } from '../../views.ts';
import { BarChart } from '../parts/bar-chart.tsx';
import { shortRevision } from '../run/timeline.tsx';
import { count, time } from '../words.ts';

const MOST_BARS = 72;

/** The cluster's entries over the window, and the revisions that began in it. */
export function ClusterChart({ cluster }: { cluster: ClusterView }) {
  const { since, widthSeconds, counts } = bars(cluster);
  const { facts, deploys } = cluster;
  return (
    <BarChart
      since={since}
      widthSeconds={widthSeconds}
      series={[{ label: 'entries', color: `bar-${cluster.priority}`, counts }]}
      marks={deploys.map(({ at, revision }) => ({ at: Date.parse(at) / 1000, label: shortRevision(revision) }))}
      height={128}
      label={`${count(facts.count, 'entry', 'entries')} between ${time(facts.firstSeen)} and ${time(facts.lastSeen)} UTC. ${count(deploys.length, 'revision')} began in the window.`}
    />
  );
}

/** The timeline's buckets put together into at most so many bars over the window; none is cut in two. */
function bars({ facts, window }: Pick<ClusterView, 'facts' | 'window'>): {
  since: number;
  widthSeconds: number;
  counts: number[];
} {
  const { widthSeconds: bucket, buckets } = facts.timeline;
  const first = buckets[0]?.[0] ?? Infinity;
  const last = buckets.at(-1)?.[0] ?? -Infinity;
  const from = Math.min(first, Math.floor(Date.parse(window.since) / 1000));
  const until = Math.max(last + bucket, Math.ceil(Date.parse(window.until) / 1000));
  const widthSeconds = bucket * Math.max(1, Math.ceil((until - from) / bucket / MOST_BARS));
  // Buckets begin at multiples of their width.
  const since = Math.floor(from / widthSeconds) * widthSeconds;
  const counts = new Array<number>(Math.max(1, Math.ceil((until - since) / widthSeconds))).fill(0);
  for (const [at, entries] of buckets) {
    const bar = Math.floor((at - since) / widthSeconds);
    counts[bar] = (counts[bar] ?? 0) + entries;
  }
  return { since, widthSeconds, counts };
}
