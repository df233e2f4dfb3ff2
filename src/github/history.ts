import { GitHubError } from '../model/errors.ts';
import type { Closing, Fix, Issue, IssueComment, IssueHistory } from '../model/issue.ts';
import type { GitHub } from './client.ts';
import { listComments } from './issues.ts';
import { isTrusted } from './marked-issues.ts';
import { parseMarkers } from './marker.ts';
import { type LinkedPull, readTimeline, type Timeline, type TimelineItem } from './timeline.ts';

type ClosedEvent = TimelineItem & { readonly __typename: 'ClosedEvent' };
type Told = Pick<IssueHistory, 'fix' | 'closing' | 'fixesOnTheWay' | 'movedTo' | 'duplicateOf' | 'ownLabels'>;

const NOTHING: Told = {
  fix: null,
  closing: null,
  fixesOnTheWay: [],
  movedTo: null,
  duplicateOf: null,
  ownLabels: [],
};

/**
 * What happened to an issue: its fix, how it was closed, what it is a duplicate of, and what we wrote on it. Never throws
 * for what GitHub fails at: then `complete` is false, and what is missing is unknown.
 */
export async function getHistory(github: GitHub, issue: Issue): Promise<IssueHistory> {
  const timeline = await readTimeline(github, issue.number);
  const comments = timeline?.comments ?? (await readComments(github, issue.number));
  const marked = (text: string) => parseMarkers(text).length > 0;
  return {
    issue,
    ...(timeline === null ? NOTHING : readHistory(timeline, issue, github)),
    ownComments: (comments ?? []).filter(({ author, body }) => isTrusted(github, author) && marked(body)),
    own: isTrusted(github, issue.author) && marked(issue.body),
    byUs: isTrusted(github, issue.author),
    complete: timeline?.linkedWhole === true && comments !== null,
  };
}

async function readComments(github: GitHub, number: number): Promise<IssueComment[] | null> {
  try {
    return await listComments(github, number);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return null;
  }
}

function readHistory(timeline: Timeline, issue: Issue, github: GitHub): Told {
  const isOurs = ({ nameWithOwner }: { nameWithOwner: string }) =>
    nameWithOwner.toLowerCase() === `${github.owner}/${github.name}`.toLowerCase();
  const ours = (pulls: readonly LinkedPull[]) => pulls.filter(({ repository }) => isOurs(repository));
  const { items } = timeline;
  const closed = items.findLast((item) => item.__typename === 'ClosedEvent') ?? null;
  const closing = closed === null ? null : closingOf(closed, isOurs, github);
  const linked = ours(timeline.linked);
  return {
    fix: fixOf(issue, items, linked, ours),
    closing,
    fixesOnTheWay: linked
      .filter(({ state }) => state === 'OPEN')
      .map(({ number, title, url }) => ({ number, title, url })),
    movedTo: movedTo(timeline, isOurs),
    duplicateOf: canonicalOf(items, isOurs),
    ownLabels: labelsByUs(timeline, issue, github),
  };
}

/** The labels of an issue that we set, as far as GitHub tells: what a person set again since is theirs. */
function labelsByUs({ labelings }: Timeline, { labels }: Issue, github: GitHub): string[] {
  const setBy = new Map(labelings.map(({ label, by }) => [label.toLowerCase(), by]));
  return labels.filter((label) => {
    const by = setBy.get(label.toLowerCase()) ?? null;
    return by !== null && isTrusted(github, by);
  });
}

/** {@link IssueHistory.ownLabels} as it is now. Empty where GitHub does not tell. */
export async function readOwnLabels(github: GitHub, issue: Issue): Promise<string[]> {
  const timeline = await readTimeline(github, issue.number);
  return timeline === null ? [] : labelsByUs(timeline, issue, github);
}

/**
 * Only merged pull requests of the same repository count, the last one first. On an issue that is closed the last closing
 * decides: what was merged before somebody reopened it was not its fix, or not all of it. On one that is open the fix
 * that failed is the one of which the error is a regression.
 */
