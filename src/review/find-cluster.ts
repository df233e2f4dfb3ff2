import type { Draft } from '../model/draft.ts';
import type { Run, TriagedCluster } from '../model/run.ts';
import type { Store } from '../store/open.ts';
import { UnreadableRecord } from '../store/parse-record.ts';
import { getRun } from '../store/runs.ts';

/** The run and the cluster that a draft is about; null = the run is gone or unreadable, or it tells of a recovery. */
export async function findCluster(
  store: Store,
  { run: id, fingerprint }: Pick<Draft, 'run' | 'fingerprint'>,
): Promise<{ readonly run: Run; readonly triaged: TriagedCluster } | null> {
  const run = await getRun(store, id).catch((error: unknown) => {
    if (error instanceof UnreadableRecord) return null;
    throw error;
  });
  const triaged = run?.clusters.find(({ cluster }) => cluster.fingerprint === fingerprint);
  return run && triaged ? { run, triaged } : null;
}
