import type { Claim } from '../../model/claim.ts';
import type { Draft } from '../../model/draft.ts';
import { editableMarkdown } from '../../review/editable.ts';
import { editOf } from '../../store/edits.ts';
import { UnreadableRecord } from '../../store/parse-record.ts';
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
  const claims = await claimsOf(draft, runs);
  // What a person typed is held against all that was looked up, which takes a while.
  const unbacked = edit === null ? standingUnbacked(draft, claims) : await findUnbacked(draft);
  return draftView(draft, { claims, unbacked, editedAt: edit?.at ?? null });
}

/** Of the agent's words: as they were found when they were written. */
function standingUnbacked({ content }: Draft, claims: readonly Claim[]): Claim[] {
  const text = editableMarkdown(content) ?? '';
  return claims.filter((claim) => claim.because !== null && !claim.cut && text.includes(claim.text));
}

/** Of the report that it was written from; none where its run cannot be read any more: a draft stands by itself. */
async function claimsOf({ run: id, fingerprint }: Draft, runs: RunMemory): Promise<readonly Claim[]> {
  const run = await runs.read(id).catch((error: unknown) => {
    if (error instanceof UnreadableRecord) return null;
    throw error;
  });
  const found = run?.clusters.find(({ cluster }) => cluster.fingerprint === fingerprint);
  return found?.investigation?.claims ?? [];
}
