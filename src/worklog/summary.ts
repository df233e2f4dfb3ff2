import type { BlockContent, PhrasingContent } from 'mdast';
import { link, list, paragraph, strong, table, text } from '../draft/markdown.ts';
import { inertNodes, sanitiseInline } from '../draft/sanitise.ts';
import { PRIORITIES } from '../model/assessment.ts';
import type { Run } from '../model/run.ts';
import { issueName } from '../wording/issue-name.ts';
import { severityWords } from '../wording/severities.ts';
import { capitalised, count as counted, formatNumber, joinWords as joined } from '../wording/words.ts';
import { anchorOf } from './anchor.ts';
import { clusterHeading } from './cluster-section.ts';
import { inOrderOfPriority, type NumberedCluster, reasonOf } from './numbered.ts';
import { issueLink, outcomeNodes, verdictWords } from './outcome.ts';

/** The run in a few sentences and one table: what a reader with one minute reads. */
export function summaryNodes(run: Run, clusters: readonly NumberedCluster[]): BlockContent[] {
  if (clusters.length === 0) return [paragraph(`${nothingFound(run)}${goneWords(run)}`)];
  return [
    paragraph(`${findings(run, clusters)} ${actions(clusters)}${goneWords(run)}`),
    ...highlights(clusters),
    clusterTable(clusters),
    ...sharedNodes(run, clusters),
  ];
}

function goneWords({ recoveries }: Run): string {
  if (recoveries.length === 0) return '';
  const holding = recoveries.filter(({ kind }) => kind === 'holds').length;
  const holds = holding === 0 ? '' : `, ${formatNumber(holding)} of them after a fix that holds`;
  return ` ${counted(recoveries.length, 'tracked problem was', 'tracked problems were')} not seen any more${holds}.`;
}

function nothingFound({ collected, minSeverity, status }: Run): string {
  const where =
    collected.truncated === null
      ? `in ${counted(collected.read, 'entry', 'entries')} read`
      : `in the ${counted(collected.read, 'entry', 'entries')} that could be read`;
  if (status === 'running') return 'Nothing is clustered yet.';
  const { kept, read, outsideWindow } = collected;
  if (kept === 0 && (read === 0 || outsideWindow > 0))
    return `No entry was looked at${whyNone(collected)}, so nothing can be said about the service.`;
  return `No problem at ${minSeverity} or above ${where}.`;
}

function whyNone({ read, outsideWindow, belowSeverity, routine = 0, malformed }: Run['collected']): string {
  if (read === 0) return malformed > 0 ? ': no line of the source is an entry' : ': the source holds none';
  if (outsideWindow === 0) return '';
  const elsewhere = ['outside the window', ...(belowSeverity === 0 ? [] : ['below the least severity'])].join(' or ');
  return `: all that was read lies ${elsewhere}${routine === 0 ? '' : ', or tells of successful calls'}`;
}

function findings({ collected }: Run, clusters: readonly NumberedCluster[]): string {
  const byPriority = PRIORITIES.flatMap((priority) => {
    const some = clusters.filter(({ triaged }) => triaged.priority === priority).length;
    return some === 0 ? [] : [`${formatNumber(some)} at ${priority}`];
  });
  const entries = counted(collected.kept, 'entry', 'entries');
  return `${counted(clusters.length, 'problem')} in ${entries}: ${joined(byPriority)}.`;
}

/** What the run did on GitHub, in one sentence. */
function actions(clusters: readonly NumberedCluster[]): string {
  const counts: [NumberedCluster['outcome']['kind'], (count: number) => string][] = [
    ['pending', (count) => `${counted(count, 'draft waits', 'drafts wait')} for review`],
    ['approved', (count) => `${counted(count, 'draft is', 'drafts are')} approved and not posted`],
    ['posting', (count) => `${counted(count, 'draft is', 'drafts are')} being posted`],
    ['failed', (count) => `${counted(count, 'draft', 'drafts')} could not be posted`],
    ['rejected', (count) => `${counted(count, 'draft was', 'drafts were')} rejected`],
    ['skipped', (count) => `${counted(count, 'cluster was', 'clusters were')} left alone`],
    ['no-draft', (count) => `${counted(count, 'cluster has', 'clusters have')} no draft`],
    ['unverified', (count) => `${counted(count, 'cluster is', 'clusters are')} unverified`],
    ['error', (count) => `${counted(count, 'investigation', 'investigations')} failed`],
    ['not-reached', (count) => `${counted(count, 'cluster is', 'clusters are')} not investigated yet`],
  ];
  const posted = ['created', 'updated', 'reopened'].flatMap((done) => {
    const count = clusters.filter(({ outcome }) => outcome.kind === 'posted' && outcome.words === done).length;
    return count === 0 ? [] : [`${counted(count, 'issue was', 'issues were')} ${done}`];
  });
  const rest = counts.flatMap(([kind, words]) => {
    const count = clusters.filter(({ outcome }) => outcome.kind === kind).length;
    return count === 0 ? [] : [words(count)];
  });
  return `${capitalised(joined([...posted, ...rest]))}.`;
}

/** What deserves a sentence of its own: the service is down, a fix did not hold. */
function highlights(clusters: readonly NumberedCluster[]): BlockContent[] {
  const items = clusters.flatMap(({ number, triaged }): PhrasingContent[][] => {
    const verdict = triaged.decision?.verdict ?? null;
    const lines: PhrasingContent[][] = [];
    if (triaged.priority === 'P0') {
      lines.push([strong(`Cluster ${number}:`), text(' '), ...inertNodes(reasonOf(triaged))]);
    }
    if (verdict !== null && verdict.kind !== 'open' && verdict.kind !== 'unknown') {
      const { repository } = triaged;
      const elsewhere = repository === undefined ? {} : { repository };
      const fix =
        verdict.fix === null
          ? []
          : [text(', fix '), issueLink({ number: verdict.fix.pull, url: verdict.fix.url, ...elsewhere })];
      const issue = triaged.decision?.issue;
      const known = typeof issue === 'number' ? [text(` (${issueName(issue, repository)}`), ...fix, text(')')] : [];
      lines.push([strong(`Cluster ${number}:`), text(` ${verdictWords(verdict)}`), ...known]);
    }
    return lines;
  });
  return items.length === 0 ? [] : [list(items)];
}

/** Why the numbers in the table add up to less. */
function sharedNodes({ collected }: Run, clusters: readonly NumberedCluster[]): BlockContent[] {
  const shared = clusters
    .flatMap(({ triaged: { cluster } }) => cluster.patterns.filter((one) => one.part === 'shared'))
    .reduce((sum, { count }) => sum + count, 0);
  if (shared === 0) return [];
  const them = shared === 1 ? 'is a line' : 'are lines';
  const of = `${formatNumber(shared)} of the ${counted(collected.kept, 'entry', 'entries')}`;
  return [paragraph(`${of} ${them} of the stack traces of several problems, and counted for none of them.`)];
}

const LONGEST_CELL = 90;

function clusterTable(clusters: readonly NumberedCluster[]): BlockContent {
  return table(
    ['#', 'Priority', 'Problem', 'Severity', 'Entries', 'GitHub'],
    inOrderOfPriority(clusters).map((numbered) => {
      const { number, triaged, outcome } = numbered;
      const { title, facts } = triaged.cluster;
      return [
        String(number),
        triaged.priority,
        [link(`#${anchorOf(clusterHeading(numbered))}`, sanitiseInline(title, LONGEST_CELL))],
        severityWords(facts),
        formatNumber(facts.count),
        outcomeNodes(outcome),
      ];
    }),
  );
}
