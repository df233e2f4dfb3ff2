import type { Draft } from '../model/draft.ts';
import { UsageError } from '../model/errors.ts';
import type { Ruling } from '../model/ruling.ts';
import { refusal } from '../publish/refusal.ts';
import { setDraftState } from '../store/drafts.ts';
import { recordIssue } from '../store/issues.ts';
import { type Store, transact } from '../store/open.ts';
import { noteAct } from '../store/reviews.ts';
import { addRuling } from '../store/rulings.ts';
import { changedMeanwhile, requireSeen } from './changed-meanwhile.ts';
import type { LiveDeps } from './deps.ts';
import { makeRule } from './make-ruling.ts';
import type { RejectRequest } from './requests.ts';

/**
 * Rejects a draft; the reason is kept with it. A ruling tells later runs what to make of the problem; without one the
 * next run drafts it again.
 *
 * @throws UsageError when there is no such draft, no reason is given, it is posted or being posted, or the ruling cannot
 * be respected; ChangedMeanwhile when it is not what was seen
 */
export async function rejectDraft(id: string, { seen, reason, ruling }: RejectRequest, deps: LiveDeps): Promise<Draft> {
  const draft = await requireSeen(deps.store, id, seen);
  const because = reason.trim();
  if (because === '') throw new UsageError('A rejection needs a reason; it tells the next reviewer why.');
  const { status } = draft.state;
  if (status === 'posting' || status === 'posted' || status === 'rejected') {
    throw new UsageError(refusal(draft, 'rejected'));
  }
  const rule = ruling === undefined ? null : await makeRule(ruling, draft, deps);
  const at = deps.now();
  return transact(deps.store, async (store) => {
    const kept = rule && (await keepRuling(store, { rule, reason: because, at }, draft));
    const by = { by: 'reviewer', ...(kept !== null && { ruling: kept.id }) } as const;
    const to = { status: 'rejected', reason: because, at, ...by } as const;
    if (!(await setDraftState(store, id, { from: [status], to, seen }))) throw await changedMeanwhile(store, draft);
    await noteAct(store, draft, 'rejected', at);
    return { ...draft, state: to };
  });
}

async function keepRuling(
  store: Store,
  made: Pick<Ruling, 'rule' | 'reason' | 'at'>,
  { id: draft, repository, fingerprint }: Draft,
): Promise<Ruling> {
  const { rule } = made;
  if (rule.kind === 'duplicate') {
    await recordIssue(store, { repository, fingerprint }, { issue: rule.of, login: null, commentedAt: null });
  }
  return addRuling(store, { ...made, draft, repository, fingerprint });
}
