import type { Store } from '../../store/open.ts';
import { listRunStatuses, type RunHead, readRunHead, readRunRecord } from '../../store/run-heads.ts';

/** Older ones are found by their drafts. */
const MOST_RUNS = 100;

/** The newest runs, for people to choose from. */
export interface RunList {
  read(): Promise<RunHead[]>;
}

/** The heads of the newest runs. What a run that is over says of itself at its head stays so, and is read once. */
export function createRunList(store: Store): RunList {
  const known = new Map<string, RunHead>();
  return {
    async read() {
      const heads: RunHead[] = [];
      for (const { id, status } of await listRunStatuses(store, MOST_RUNS)) {
        const before = known.get(id);
        const isSame = before !== undefined && status !== 'running' && before.status === status;
        const record = isSame ? null : await readRunRecord(store, id);
        const head = isSame ? before : record === null ? null : readRunHead(record);
        if (head === null) continue;
        known.set(id, head);
        heads.push(head);
      }
      return heads;
    },
  };
}
