import type { Claim } from '../../model/claim.ts';
import type { Draft } from '../../model/draft.ts';
import { editOf } from '../../store/edits.ts';
import type { Store } from '../../store/open.ts';
import { UnreadableRecord } from '../../store/parse-record.ts';
import type { DraftView } from '../views.ts';
import type { RunMemory } from './run-memory.ts';
import { draftView } from './views/draft-view.ts';

/** A draft with what its run and its edits say of it. */
export async function showDraft(
  draft: Draft,
  { store, runs }: { readonly store: Store; readonly runs: RunMemory },
): Promise<DraftView> {
  const edit = await editOf(store, draft.id);
  return draftView(draft, { claims: await claimsOf(draft, runs), editedAt: edit?.at ?? null });
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
