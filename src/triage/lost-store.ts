import { isBlank } from '../store/blank.ts';
import type { Store } from '../store/open.ts';
import { count } from '../wording/words.ts';
import type { OpenTracker } from './reaches.ts';
import type { Recorder } from './recorder.ts';

/**
 * Warns where GitHub holds issues of ours and the store is blank, as on a runner that begins each run with an empty
 * disk: the markers prevent a second issue, but what only a store can know is lost.
 */
export async function warnOfLostStore(
  recorder: Recorder,
  { repository, reach }: OpenTracker,
  store: Store,
): Promise<void> {
  const { id } = recorder.run();
  const known = new Set(reach.marked.issues.values()).size;
  if (known === 0 || !(await isBlank(store, { run: id, repository }))) return;
  const warning = `${repository} has ${count(known, 'issue')} by log-gardener, and the store ${store.where} is new: was an older one lost? No second issue is made, since the markers on GitHub tell; but earlier counts, priorities and drafts are forgotten. Keep the state folder from run to run.`;
  recorder.change((run) => ({ ...run, warnings: [...run.warnings, warning] }));
}
