import type { Run, TriagedCluster } from '../model/run.ts';
import type { Store } from '../store/open.ts';
import { saveRun } from '../store/runs.ts';
import { writeWorklog } from '../worklog/write.ts';

/** Keeps the run: every change is stored and the worklog written again before the change counts as made. */
export interface Recorder {
  run(): Run;
  change(make: (run: Run) => Run): Promise<void>;
  changeCluster(fingerprint: string, change: Partial<TriagedCluster>): Promise<void>;
}

/** Changes come from clusters that are investigated at once: they are made one after another. */
export function createRecorder(first: Run, deps: { store: Store; worklogDir: string; now: () => string }): Recorder {
  let current = first;
  let queue: Promise<void> = Promise.resolve();
  const change = (make: (run: Run) => Run): Promise<void> => {
    const next = queue.then(async () => {
      current = { ...make(current), updatedAt: deps.now() };
      await saveRun(deps.store, current);
      await writeWorklog(deps.worklogDir, current);
    });
    // The caller gets the failure; the changes behind it are still tried.
    queue = next.catch(() => undefined);
    return next;
  };
  return {
    run: () => current,
    change,
    changeCluster: (fingerprint, part) =>
      change((run) => ({
        ...run,
        clusters: run.clusters.map((one) => (one.cluster.fingerprint === fingerprint ? { ...one, ...part } : one)),
      })),
  };
}
