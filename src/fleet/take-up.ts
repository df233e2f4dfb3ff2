import type { Run } from '../model/run.ts';
import type { Store } from '../store/open.ts';
import { isLeftOpen, runsWithFailures } from '../store/runs.ts';
import { seenSince } from '../store/sightings.ts';
import type { TriageDeps } from '../triage/request.ts';
import { holdDeadLetters } from './dead-letters.ts';
import { urgencyOf } from './jobs.ts';
import type { Queue } from './queue.ts';

/**
 * Asks once more for what nobody could look into in earlier runs of the service that this run has just ended for, as a
 * run of one process does: it reached GitHub, so that what kept the others from it may be over. A problem that a later
 * run saw too is that one's. What fails again is a dead letter again.
 *
 * @param mode `draft` where nothing is to be posted any more, whatever those runs were begun with
 */
export async function takeUpFailed(
  { id, service, repository }: Run,
  mode: Run['mode'],
  { queue, store, onEvent }: { readonly queue: Queue; readonly store: Store } & Pick<TriageDeps, 'onEvent'>,
): Promise<void> {
  const passOver = (run: string, why: string): void => {
    const text = `What failed in run ${run} is not taken up: its record cannot be read (${why}).`;
    onEvent({ kind: 'note', text });
  };
  const failed = await runsWithFailures(store, repository ?? '', passOver, service);
  const earlier = failed.filter((run) => run.id !== id);
  if (earlier.length === 0) return;
  const letters = await holdDeadLetters(queue, 'investigate', new Set(earlier.map((run) => run.id)));
  for (const run of earlier) {
    for (const { cluster, priority } of run.clusters.filter(isLeftOpen)) {
      const { fingerprint } = cluster;
      if (await seenSince(store, run, fingerprint)) continue;
      const job = { service, mode: mode === 'auto' ? run.mode : mode, run: run.id, fingerprint, again: true };
      await queue.sendInvestigate([{ job, priority: urgencyOf(priority) }]);
    }
  }
  // Each of them is a job now, or nobody's any more.
  await letters.drop();
}
