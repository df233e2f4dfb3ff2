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
  readonly record: string;
  /** As the record says. */
  readonly run: Run;
  /** With what has become of its drafts since. */
  readonly current: Run;
}

/** Reads runs, and remembers those read last for as long as nothing was written: reading a large one takes a while. */
export interface RunMemory {
  /** With what has become of its drafts; null = there is no such run. @throws StoreError when it cannot be read */
  read(id: string): Promise<Run | null>;
}

export function createRunMemory(store: Store): RunMemory {
  const kept = new Map<string, Kept>();
  const remember = (id: string, one: Kept): Run => {
    // The one read last stands last.
    kept.delete(id);
    kept.set(id, one);
    for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
    return one.current;
  };
  return {
    async read(id) {
      const version = await storeVersion(store);
      const known = kept.get(id);
      if (known?.version === version) return known.current;
      const record = await readRunRecord(store, id);
      if (record === null) return null;
      const run = known?.record === record ? known.run : parseRecord(RunRecord, record, `run ${id}`, store.where);
      return remember(id, { version, record, run, current: await withDraftStates(run, store) });
    },
  };
}
