import type { GitHub } from '../github/client.ts';
import { readEvidenceBlock, replaceEvidenceBlock } from '../github/evidence-block.ts';
import { listComments, updateComment, updateIssueBody } from '../github/issues.ts';
import { isTrusted } from '../github/marked-issues.ts';
import type { IssueChange } from '../model/draft.ts';
import type { Issue, IssueComment } from '../model/issue.ts';
import { NotPostable, type Posting, settle, write } from './posting.ts';

/** Brings the evidence up to date where it lives; what people wrote around it stays. Writes nothing where nothing changed. */
export async function editEvidence(posting: Posting, content: IssueChange, issue: Issue): Promise<void> {
  const { github } = posting.deps;
  const { evidenceHome, evidenceBlock } = content;
  if (evidenceHome.in === 'new-comment') return;
  if (evidenceHome.in === 'comment') {
    const comments = await listComments(github, issue.number);
    const home = comments.find(({ id, author }) => id === evidenceHome.id && isTrusted(github, author));
    if (home !== undefined) return refreshComment(posting, home, evidenceBlock);
    throw new NotPostable(
      `Our comment with the evidence on #${issue.number} is gone. Run triage again: it finds the evidence another place.`,
    );
  }
  const body = replaceEvidenceBlock(issue.body, evidenceBlock);
  await settle(posting, 'update-body', body === issue.body ? 'done' : 'absent', 'the body as it is now');
  if (body === issue.body) return;
  const update = (sure: GitHub) => updateIssueBody(sure, issue.number, body);
  await write(posting, 'update-body', update, () => `#${issue.number}`);
}

/** Puts the evidence into a comment of ours in the place of the old; a comment without any is left as it is. */
export async function refreshComment(posting: Posting, home: IssueComment, evidenceBlock: string): Promise<void> {
  const body = readEvidenceBlock(home.body) === null ? home.body : replaceEvidenceBlock(home.body, evidenceBlock);
  await settle(posting, 'update-comment', body === home.body ? 'done' : 'absent', 'the comment as it is now');
  if (body === home.body) return;
  const update = (sure: GitHub) => updateComment(sure, home.id, body);
  await write(posting, 'update-comment', update, () => `comment ${home.id}`);
}
