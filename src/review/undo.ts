import type { Draft } from '../model/draft.ts';
import { NotFoundError, UsageError } from '../model/errors.ts';
import { refusal } from '../publish/refusal.ts';
import { setDraftState } from '../store/drafts.ts';
import { transact } from '../store/open.ts';
import { noteAct } from '../store/reviews.ts';
import { changedMeanwhile, requireSeen } from './changed-meanwhile.ts';
import type { DecisionDeps } from './deps.ts';
import { refuseHalfPosted } from './half-posted.ts';
import { liftRuling } from './rulings.ts';

/**
 * Takes back what a reviewer decided on a draft: it waits for review again. The ruling that was made with it is lifted.
 *
 * @throws UsageError when there is nothing to take back, or too late; ChangedMeanwhile when it is not what was seen
 */
export async function undoDecision(
  id: string,
  { seen }: { readonly seen: string },
  { store, now }: DecisionDeps,
): Promise<Draft> {
  const draft = await requireSeen(store, id, seen);
  const { state } = draft;
  if (state.status === 'pending') throw new UsageError(`Draft ${id} waits for review: there is nothing to take back.`);
  if (state.status === 'posted' || state.status === 'posting') throw new UsageError(refusal(draft, 'taken back'));
  if (state.status === 'failed') {
    throw new UsageError(
      `Draft ${id} failed: ${state.error} Approve it again to post it as it is, or edit or reject it.`,
    );
  }
  if (state.status === 'rejected' && state.by !== 'reviewer') {
    throw new UsageError(`Draft ${id} was put out of the way by a run (${state.reason}), not by a reviewer.`);
  }
  const to = { status: 'pending' } as const;
  await transact(store, async (transaction) => {
    await refuseHalfPosted(transaction, draft);
    if (!(await setDraftState(transaction, id, { from: [state.status], to, seen }))) {
      throw await changedMeanwhile(transaction, draft);
    }
    if (state.status === 'rejected' && state.ruling !== undefined) {
      await liftRuling(state.ruling, { store: transaction, now }).catch(passOverLifted);
    }
    await noteAct(transaction, draft, 'undone', now());
  });
  return { ...draft, state: to };
}

/** Somebody may have lifted it by itself before. */
function passOverLifted(error: unknown): void {
  if (!(error instanceof NotFoundError)) throw error;
}
