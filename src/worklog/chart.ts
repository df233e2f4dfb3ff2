import type { BlockContent } from 'mdast';
import { chartOf, chartSpan, mergeTimelines } from '../draft/chart.ts';
import { fence } from '../draft/markdown.ts';
import { revisionStarts, startsCaption } from '../draft/revision-starts.ts';
import type { Run } from '../model/run.ts';

/** The clustered entries over time, as a chart that GitHub draws; nothing where there is no time to show. */
export function chartNodes(run: Run): BlockContent[] {
  const facts = run.clusters.map(({ cluster }) => cluster.facts);
  const timeline = mergeTimelines(facts.map(({ timeline }) => timeline));
  const span = chartSpan(run.window, facts);
  if (timeline.buckets.length === 0 || span === null) return [];
  const services = facts.flatMap((each) => each.services.map(({ name }) => name));
  const starts = revisionStarts(run.collected, services, span);
  const marks = starts.map(({ at }) => at);
  const chart = chartOf(timeline, { title: 'Entries of all clusters', unit: 'entries', ...span, marks });
  return [fence('mermaid', chart), ...startsCaption(starts)];
}
