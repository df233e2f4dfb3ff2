import type { Draft } from '../model/draft.ts';
import { UsageError } from '../model/errors.ts';
import { visible } from '../publish/visible.ts';
import { ledgerOf } from '../store/ledger.ts';
import type { Store } from '../store/open.ts';

/**
 * A draft of which a part stands on GitHub can only go on as it is.
 *
 * @throws UsageError when earlier tries wrote something, or may have
 */
export async function refuseHalfPosted(store: Store, { id }: Pick<Draft, 'id'>): Promise<void> {
  const steps = visible(await ledgerOf(store, id), ['done', null]).filter(({ step }) => step !== 'look');
  if (steps.length === 0) return;
  throw new UsageError(
    `Draft ${id} stays as it is: a part of it (${steps.map(({ step }) => step).join(', ')}) is or may be on GitHub ` +
      `already. Approve and post it again to see it through, or reject it.`,
  );
}
