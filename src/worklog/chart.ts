import type { BlockContent } from 'mdast';
import { chartOf, chartSpan, mergeTimelines } from '../draft/chart.ts';
import { fence } from '../draft/markdown.ts';
import type { Run } from '../model/run.ts';

/** The clustered entries over time, as a chart that GitHub draws; nothing where there is no time to show. */
export function chartNodes(run: Run): BlockContent[] {
  const facts = run.clusters.map(({ cluster }) => cluster.facts);
  const timeline = mergeTimelines(facts.map(({ timeline }) => timeline));
  const span = chartSpan(run.window, facts);
  if (timeline.buckets.length === 0 || span === null) return [];
  return [fence('mermaid', chartOf(timeline, { title: 'Entries of all clusters', unit: 'entries', ...span }))];
}
