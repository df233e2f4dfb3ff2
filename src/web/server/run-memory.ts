import { Run } from '../../model/run.ts';
import type { Store } from '../../store/open.ts';
import { Json, parseRecord } from '../../store/parse-record.ts';
import { readRunRecord } from '../../store/run-heads.ts';
import { storeVersion } from '../../store/version.ts';
import { withDraftStates } from '../../triage/refresh-run.ts';

/** A person looks at one run, and at another to compare. */
const MOST_KEPT = 3;

const RunRecord = Json.pipe(Run);

interface Kept {
  readonly version: string;
  /** What was read, while it goes on; null = it is over. */
  readonly record: string | null;
  /** As the record says. */
  readonly run: Run;
  /** With what has become of its drafts since. */
  readonly current: Run;
}

/** Reads runs, and remembers those read last: to read a large one takes a second. */
export interface RunMemory {
  /** With what has become of its drafts; null = there is no such run. @throws StoreError when it cannot be read */
  read(id: string): Promise<Run | null>;
}

export function createRunMemory(store: Store): RunMemory {
  const kept = new Map<string, Kept>();
  const remember = async (id: string, version: string, run: Run, record: string): Promise<Run> => {
    const current = await withDraftStates(run, store);
    // The one read last stands last.
    kept.delete(id);
    kept.set(id, { version, record: run.status === 'running' ? record : null, run, current });
    for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
    return current;
  };
  return {
    async read(id) {
      const version = await storeVersion(store);
      const known = kept.get(id);
      if (known?.version === version) return known.current;
      // Once a run is over, only what became of its drafts changes in it (triage/refresh-run.ts): that is read anew.
      if (known !== undefined && known.record === null) return remember(id, version, known.run, '');
      const record = await readRunRecord(store, id);
      if (record === null) return null;
      const isSame = known?.record === record;
      return remember(
        id,
        version,
        isSame ? known.run : parseRecord(RunRecord, record, `run ${id}`, store.where),
        record,
      );
    },
  };
}
