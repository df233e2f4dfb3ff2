import type { GitHub } from '../github/client.ts';
import { readEvidenceBlock } from '../github/evidence-block.ts';
import { createComment, listComments } from '../github/issues.ts';
import { isTrusted } from '../github/marked-issues.ts';
import { type Marker, parseMarkers } from '../github/marker.ts';
import type { IssueChange } from '../model/draft.ts';
import type { IssueComment } from '../model/issue.ts';
import { refreshComment } from './edit-evidence.ts';
import { findEarlier, isDone, type Posting, write } from './posting.ts';

/**
 * Posts the draft's one comment, unless an earlier try did, or a comment of ours tells the same: two runs at once find
 * the same news, and people are told once. Returns notes.
 */
export async function postComment(posting: Posting, content: IssueChange): Promise<string[]> {
  const { comment, issue } = content;
  if (comment === null || isDone(posting, 'create-comment')) return [];
  const look = async () => (await ourComments(posting, issue)).find((one) => isOfDraft(one, posting.draft.id)) ?? null;
  const earlier = await findEarlier(posting, 'create-comment', look, ({ id }) => `comment ${id}`);
  if (earlier !== null) return [];
  // A reopening is always explained, also when the same fix failed before.
  const told = content.action !== 'reopen' ? await findTold(posting, content, comment) : null;
  posting.deps.checkpoint?.('comments read');
  if (told !== null) {
    if (content.evidenceHome.in === 'new-comment') await refreshComment(posting, told, content.evidenceBlock);
    return [`Our comment ${told.id} on #${issue} tells the same already; no second one was posted.`];
  }
  const act = (sure: GitHub) => createComment(sure, issue, comment);
  await write(posting, 'create-comment', act, ({ id }) => `comment ${id}`);
  return [];
}

/** Our comment with the same news, or, on first contact, the one that holds the evidence of this problem already. */
async function findTold(posting: Posting, content: IssueChange, comment: string): Promise<IssueComment | null> {
  const { draft } = posting;
  const news = parseMarkers(comment).find((marker) => marker.draft === draft.id)?.news;
  const isFirstContact = content.evidenceHome.in === 'new-comment';
  const tellsTheSame = ({ body }: IssueComment, marker: Marker) =>
    news === undefined ? isFirstContact && readEvidenceBlock(body) !== null : marker.news === news;
  const comments = await ourComments(posting, content.issue);
  return (
    comments.find((one) =>
      parseMarkers(one.body).some((marker) => marker.fingerprint === draft.fingerprint && tellsTheSame(one, marker)),
    ) ?? null
  );
}

async function ourComments({ deps: { github } }: Posting, issue: number): Promise<IssueComment[]> {
  return (await listComments(github, issue)).filter(({ author }) => isTrusted(github, author));
}

function isOfDraft({ body }: IssueComment, draft: string): boolean {
  return parseMarkers(body).some((marker) => marker.draft === draft);
}
