import { sleep } from '../github/repeat.ts';
import type { Run, TriagedCluster } from '../model/run.ts';
import { type Store, transactOn } from '../store/open.ts';
import { saveRun } from '../store/runs.ts';
import { writeWorklog } from '../worklog/write.ts';
import { withDraftStates } from './refresh-run.ts';

/**
 * Keeps the run. What has become of its drafts is what the store says when it is written: a person or a later run may
 * have decided on one meanwhile. Changes hold at once; run and worklog are written one write at a time, and changes that come meanwhile
 * share the next one: with ten thousand clusters the whole is not written ten thousand times.
 */
export interface Recorder {
  run(): Run;
  change(make: (run: Run) => Run): void;
  changeCluster(fingerprint: string, change: Partial<TriagedCluster>): void;
  /** Waits until what holds now is written. Throws what went wrong with any write so far. */
  settle(): Promise<void>;
}

/** A write is followed by a pause of as many times its length, so that writing is not all that is done. */
const REST = 2;
/** Nobody looks more often. */
const LEAST_REST_MS = 100;

/**
 * `wait` is the machine's own patience, in milliseconds, which ends with the signal; `worklogDir` null = its worklog is
 * written by another.
 */
export function createRecorder(
  first: Run,
  deps: { store: Store; worklogDir: string | null; now: () => string; wait?: typeof sleep },
): Recorder {
  const { store, worklogDir, now, wait = sleep } = deps;
  let current = first;
  let written: Run | null = null;
  let writing: Promise<void> | null = null;
  let hurry = new AbortController();

  async function writeUntilCurrent(): Promise<void> {
    while (written !== current) {
      const run = current;
      const began = performance.now();
      const fresh = await transactOn(store, `run ${run.id}`, async (inside) => {
        const told = await withDraftStates(run, inside);
        await saveRun(inside, told);
        return told;
      });
      if (worklogDir !== null) await writeWorklog(worklogDir, fresh);
      // What was changed meanwhile is written next, with what has become of the drafts then.
      if (current === run) current = fresh;
      written = fresh;
      const rest = Math.max(REST * (performance.now() - began), LEAST_REST_MS);
      if (!hurry.signal.aborted) await wait(rest, hurry.signal);
    }
  }
  function keepWriting(): Promise<void> {
    writing ??= writeUntilCurrent().finally(() => {
      writing = null;
    });
    return writing;
  }
  function change(make: (run: Run) => Run): void {
    current = { ...make(current), updatedAt: now() };
    // What fails here is tried again, and thrown, by settle.
    keepWriting().catch(() => undefined);
  }
  return {
    run: () => current,
    change,
    changeCluster: (fingerprint, part) => change((run) => withCluster(run, fingerprint, part)),
    async settle() {
      hurry.abort();
      try {
        while (written !== current) await keepWriting();
      } finally {
        hurry = new AbortController();
      }
    },
  };
}

/** The run with a part of one of its clusters changed. */
export function withCluster(run: Run, fingerprint: string, part: Partial<TriagedCluster>): Run {
  return {
    ...run,
    clusters: run.clusters.map((one) => (one.cluster.fingerprint === fingerprint ? { ...one, ...part } : one)),
  };
}
