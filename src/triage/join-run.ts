import { StoreError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import { type Store, transactOn } from '../store/open.ts';
import { createRunReader } from '../store/run-reader.ts';
import { saveRun } from '../store/runs.ts';
import { writeWorklog } from '../worklog/write.ts';
import { type Recorder, withCluster } from './recorder.ts';
import { withStates } from './refresh-run.ts';

/**
 * Keeps a run that several processes work on: what is changed here is done, when `settle` is called, to what the run is
 * then, whoever changed it meanwhile.
 *
 * @param worklogDir null = its worklog is written by another
 * @throws StoreError when there is no such run
 */
export async function joinRun(
  id: string,
  deps: { readonly store: Store; readonly worklogDir: string | null; readonly now: () => string },
): Promise<Recorder> {
  const { store, worklogDir, now } = deps;
  const readBoth = createRunReader(id);
  const read = async (from: Store) => {
    const { run, states } = await readBoth(from);
    if (run === null) throw new StoreError(`There is no run ${id} in ${store.where}; its jobs have nothing to do.`);
    return { run, states };
  };
  let { run: current } = await read(store);
  let changes: ((run: Run) => Run)[] = [];
  const change: Recorder['change'] = (make) => {
    changes.push(make);
    current = make(current);
  };
  return {
    run: () => current,
    change,
    changeCluster: (fingerprint, part) => change((run) => withCluster(run, fingerprint, part)),
    async settle() {
      const made = changes;
      current = await transactOn(store, `run ${id}`, async (inside) => {
        const { run: latest, states } = await read(inside);
        const changed = made.reduce((run, make) => make(run), latest);
        const told = await withStates({ ...changed, updatedAt: now() }, states, inside);
        await saveRun(inside, told);
        return told;
      });
      changes = changes.slice(made.length);
      if (worklogDir !== null) await writeWorklog(worklogDir, current);
    },
  };
}
