import type { BlockContent, PhrasingContent } from 'mdast';
import { list, paragraph, strong, table, text } from '../draft/markdown.ts';
import { inertNodes } from '../draft/sanitise.ts';
import type { Run } from '../model/run.ts';
import { capitalised, count, formatInstant, formatNumber } from '../wording/words.ts';
import { malformedLines } from './completeness.ts';
import type { NumberedCluster } from './numbered.ts';

/** What was left out on purpose or could not be read, each with its reason. */
export function skippedNodes(run: Run, clusters: readonly NumberedCluster[]): BlockContent[] {
  const items: PhrasingContent[][] = [
    ...run.skipped.map(({ what, because }) => [
      strong(...inertNodes(capitalised(what)), ':'),
      text(' '),
      ...inertNodes(because),
    ]),
    ...clusters
      .filter(({ outcome }) => outcome.kind === 'skipped')
      .map(({ number, triaged }) => [
        strong(`Cluster ${number}:`),
        text(' '),
        ...inertNodes(triaged.decision?.reasons.join('; ') ?? ''),
      ]),
    ...malformedLines(run.collected).map((line) => inertNodes(line)),
  ];
  return [items.length === 0 ? paragraph('Nothing was skipped.') : list(items)];
}

/** What the run cost, at the model and at GitHub. */
export function costNodes({ cost, githubRequests, investigator }: Run): BlockContent[] {
  const tokens = `${formatNumber(cost.inputTokens)} input and ${formatNumber(cost.outputTokens)} output tokens`;
  const model =
    investigator.name === 'rules' && cost.inputTokens === 0
      ? 'no model was asked'
      : `$${cost.usd.toFixed(2)} (${tokens})`;
  return [paragraph(`Model: ${model}. GitHub: ${count(githubRequests, 'request')}.`)];
}

/** How the run was made, for whoever wants to repeat it. */
export function metadataNodes(run: Run): BlockContent[] {
  const rows: [string, string][] = [
    ['run', run.id],
    ['log-gardener', run.version],
    ['status', run.status],
    ['investigator', `${run.investigator.name} (${run.investigator.because})`],
    ['mode', run.mode === 'draft' ? 'draft (nothing is posted without approval)' : 'auto'],
    ['least severity', run.minSeverity],
    ['project', run.project === '' ? 'not given' : run.project],
    ['repository', run.repository ?? 'none'],
    ['started', formatInstant(run.startedAt)],
    ['last change', formatInstant(run.updatedAt)],
  ];
  return [
    table(
      ['what', 'value'],
      rows.map(([name, value]) => [name, inertNodes(value)]),
    ),
  ];
}
