import { lastWrite } from '../store/ledger.ts';
import { type Posting, waitUnlessBrokenOff } from './posting.ts';

/**
 * Waits until the last write of any process on this store is `writeIntervalMs` ago. Within one process the client keeps
 * that pace by itself, and the lease keeps others from writing meanwhile; this is for those that take turns on it.
 *
 * @throws GitHubError once the signal came
 */
export async function restAfterLastWrite(posting: Posting): Promise<void> {
  const { store, github } = posting.deps;
  const { writeIntervalMs } = github;
  const last = writeIntervalMs === 0 ? null : await lastWrite(store);
  if (last === null) return;
  // Another machine's clock may be ahead: never longer than the interval.
  const left = Math.min(writeIntervalMs, Date.parse(last) + writeIntervalMs - posting.timing.clock());
  if (left > 0) await waitUnlessBrokenOff(left, posting, 'wait after what was written last');
}
