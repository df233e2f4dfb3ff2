import type { GitHub } from '../github/client.ts';
import { closeIssue, getIssue, listComments, reopenIssue, updateIssueTitle } from '../github/issues.ts';
import { isTrusted } from '../github/marked-issues.ts';
import type { IssueChange } from '../model/draft.ts';
import type { Issue } from '../model/issue.ts';
import { newerPostedDraft } from '../store/drafts.ts';
import { recallLook } from '../store/looks.ts';
import { editEvidence } from './edit-evidence.ts';
import { addMissingLabels, removeOutdatedLabels } from './labels.ts';
import { hashLook, lookAt, sayChange } from './live-look.ts';
import { postComment } from './post-comment.ts';
import { isDone, NotPostable, openTries, type Posted, type Posting, ShownOtherwise, settle, write } from './posting.ts';
import { whyItDoesNotFit } from './recheck.ts';
import { visible } from './visible.ts';

const DONE = { update: 'updated', reopen: 'reopened', close: 'closed' } as const;

/** Brings an existing issue up to date: evidence in place, reopened, the one comment, labels, closed. */
export async function postChange(posting: Posting, content: IssueChange): Promise<Posted> {
  const issue = await recheck(posting, content);
  posting.deps.checkpoint?.('rechecked');
  await editEvidence(posting, content, issue);
  if (content.action === 'reopen') await reopen(posting, issue);
  const notes = [
    ...(await retitle(posting, issue.number, content)),
    ...(await postComment(posting, content)),
    ...(await addMissingLabels(posting, issue, content.labels)),
    ...(await removeOutdatedLabels(posting, issue, content)),
  ];
  if (content.action === 'close') await close(posting, issue, content.as);
  return { issue: issue.number, url: issue.url, how: DONE[content.action], notes };
}

async function recheck(posting: Posting, content: IssueChange): Promise<Issue> {
  const { github, store } = posting.deps;
  const newer = await newerPostedDraft(store, posting.draft);
  // What has begun is brought to an end all the same.
  if (newer !== null && posting.before.every(({ step }) => step === 'look')) {
    throw new NotPostable(`Draft ${newer} on the same problem is newer, and posted already.`);
  }
  const issue = await getIssue(github, content.issue);
  const step = content.action === 'close' ? 'close-issue' : 'reopen-issue';
  const mayBe = openTries(posting, step).length > 0;
  const problem = whyItDoesNotFit({
    content,
    issue,
    tried: isDone(posting, step) ? 'done' : mayBe ? 'unknown' : 'none',
    own: issue !== null && isTrusted(github, issue.author),
  });
  if (issue !== null && problem === null) {
    await requireAsShown(posting, issue);
    return issue;
  }
  throw new NotPostable(`${problem} Run triage again: it drafts anew from what the issue is now.`);
}

/** Once something of the draft stands there, the issue is another by our own hand. */
async function requireAsShown({ draft, deps, before }: Posting, issue: Issue): Promise<void> {
  const { state } = draft;
  const shown = 'live' in state ? state.live : undefined;
  if (shown === undefined || visible(before, ['done', null]).some(({ step }) => step !== 'look')) return;
  const now = lookAt(issue, await listComments(deps.github, issue.number));
  if (hashLook(now) === shown) return;
  const then = await recallLook(deps.store, draft.id, shown);
  const changed = (then && sayChange(then, now)) ?? 'it is not what was shown';
  throw new ShownOtherwise(`#${issue.number} changed since this was approved: ${changed}.`);
}

/**
 * Gives the issue its new title, unless it has another one than was drafted for: a person may have given it one just now.
 * Returns a note on that.
 */
async function retitle(posting: Posting, number: number, { title }: IssueChange): Promise<string[]> {
  if (title === undefined) return [];
  const now = await getIssue(posting.deps.github, number);
  await settle(posting, 'update-title', now?.title === title.to ? 'done' : 'absent', 'the title as it is now');
  if (now?.title === title.to) return [];
  if (now?.title !== title.from) return [`#${number} has another title than was drafted for: left as it is.`];
  const act = (sure: GitHub) => updateIssueTitle(sure, number, title.to);
  await write(posting, 'update-title', act, () => `#${number}`);
  return [];
}

async function reopen(posting: Posting, issue: Issue): Promise<void> {
  await settle(posting, 'reopen-issue', issue.state === 'open' ? 'done' : 'absent', `the issue is ${issue.state}`);
  if (issue.state === 'open') return;
  const act = (sure: GitHub) => reopenIssue(sure, issue.number);
  await write(posting, 'reopen-issue', act, () => `#${issue.number}`);
}

/** Last of all: what explains it stands there already. */
async function close(posting: Posting, issue: Issue, as: 'completed' | 'duplicate'): Promise<void> {
  await settle(posting, 'close-issue', issue.state === 'closed' ? 'done' : 'absent', `the issue is ${issue.state}`);
  if (issue.state === 'closed') return;
  const act = (sure: GitHub) => closeIssue(sure, issue.number, as);
  await write(posting, 'close-issue', act, () => `#${issue.number}`);
}