function fixOf(
  issue: Issue,
  items: readonly TimelineItem[],
  linked: readonly LinkedPull[],
  ours: (pulls: readonly LinkedPull[]) => LinkedPull[],
): Fix | null {
  const lastClosed = items.findLastIndex((item) => item.__typename === 'ClosedEvent');
  const reopened = items.slice(0, Math.max(0, lastClosed)).findLast((item) => item.__typename === 'ReopenedEvent');
  const isPast = issue.state === 'closed' && reopened !== undefined;
  const counts = ({ mergedAt }: Fix) => !isPast || Date.parse(mergedAt) > Date.parse(reopened.createdAt);
  const closers = items.flatMap((item, index) =>
    item.__typename === 'ClosedEvent' && (index === lastClosed || !isPast) ? fixesBy(item, ours) : [],
  );
  const links = linked.flatMap((pull) => toFix(pull, 'linked as closing the issue')).filter(counts);
  return latest([...closers, ...links]);
}

function fixesBy({ closer }: ClosedEvent, ours: (pulls: readonly LinkedPull[]) => LinkedPull[]): Fix[] {
  if (closer === null) return [];
  if (closer.kind === 'pull') return ours([closer.pull]).flatMap((pull) => toFix(pull, 'closed the issue'));
  return ours(closer.pulls).flatMap((pull) => toFix(pull, 'a commit of it closed the issue'));
}

function toFix({ number, title, url, mergedAt }: LinkedPull, how: Fix['how']): Fix[] {
  return mergedAt === null ? [] : [{ pull: number, title, url, mergedAt, how }];
}

/** The fix merged last; of one pull request found several ways, the first, as that it closed the issue says more. */
function latest(fixes: readonly Fix[]): Fix | null {
  return fixes.reduce<Fix | null>(
    (best, fix) => (best === null || Date.parse(fix.mergedAt) > Date.parse(best.mergedAt) ? fix : best),
    null,
  );
}

function closingOf(
  { createdAt, actor, closer }: ClosedEvent,
  isOurs: (repository: { nameWithOwner: string }) => boolean,
  github: GitHub,
): Closing {
  // We close what has recovered, and may be a bot ourselves.
  const byBot = actor?.isBot === true && !isTrusted(github, actor.login);
  const closing = { at: createdAt, by: actor?.login ?? null, byBot };
  if (closer === null) return { ...closing, means: { kind: 'hand' } };
  if (closer.kind === 'pull') {
    const { number, repository } = closer.pull;
    if (isOurs(repository)) return { ...closing, means: { kind: 'pull', pull: number } };
    return { ...closing, means: { kind: 'elsewhere', pull: `${repository.nameWithOwner}#${number}` } };
  }
  const [pull] = closer.pulls.filter(({ repository, mergedAt }) => isOurs(repository) && mergedAt !== null);
  return {
    ...closing,
    means: pull === undefined ? { kind: 'commit', sha: closer.oid } : { kind: 'pull', pull: pull.number },
  };
}

/** An issue that was transferred is answered for by its new repository; one that became a discussion stays, closed. */
function movedTo(
  { repository, items }: Timeline,
  isOurs: (repository: { nameWithOwner: string }) => boolean,
): IssueHistory['movedTo'] {
  if (!isOurs({ nameWithOwner: repository })) return 'another repository';
  return items.some((item) => item.__typename === 'ConvertedToDiscussionEvent') ? 'discussion' : null;
}

function canonicalOf(
  items: readonly TimelineItem[],
  isOurs: (repository: { nameWithOwner: string }) => boolean,
): number | null {
  let canonical: number | null = null;
  for (const item of items) {
    if (item.__typename !== 'MarkedAsDuplicateEvent' && item.__typename !== 'UnmarkedAsDuplicateEvent') continue;
    const { number, repository } = item.canonical ?? {};
    const known = number !== undefined && repository !== undefined && isOurs(repository);
    canonical = item.__typename === 'MarkedAsDuplicateEvent' && known ? number : null;
  }
  return canonical;
}
