import type { GitHub } from '../github/client.ts';
import { lastWrite } from '../store/ledger.ts';
import type { Store } from '../store/open.ts';
import type { Timing } from './deps.ts';

/**
 * Waits until the last write of any process on this store is `writeIntervalMs` ago. Within one process the client keeps
 * that pace by itself, and the lease keeps others from writing meanwhile; this is for those that take turns on it.
 */
export async function restAfterLastWrite(
  store: Store,
  { writeIntervalMs }: Pick<GitHub, 'writeIntervalMs'>,
  { clock, wait }: Timing,
): Promise<void> {
  const last = writeIntervalMs === 0 ? null : await lastWrite(store);
  if (last === null) return;
  // Another machine's clock may be ahead: never longer than the interval.
  const left = Math.min(writeIntervalMs, Date.parse(last) + writeIntervalMs - clock());
  if (left > 0) await wait(left);
}
