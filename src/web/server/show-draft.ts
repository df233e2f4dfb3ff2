import type { Claim } from '../../model/claim.ts';
import type { Draft } from '../../model/draft.ts';
import { editableMarkdown } from '../../review/editable.ts';
import { findCluster } from '../../review/find-cluster.ts';
import { postingWords } from '../../review/posting-words.ts';
import { standingUnbacked } from '../../review/unbacked.ts';
import { editOf } from '../../store/edits.ts';
import type { Store } from '../../store/open.ts';
import type { DraftView } from '../views.ts';
import type { RouteDeps } from './deps.ts';
import type { RunMemory } from './run-memory.ts';
import { draftView } from './views/draft-view.ts';

/** A draft with what its run and its edits say of it. */
export async function showDraft(
  draft: Draft,
  { review, runs, findUnbacked }: Pick<RouteDeps, 'review' | 'runs' | 'findUnbacked'>,
): Promise<DraftView> {
  const edit = await editOf(review.store, draft.id);
  const claims = await claimsOf(draft, review.store, runs);
  // The agent's words stay as they were found; a person's are held against all that was looked up, which takes a while.
  const unbacked =
    edit === null ? standingUnbacked(editableMarkdown(draft.content) ?? '', claims) : await findUnbacked(draft);
  const posting = await postingWords(draft, review);
  return draftView(draft, { claims, unbacked, editedAt: edit?.at ?? null, posting });
}

/** Of the report that it was written from; none where its run cannot be read any more: a draft stands by itself. */
async function claimsOf(draft: Draft, store: Store, runs: RunMemory): Promise<readonly Claim[]> {
  const found = await findCluster(store, draft, runs.read);
  return found?.triaged.investigation?.claims ?? [];
}
