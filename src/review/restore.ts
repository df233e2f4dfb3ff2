import type { Draft } from '../model/draft.ts';
import { UsageError } from '../model/errors.ts';
import { refusal } from '../publish/refusal.ts';
import { editOf, putBackContent } from '../store/edits.ts';
import { transact } from '../store/open.ts';
import { noteAct } from '../store/reviews.ts';
import { changedMeanwhile, requireSeen } from './changed-meanwhile.ts';
import type { DecisionDeps } from './deps.ts';
import { requireDraft } from './require-draft.ts';

/**
 * Takes all edits back: the draft says again what was drafted first, and waits for review.
 *
 * @throws UsageError when there is no such draft or it is decided on otherwise; ChangedMeanwhile when it is not what was
 * seen
 */
export async function restoreDraft(
  id: string,
  { seen }: { readonly seen: string },
  { store, now }: DecisionDeps,
): Promise<Draft> {
  const draft = await requireSeen(store, id, seen);
  const { status } = draft.state;
  if (status === 'posting' || status === 'posted' || status === 'rejected') {
    throw new UsageError(refusal(draft, 'edited'));
  }
  const edit = await editOf(store, id);
  if (edit === null) return draft;
  return transact(store, async (transaction) => {
    if (!(await putBackContent(transaction, id, edit.original, { seen }))) {
      throw await changedMeanwhile(transaction, draft);
    }
    await noteAct(transaction, draft, 'restored', now());
    return requireDraft(transaction, id);
  });
}
