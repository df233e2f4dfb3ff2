import { code, heading, link, paragraph, renderMarkdown, table } from '../draft/markdown.ts';
import { inertNodes } from '../draft/sanitise.ts';
import type { Run } from '../model/run.ts';
import { formatMinutes, formatNumber } from '../wording/words.ts';
import { outcomeOf } from './outcome.ts';

/** GitHub shows no longer tables in full, and nobody reads further back. */
const MOST_RUNS = 1000;
const HEADER = ['run', 'service', 'window', 'clusters', 'posted', 'to review', 'status'];

/** A line that we wrote: it begins with a run's id, by which lines are put in order, and the worklog's address. */
const ROW = /^\| \[([0-9]{4}-[0-9T:Z-]{10,40})\]\(([^()\s]+)\) \|.*\|$/;

/**
 * The page that lists runs, newest first, with this one in it: one line for each worklog, made anew where it has one already.
 * (Services with stores of their own may have runs of the same id.) What is no such line on the page is not kept.
 *
 * @param before the page as it stands, or null
 * @param file the worklog's address from the page
 */
export function addToIndex(before: string | null, run: Run, file: string): string {
  const rows = new Map<string, { key: string; line: string }>();
  for (const line of [...(before ?? '').split('\n'), rowOf(run, file)]) {
    const [, id, address] = ROW.exec(line) ?? [];
    if (id !== undefined && address !== undefined) rows.set(address, { key: `${id} ${address}`, line });
  }
  const newest = [...rows.values()].sort((a, b) => (a.key < b.key ? 1 : -1)).slice(0, MOST_RUNS);
  const introduction = renderMarkdown([
    heading(1, 'Worklogs of log-gardener'),
    paragraph(
      'One line a run, the newest first, as the run left it and as what was posted of it since has changed it; ',
      code('log-gardener worklog show'),
      ' has all that was decided.',
    ),
    table(HEADER, []),
  ]);
  return `${introduction.trimEnd()}\n${newest.map(({ line }) => line).join('\n')}\n`;
}

function rowOf(run: Run, file: string): string {
  const kinds = run.clusters.map((cluster) => outcomeOf(cluster).kind);
  const drafts = run.recoveries.map(({ draft }) => draft?.state.status ?? 'none');
  const having = (...wanted: string[]) =>
    formatNumber([...kinds, ...drafts].filter((kind) => wanted.includes(kind)).length);
  const cells = [
    link(encodeURI(file), run.id),
    inertNodes(run.service),
    formatMinutes(run.window.since, run.window.until),
    formatNumber(run.clusters.length),
    having('posted'),
    having('pending', 'unverified'),
    run.status,
  ];
  const [, , row = ''] = renderMarkdown([table(HEADER, [cells])]).split('\n');
  return row;
}
