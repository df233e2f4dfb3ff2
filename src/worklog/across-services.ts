import type { PhrasingContent } from 'mdast';
import { heading, link, list, paragraph, renderMarkdown, table, text } from '../draft/markdown.ts';
import { inertNodes } from '../draft/sanitise.ts';
import { PRIORITIES } from '../model/assessment.ts';
import type { Run, TriagedCluster } from '../model/run.ts';
import { count, formatMinute, formatNumber, joinWords } from '../wording/words.ts';

const LONGEST_TITLE = 120;
const MOST_PROBLEMS = 50;

/** A problem that the runs of several services saw. */
interface Shared {
  readonly fingerprint: string;
  readonly title: string;
  readonly services: readonly string[];
  /** Null = no run knows one. */
  readonly issue: { readonly number: number; readonly url: string | null } | null;
}

/**
 * The last run of each service, one line for each, then what several of them share, as Markdown.
 *
 * @param runs at most one of each service, in the order in which they are listed
 */
export function renderAcrossServices(runs: readonly Run[]): string {
  const shared = sharedProblems(runs);
  const clusters = runs.flatMap((run) => run.clusters);
  const { length: waiting } = clusters.filter(isWaiting);
  const unfinished = runs.filter(({ status }) => status !== 'done').map(({ service }) => service);
  return renderMarkdown([
    heading(1, `Log gardener: ${count(runs.length, 'service')}`),
    paragraph(
      `${count(clusters.length, 'cluster')} in the last runs, ${count(waiting, 'draft')} to be reviewed. `,
      ...(unfinished.length === 0
        ? [text('All runs came to their end.')]
        : [text('Not done, or done in part: '), ...inertNodes(joinWords(unfinished)), text('.')]),
    ),
    table(
      ['service', 'run', 'status', 'until', 'entries', ...PRIORITIES, 'to review', 'posted', 'failed'],
      runs.map((run) => [
        inertNodes(run.service),
        run.id,
        run.status,
        formatMinute(run.window.until),
        formatNumber(run.collected.read),
        ...PRIORITIES.map((priority) => formatNumber(run.clusters.filter((one) => one.priority === priority).length)),
        formatNumber(run.clusters.filter(isWaiting).length),
        formatNumber(run.clusters.filter(({ draft }) => draft?.state.status === 'posted').length),
        formatNumber(run.clusters.filter(({ error }) => error !== null).length),
      ]),
    ),
    heading(2, 'Problems of several services'),
    ...(shared.length === 0 ? [paragraph('None.')] : [list(shared.slice(0, MOST_PROBLEMS).map(lineOf))]),
    ...(shared.length > MOST_PROBLEMS ? [paragraph(`and ${formatNumber(shared.length - MOST_PROBLEMS)} more`)] : []),
  ]);
}

function isWaiting({ draft }: TriagedCluster): boolean {
  return draft?.state.status === 'pending';
}

/** Those that most services share first. */
function sharedProblems(runs: readonly Run[]): Shared[] {
  const known = new Map<string, { service: string; triaged: TriagedCluster }[]>();
  for (const { service, clusters } of runs) {
    for (const triaged of clusters) {
      const { fingerprint } = triaged.cluster;
      known.set(fingerprint, [...(known.get(fingerprint) ?? []), { service, triaged }]);
    }
  }
  return [...known]
    .filter(([, seen]) => seen.length > 1)
    .map(([fingerprint, seen]): Shared => {
      const issues = seen.flatMap(({ triaged: { draft, decision } }) => {
        const number = draft?.issue ?? decision?.issue ?? null;
        return number === null ? [] : [{ number, url: draft?.url ?? null }];
      });
      return {
        fingerprint,
        title: seen[0]?.triaged.cluster.title ?? '',
        services: seen.map(({ service }) => service),
        issue: issues.find(({ url }) => url !== null) ?? issues[0] ?? null,
      };
    })
    .sort((a, b) => b.services.length - a.services.length || (a.fingerprint < b.fingerprint ? -1 : 1));
}

function lineOf({ title, services, issue }: Shared): PhrasingContent[] {
  const name = issue === null ? null : `issue ${issue.number}`;
  return [
    ...inertNodes(title, { longest: LONGEST_TITLE }),
    text(': '),
    ...inertNodes(joinWords(services)),
    ...(issue === null || name === null ? [] : [text('; '), issue.url === null ? text(name) : link(issue.url, name)]),
  ];
}
