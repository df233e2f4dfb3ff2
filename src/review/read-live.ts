import { diffArrays } from 'diff';
import { plainLine } from '../draft/one-line.ts';
import { replaceEvidenceBlock } from '../github/evidence-block.ts';
import { getIssue, listComments } from '../github/issues.ts';
import type { Draft, DraftContent, IssueChange } from '../model/draft.ts';
import { GitHubError, UsageError } from '../model/errors.ts';
import type { Issue, IssueComment } from '../model/issue.ts';
import type { LiveLook } from '../model/live-look.ts';
import { hashLook, lookAt, sayChange } from '../publish/live-look.ts';
import { keepLook, recallLook } from '../store/looks.ts';
import { joinWords } from '../wording/words.ts';
import type { LiveDeps } from './deps.ts';
import { findCluster } from './find-cluster.ts';
import type { DiffLine, LiveView } from './live-view.ts';
import { requireDraft } from './require-draft.ts';

/**
 * The issue that a draft would change, as it is on GitHub now, and what would become of it. What is shown is kept, so
 * that posting can tell what changed since. A GitHub that cannot be read is told, not thrown.
 *
 * @throws UsageError when there is no such draft
 */
export async function readLive(id: string, deps: LiveDeps): Promise<LiveView> {
  const draft = await requireDraft(deps.store, id);
  const { content } = draft;
  const nothing = { issue: null, seen: null, diff: [], changes: changesOf(content), changed: null, unread: null };
  if (content.action === 'create') return nothing;
  if (draft.repository === '') return { ...nothing, unread: 'The draft was made without a repository.' };
  try {
    const github = await deps.openGitHub(draft.repository);
    const issue = await getIssue(github, content.issue);
    if (issue === null) {
      return { ...nothing, changed: `#${content.issue} is gone: deleted, moved, or turned into a discussion` };
    }
    const comments = await listComments(github, content.issue);
    const look = lookAt(issue, comments);
    const seen = hashLook(look);
    await keepLook(deps.store, { draft: id, seen, look, at: deps.now() });
    const { number, title, url, state, author, labels, updatedAt } = issue;
    return {
      ...nothing,
      issue: { number, title, url, state, author, labels, updatedAt },
      seen,
      diff: diffOf(issue, content),
      changed: await changedSince(draft, look, comments, deps),
    };
  } catch (error) {
    if (error instanceof GitHubError || error instanceof UsageError) return { ...nothing, unread: error.message };
    throw error;
  }
}

/** The body that is there against the one that would be; empty where it stays. */
function diffOf({ body }: Issue, { evidenceHome, evidenceBlock }: IssueChange): DiffLine[] {
  if (evidenceHome.in !== 'body') return [];
  // GitHub's editor writes `\r\n`, which is no difference that can be seen.
  const [old, next] = [body, replaceEvidenceBlock(body, evidenceBlock)].map((text) =>
    text.replaceAll('\r\n', '\n').split('\n'),
  );
  const parts = diffArrays(old ?? [], next ?? []);
  if (parts.every(({ added, removed }) => !added && !removed)) return [];
  return parts.flatMap(({ added, removed, value }) => {
    const kind = added ? 'added' : removed ? 'removed' : 'same';
    return value.map((text): DiffLine => ({ kind, text }));
  });
}

/** What a draft does, one thing each, in words. */
export function changesOf(content: DraftContent): string[] {
  const labels = (what: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : [`${what} ${names.length === 1 ? 'label' : 'labels'} ${joinWords(names)}`];
  if (content.action === 'create') {
    const assignees = content.assignees ?? [];
    return [
      'create an issue',
      ...labels('set', content.labels),
      ...(assignees.length === 0 ? [] : [`assign ${joinWords(assignees)}`]),
    ];
  }
  const home = content.evidenceHome.in;
  return [
    ...(content.action === 'reopen' ? [`reopen #${content.issue}`] : []),
    ...(content.comment === null ? [] : [`comment on #${content.issue}`]),
    ...(home === 'body' ? [`bring the evidence in the body of #${content.issue} up to date`] : []),
    ...(home === 'comment' ? [`bring the evidence in our comment on #${content.issue} up to date`] : []),
    ...labels('add', content.labels),
    ...labels('take off', content.outdatedLabels ?? []),
    ...(content.action === 'close' ? [`close #${content.issue} as ${content.as}`] : []),
    // Last: it is long, and a short line is cut at its end.
    ...(content.title === undefined
      ? []
      : [`change the title from "${plainLine(content.title.from)}" to "${plainLine(content.title.to)}"`]),
  ];
}

/** Against what was shown when it was approved, else against what the run read when it was drafted. */
async function changedSince(
  draft: Draft,
  look: LiveLook,
  comments: readonly IssueComment[],
  { store }: LiveDeps,
): Promise<string | null> {
  const { state } = draft;
  if (state.status === 'approved' && state.live !== undefined) {
    const approved = await recallLook(store, draft.id, state.live);
    if (approved !== null) return since('approved', sayChange(approved, look));
  }
  const found = await findCluster(store, draft);
  const target = found?.triaged.investigation?.target ?? null;
  if (found === null || target === null) return null;
  if (draft.content.action === 'create' || target.issue.number !== draft.content.issue) return null;
  const begun = Date.parse(found.run.startedAt);
  const earlier = comments.filter(({ createdAt }) => Date.parse(createdAt) <= begun);
  // What comments said then the run does not keep: only those that came are told.
  return since('drafted', sayChange(lookAt(target.issue, earlier), look));
}

function since(what: string, change: string | null): string | null {
  return change === null ? null : `since it was ${what}: ${change}`;
}
