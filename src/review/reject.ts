import type { Draft } from '../model/draft.ts';
import { UsageError } from '../model/errors.ts';
import { refusal } from '../publish/refusal.ts';
import { setDraftState } from '../store/drafts.ts';
import type { Store } from '../store/open.ts';
import { requireDraft } from './require-draft.ts';

/**
 * Rejects a draft for good; the reason is kept with it.
 *
 * @throws UsageError when there is no such draft, no reason is given, or it is posted or being posted
 */
export async function rejectDraft(
  store: Store,
  id: string,
  reason: string,
  { now }: { readonly now: () => string },
): Promise<Draft> {
  const draft = await requireDraft(store, id);
  if (reason.trim() === '') throw new UsageError('A rejection needs a reason; it tells the next reviewer why.');
  const { status } = draft.state;
  if (status === 'posting' || status === 'posted' || status === 'rejected') {
    throw new UsageError(refusal(draft, 'rejected'));
  }
  const to = { status: 'rejected', reason: reason.trim(), at: now() } as const;
  if (!(await setDraftState(store, id, { from: [status], to }))) {
    throw new UsageError(`Draft ${id} was changed while you looked at it. Look again before you reject it.`);
  }
  return { ...draft, state: to };
}
