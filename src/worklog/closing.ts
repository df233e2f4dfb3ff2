import type { BlockContent, PhrasingContent } from 'mdast';
import { list, paragraph, strong, table, text } from '../draft/markdown.ts';
import { inertNodes } from '../draft/sanitise.ts';
import type { Run } from '../model/run.ts';
import { leftOutTogether } from '../wording/same-reason.ts';
import { capitalised, count, formatInstant, formatNumber } from '../wording/words.ts';
import { malformedLines } from './completeness.ts';
import type { NumberedCluster } from './numbered.ts';

/** What was left out on purpose or could not be read, each with its reason. */
export function skippedNodes(run: Run, clusters: readonly NumberedCluster[]): BlockContent[] {
  const items: PhrasingContent[][] = [
    ...leftOutTogether(run.skipped).map(({ what, because }) => [
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
export function costNodes({ cost, githubRequests, investigator, clusters }: Run): BlockContent[] {
  const tokens = `${formatNumber(cost.inputTokens)} input and ${formatNumber(cost.outputTokens)} output tokens`;
  const model =
    investigator.name !== 'claude' && cost.inputTokens === 0
      ? investigator.name === 'client'
        ? 'that of an MCP client, whose cost is not known'
        : 'no model was asked'
      : `${dollarsOf(cost.usd, clusters)} (${tokens})`;
  return [
    paragraph(`Model: ${model}. GitHub: ${count(githubRequests, 'request')}${requestsOf(clusters, githubRequests)}.`),
  ];
}

/** What is known of them: a model whose price nobody gave costs something all the same. */
function dollarsOf(usd: number, clusters: Run['clusters']): string {
  const isKnown = clusters.every(({ investigation }) => investigation?.agent?.usd !== null);
  const shown = `$${usd.toFixed(2)}`;
  return isKnown ? shown : `${shown} and more: what the model costs is not known (claude.prices)`;
}

/** How many of them a cluster needs, and how many were for all of them; nothing where they were not counted. */
function requestsOf(clusters: Run['clusters'], all: number): string {
  const each = clusters.flatMap(({ githubRequests }) => githubRequests ?? []).sort((a, b) => a - b);
  const most = each.at(-1);
  if (most === undefined || each.length < clusters.length) return '';
  const middle = Math.floor(each.length / 2);
  const [below = most, above = most] = [each[middle - (each.length % 2 === 0 ? 1 : 0)], each[middle]];
  const shared = all - each.reduce((sum, requests) => sum + requests, 0);
  // Of a worker that died the requests for a cluster may be known, and not those for all of them.
  const forAll = shared < 0 ? '' : `; ${shared} for all of them`;
  return `, per cluster ${(below + above) / 2} in the median and ${most} at most${forAll}`;
}

/** How the run was made, for whoever wants to repeat it. */
export function metadataNodes(run: Run): BlockContent[] {
  const others = [...new Set([...run.clusters, ...run.recoveries].flatMap((one) => one.repository ?? []))].sort();
  const rows: [string, string][] = [
    ['run', run.id],
    ['log-gardener', run.version],
    ['status', run.status],
    ['investigator', `${run.investigator.name} (${run.investigator.because})`],
    ['mode', run.mode === 'draft' ? 'draft (nothing is posted without approval)' : 'auto'],
    ['least severity', run.minSeverity],
    ['project', run.project === '' ? 'not given' : run.project],
    ['repository', run.repository ?? 'none'],
    ...(others.length === 0 ? [] : [['repositories of components', others.join(', ')] satisfies [string, string]]),
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
