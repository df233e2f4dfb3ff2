import type { Backing } from '../../model/backing.ts';
import type { Issue, IssueHistory, PullRequest, Verdict } from '../../model/issue.ts';
import { formatMinute } from '../../wording/words.ts';

const LONGEST_TITLE = 200;
const MOST_LABELS = 8;

/** `closed as completed 2025-09-03 10:00 UTC`, `open`. */
export function stateOf({ state, stateReason, closedAt }: Issue): string {
  if (state === 'open') return stateReason === 'reopened' ? 'open, reopened' : 'open';
  const reason = stateReason === null || stateReason === 'reopened' ? '' : ` as ${stateReason.replaceAll('_', ' ')}`;
  return `closed${reason}${closedAt === null ? '' : ` ${formatMinute(closedAt)}`}`;
}

/** The same of a pull request. */
export function pullStateOf({ state, mergedAt }: PullRequest): string {
  return mergedAt === null ? (state === 'closed' ? 'closed unmerged' : 'open') : `merged ${formatMinute(mergedAt)}`;
}

/** One line of what GitHub says of an issue; names and words in it are strangers'. */
export function issueLine(issue: Issue): string {
  const { number, title, author, createdAt, updatedAt, labels } = issue;
  const shown = labels.slice(0, MOST_LABELS).join(', ');
  return `#${number} [${stateOf(issue)}] ${shortTitle(title)} · opened ${formatMinute(createdAt)} by @${author}, updated ${formatMinute(updatedAt)}${shown === '' ? '' : ` · labels: ${shown}`}`;
}

export function pullLine(pull: PullRequest): string {
  return `#${pull.number} [${pullStateOf(pull)}] ${shortTitle(pull.title)} · by @${pull.author}`;
}

/** A title in one line. */
export function shortTitle(title: string): string {
  const line = title.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST_TITLE ? `${line.slice(0, LONGEST_TITLE)}…` : line;
}

/** What happened to an issue, a line each. */
export function historyLines({
  fix,
  closing,
  fixesOnTheWay,
  movedTo,
  duplicateOf,
  own,
  complete,
}: IssueHistory): string[] {
  const by = closing?.by ? ` by @${closing.by}${closing.byBot ? ' (a bot)' : ''}` : '';
  return [
    ...(closing === null ? [] : [`Last closed ${formatMinute(closing.at)}${by}, ${meansOf(closing.means)}.`]),
    ...(fix === null ? [] : [`Fix: pull request #${fix.pull}, merged ${formatMinute(fix.mergedAt)} (${fix.how}).`]),
    ...fixesOnTheWay.map(({ number }) => `A fix is on its way: pull request #${number} is open.`),
    ...(duplicateOf === null ? [] : [`It is marked as a duplicate of #${duplicateOf}.`]),
    ...(movedTo === null ? [] : [`It was moved to ${movedTo === 'discussion' ? 'a discussion' : movedTo}.`]),
    ...(own ? ['log-gardener filed it.'] : []),
    ...(complete ? [] : ['GitHub did not tell all of its history: what is missing here is unknown, not none.']),
  ];
}

/** What the code makes of it, if this is the issue of the cluster. */
export function verdictLine({ kind, reasons }: Verdict): string {
  return `Verdict, should this be the issue of this cluster: ${kind}${reasons.length === 0 ? '' : ` (${reasons.join('; ')})`}.`;
}

/** The facts of an issue or pull request, without the words anybody wrote below them. */
export function factsBacking(of: Pick<Issue, 'number' | 'url'>, lines: readonly string[]): Backing {
  return { id: `#${of.number}`, kind: 'tracker', text: [`#${of.number}`, of.url, ...lines].join('\n') };
}

function meansOf(means: NonNullable<IssueHistory['closing']>['means']): string {
  switch (means.kind) {
    case 'pull':
      return `by pull request #${means.pull}`;
    case 'commit':
      return `by commit ${means.sha.slice(0, 10)}`;
    case 'elsewhere':
      return 'by a pull request of another repository';
    case 'hand':
      return 'by hand';
  }
}
