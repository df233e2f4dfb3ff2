import type { Draft } from '../model/draft.ts';
import { UsageError } from '../model/errors.ts';
import { refusal, withoutRepository } from '../publish/refusal.ts';
import { setDraftState } from '../store/drafts.ts';
import type { Store } from '../store/open.ts';
import { requireDraft } from './require-draft.ts';

/**
 * Approves exactly what the draft says now; if it changes afterwards, it needs another approval. A draft that failed may
 * be approved again.
 *
 * @throws UsageError when there is no such draft, it is beyond approval, or has nowhere to go
 */
export async function approveDraft(store: Store, id: string, { now }: { readonly now: () => string }): Promise<Draft> {
  const draft = await requireDraft(store, id);
  const { state, hash } = draft;
  if (state.status === 'approved' && state.hash === hash) return draft;
  if (state.status !== 'pending' && state.status !== 'approved' && state.status !== 'failed') {
    throw new UsageError(refusal(draft, 'approved'));
  }
  // Approved, it would wait for a posting that passes it by.
  if (draft.repository === '') throw new UsageError(withoutRepository(draft));
  const to = { status: 'approved', hash, at: now() } as const;
  if (!(await setDraftState(store, id, { from: [state.status], to }))) {
    throw new UsageError(`Draft ${id} was changed while you looked at it. Look again before you approve it.`);
  }
  return { ...draft, state: to };
}
