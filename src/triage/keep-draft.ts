import type { Redactor } from '../collect/redact.ts';
import type { Priority } from '../model/assessment.ts';
import type { Draft, DraftContent, RunDraft } from '../model/draft.ts';
import type { Issue } from '../model/issue.ts';
import type { Run } from '../model/run.ts';
import { hashContent } from '../store/content-hash.ts';
import { addDraft } from '../store/drafts.ts';
import type { Store } from '../store/open.ts';
import { redactStrings } from './redact-clusters.ts';

/** Stores a draft, after the last look for secrets, and gives what the run says of it. */
export async function keepDraft(
  content: DraftContent,
  about: { id: string; fingerprint: string; priority: Priority; target: Issue | null; author: string },
  { run, redactor, store }: { run: Run; redactor: Redactor; store: Store },
): Promise<RunDraft> {
  const { id, fingerprint, priority } = about;
  const outgoing = await redactStrings(content, redactor);
  const target = outgoing.action === 'create' ? null : about.target;
  const draft: Draft = {
    id,
    run: run.id,
    fingerprint,
    repository: run.repository ?? '',
    priority,
    title: outgoing.action === 'create' ? outgoing.title : (target?.title ?? ''),
    content: outgoing,
    hash: hashContent(outgoing),
    state: { status: 'pending' },
  };
  await addDraft(store, draft, about.author);
  const issue = outgoing.action === 'create' ? null : outgoing.issue;
  return { id, title: draft.title, action: outgoing.action, issue, url: target?.url ?? null, state: draft.state };
}
