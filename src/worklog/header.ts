import type { BlockContent } from 'mdast';
import { heading, list, paragraph, strong, text } from '../draft/markdown.ts';
import { inertNodes } from '../draft/sanitise.ts';
import type { Run } from '../model/run.ts';
import {
  count as counted,
  formatDuration,
  formatInstant,
  formatNumber,
  formatSpan,
  secondsBetween,
} from '../wording/words.ts';
import { numberClusters } from './numbered.ts';

/** Title, what was looked at, and what the reader must know before anything else. */
export function headerNodes(run: Run): BlockContent[] {
  const { service, startedAt, updatedAt, window, collected } = run;
  const seconds = secondsBetween(window.since, window.until);
  const length = seconds === null ? '' : ` (${formatDuration(seconds)})`;
  const read = collected.kept === collected.read ? '' : ` of ${formatNumber(collected.read)} read`;
  return [
    heading(1, 'GCP Log Gardener Worklog – ', ...inertNodes(service), `, ${formatInstant(startedAt)}`),
    list([
      [strong('Generated:'), text(` ${formatInstant(updatedAt)}`)],
      [strong('Service:'), text(' '), ...inertNodes(service)],
      [strong('Window:'), text(` ${formatSpan(window.since, window.until)}${length}`)],
      [strong('Total entries analysed:'), text(` ${formatNumber(collected.kept)}${read}`)],
      [strong('Source:'), text(' '), ...inertNodes(sourceOf(run))],
    ]),
    ...statusNodes(run),
    ...(run.warnings.length === 0 ? [] : [list(run.warnings.map((warning) => [text('⚠️ '), ...inertNodes(warning)]))]),
  ];
}

/** More files than this are counted, not named. */
const FEW_SOURCES = 3;

function sourceOf({ collected, project, filter }: Run): string {
  const { sources } = collected;
  const named = sources.slice(0, FEW_SOURCES).map(({ name }) => name);
  const more = sources.length - named.length;
  const from = more > 0 ? `${named.join(', ')} and ${counted(more, 'more file')}` : named.join(', ');
  const where = project === '' ? from : `${from === '' ? '' : `${from}, `}project ${project}`;
  return filter === '' ? where : `${where}; only what matches: ${filter}`;
}

function statusNodes(run: Run): BlockContent[] {
  const total = run.clusters.length;
  const done = numberClusters(run).filter(({ outcome }) => outcome.kind !== 'not-reached').length;
  switch (run.status) {
    case 'done':
      return [];
    case 'running':
      return [paragraph(`⏳ This run is still going on: ${done} of ${counted(total, 'cluster')} investigated.`)];
    case 'partial':
      return [paragraph('⚠️ This run is done in part. What is missing stands under Next steps.')];
    case 'failed':
      return [paragraph('⚠️ This run failed. What it had found until then is below.')];
  }
}
