import type { Draft } from '../model/draft.ts';
import { UsageError } from '../model/errors.ts';
import { refusal, withoutRepository } from '../publish/refusal.ts';
import { setDraftState } from '../store/drafts.ts';
import { transact } from '../store/open.ts';
import { noteAct } from '../store/reviews.ts';
import { changedMeanwhile, requireSeen } from './changed-meanwhile.ts';
import type { DecisionDeps } from './deps.ts';
import type { ApproveRequest } from './requests.ts';

/**
 * Approves exactly the content that the person saw; if it changes afterwards, it needs another approval. Where `live`
 * says what was shown of the issue on GitHub, posting looks again, and does not post on another. A draft that failed may
 * be approved again.
 *
 * @throws UsageError when there is no such draft, it is beyond approval, or has nowhere to go; ChangedMeanwhile when it
 * is not what was seen
 */
export async function approveDraft(
  id: string,
  { seen, live }: ApproveRequest,
  { store, now }: DecisionDeps,
): Promise<Draft> {
  const draft = await requireSeen(store, id, seen);
  const { state, hash } = draft;
  if (state.status === 'approved' && state.hash === hash && (live === null || state.live === live)) return draft;
  if (state.status !== 'pending' && state.status !== 'approved' && state.status !== 'failed') {
    throw new UsageError(refusal(draft, 'approved'));
  }
  // Approved, it would wait for a posting that passes it by.
  if (draft.repository === '') throw new UsageError(withoutRepository(draft));
  const to = { status: 'approved', hash, at: now(), ...(live !== null && { live }) } as const;
  await transact(store, async (transaction) => {
    if (!(await setDraftState(transaction, id, { from: [state.status], to, seen }))) {
      throw await changedMeanwhile(transaction, draft);
    }
    await noteAct(transaction, draft, 'approved', to.at);
  });
  return { ...draft, state: to };
}
