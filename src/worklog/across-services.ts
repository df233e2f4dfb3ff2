import type { PhrasingContent } from 'mdast';
import { repositoryOf } from '../config/routing.ts';
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
  /** One for each repository that the services keep it in, as far as the runs know. */
  readonly issues: readonly Tracked[];
}

/** An issue and the repository that has it, in lower case; empty = none is configured. */
interface Tracked {
  readonly repository: string;
  readonly number: number;
  readonly url: string | null;
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
        formatNumber(run.collected.kept),
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
  const known = new Map<string, { run: Run; triaged: TriagedCluster }[]>();
  for (const run of runs) {
    for (const triaged of run.clusters) {
      const { fingerprint } = triaged.cluster;
      known.set(fingerprint, [...(known.get(fingerprint) ?? []), { run, triaged }]);
    }
  }
  return [...known]
    .filter(([, seen]) => seen.length > 1)
    .map(
      ([fingerprint, seen]): Shared => ({
        fingerprint,
        title: seen[0]?.triaged.cluster.title ?? '',
        services: seen.map(({ run }) => run.service),
        issues: issuesOf(seen),
      }),
    )
    .sort((a, b) => b.services.length - a.services.length || (a.fingerprint < b.fingerprint ? -1 : 1));
}

/** Of each repository the first that has an address, else the first. */
function issuesOf(seen: readonly { run: Run; triaged: TriagedCluster }[]): Tracked[] {
  const issues = seen.flatMap(({ run, triaged }): Tracked[] => {
    const { draft, decision } = triaged;
    const number = draft?.issue ?? decision?.issue ?? null;
    const repository = (repositoryOf(run, triaged) ?? '').toLowerCase();
    return number === null ? [] : [{ repository, number, url: draft?.url ?? null }];
  });
  const repositories = new Set(issues.map(({ repository }) => repository));
  return [...repositories].flatMap((repository) => {
    const here = issues.filter((one) => one.repository === repository);
    return here.find(({ url }) => url !== null) ?? here[0] ?? [];
  });
}

function lineOf({ title, services, issues }: Shared): PhrasingContent[] {
  const isNamed = issues.length > 1;
  return [
    ...inertNodes(title, { longest: LONGEST_TITLE }),
    text(': '),
    ...inertNodes(joinWords(services)),
    ...issues.flatMap(({ repository, number, url }) => {
      const name = isNamed ? `issue ${number} of ${repository}` : `issue ${number}`;
      return [text('; '), url === null ? text(name) : link(url, name)];
    }),
  ];
}
