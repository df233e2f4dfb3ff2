import type { Draft } from '../model/draft.ts';
import { UsageError } from '../model/errors.ts';
import { refusal } from '../publish/refusal.ts';

/** @throws UsageError in words when a draft is beyond being edited or rejected: posted, on its way, or rejected */
export function refuseDecided(draft: Draft, verb: 'edited' | 'rejected'): void {
  const { status } = draft.state;
  if (status === 'posting' || status === 'posted' || status === 'rejected') throw new UsageError(refusal(draft, verb));
}
