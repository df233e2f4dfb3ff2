import type { GitHub } from '../github/client.ts';
import { closeIssue, createComment, listComments } from '../github/issues.ts';
import { isTrusted } from '../github/marked-issues.ts';
import { generateMarker, parseMarkers } from '../github/marker.ts';
import type { Issue } from '../model/issue.ts';
import { findEarlier, isDone, type Posted, type Posting, settle, write } from './posting.ts';

/**
 * Two runs on different stores know nothing of each other: both may find no issue for a problem, and both create one.
 * GitHub's lists show what is written at once, so whoever looks after writing sees the other: of such twins the lowest
 * number stays, and who made another closes it, as its duplicate.
 *
 * @param own the issue of this draft
 * @param marked the issues with the marker of this problem, read after `own` was made
 * @returns null when there is no twin to give way to
 */
export async function giveWayToTwin(
  posting: Posting,
  own: Pick<Issue, 'number' | 'state'>,
  marked: readonly Issue[],
): Promise<Posted | null> {
  const twin = marked.find(({ number, state }) => number < own.number && state === 'open');
  if (twin === undefined) return null;
  await explain(posting, own.number, twin.number);
  await settle(posting, 'close-issue', own.state === 'closed' ? 'done' : 'absent', `the issue is ${own.state}`);
  if (own.state === 'open') {
    const close = (sure: GitHub) => closeIssue(sure, own.number, 'duplicate');
    await write(posting, 'close-issue', close, () => `#${own.number}`);
  }
  const note = `#${twin.number} was made for the same problem at the same time, from another store: #${own.number} is closed as its duplicate. Let all runs share one store.`;
  return { issue: twin.number, url: twin.url, how: 'found', notes: [note] };
}

async function explain(posting: Posting, own: number, twin: number): Promise<void> {
  if (isDone(posting, 'create-comment')) return;
  const { draft, deps } = posting;
  const look = async () => {
    const comments = await listComments(deps.github, own);
    const isOurs = (author: string, body: string) =>
      isTrusted(deps.github, author) && parseMarkers(body).some((marker) => marker.draft === draft.id);
    return comments.find(({ author, body }) => isOurs(author, body)) ?? null;
  };
  if ((await findEarlier(posting, 'create-comment', look, ({ id }) => `comment ${id}`)) !== null) return;
  const { id, run, fingerprint } = draft;
  const text = `Duplicate of #${twin}: two runs of log-gardener that share no store found this problem at the same time. It is tracked there.`;
  const body = `${text}\n\n${generateMarker({ fingerprint, run, draft: id })}`;
  await write(
    posting,
    'create-comment',
    (sure) => createComment(sure, own, body),
    (comment) => `comment ${comment.id}`,
  );
}
