import type { WindowTimeline } from '../../views.ts';
import { BarChart } from '../parts/bar-chart.tsx';
import { PRIORITIES } from '../sift.ts';
import { count, time } from '../words.ts';

/** All entries of the run's clusters over its window, by priority, with the revisions that began in it. */
export function Timeline({ timeline, height }: { timeline: WindowTimeline; height: number }) {
  const { counts, deploys, widthSeconds } = timeline;
  const since = Date.parse(timeline.since) / 1000;
  const totals = (counts.P0 ?? []).map((_, index) =>
    PRIORITIES.reduce((sum, priority) => sum + (counts[priority][index] ?? 0), 0),
  );
  const most = totals.reduce((best, total, index) => (total > (totals[best] ?? 0) ? index : best), 0);
  const label =
    `Entries over the window. Most in one bar: ${count(totals[most] ?? 0, 'entry', 'entries')} from ` +
    `${time((since + most * widthSeconds) * 1000)} UTC. ${count(deploys.length, 'revision')} began.`;
  return (
    <BarChart
      since={since}
      widthSeconds={widthSeconds}
      series={PRIORITIES.filter((priority) => counts[priority].some((many) => many > 0)).map((priority) => ({
        label: priority,
        color: `bar-${priority}`,
        counts: counts[priority],
      }))}
      marks={deploys.map(({ at, revision }) => ({ at: Date.parse(at) / 1000, label: shortRevision(revision) }))}
      height={height}
      label={label}
    />
  );
}

/** `netra-backend-staging-00488-kpr` → `00488-kpr`, as Cloud Run names them. */
export function shortRevision(revision: string): string {
  return /\d{5}-[a-z0-9]{3}$/.exec(revision)?.[0] ?? revision;
}
