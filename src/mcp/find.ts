import { NotFoundError, UsageError } from '../model/errors.ts';
import type { Run, TriagedCluster } from '../model/run.ts';
import type { Store } from '../store/open.ts';
import { getRun, lastRun } from '../store/runs.ts';
import { runsNaming } from '../store/runs-naming.ts';
import { matchFingerprint } from '../triage/explain-match.ts';

/** @throws NotFoundError where there is no such run, or none at all */
export async function findRun(store: Store, id: string | undefined): Promise<Run> {
  const run = id === undefined ? await lastRun(store) : await getRun(store, id);
  if (run !== null) return run;
  throw new NotFoundError(
    id === undefined
      ? 'There is no run yet. collect_logs reads the logs and makes one.'
      : `There is no run ${id}. Leave run out for the newest.`,
  );
}

export interface Found {
  readonly run: Run;
  readonly triaged: TriagedCluster;
}

/**
 * A cluster by its fingerprint, by that of one of its patterns, or by the beginning of one: of `run`, else of the newest
 * run that knows it.
 *
 * @throws NotFoundError, or UsageError where the beginning fits several
 */
export async function findCluster(store: Store, asked: string, id: string | undefined): Promise<Found> {
  const runs = id === undefined ? runsNaming(store, asked) : [await findRun(store, id)];
  for await (const run of runs) {
    const match = matchFingerprint(
      asked,
      run.clusters.map(({ cluster }) => cluster),
    );
    if (match.kind === 'none') continue;
    if (match.kind === 'several') {
      const some = match.candidates.slice(0, 5).map(({ fingerprint }) => fingerprint);
      throw new UsageError(
        `${asked} fits ${match.candidates.length} fingerprints in run ${run.id}, such as ${some.join(', ')}. Give more of it.`,
      );
    }
    const triaged = run.clusters.find(({ cluster }) => cluster === match.cluster);
    if (triaged !== undefined) return { run, triaged };
  }
  const where = id === undefined ? 'No run knows' : `Run ${id} does not know`;
  throw new NotFoundError(`${where} a cluster ${asked}. list_clusters shows those of a run.`);
}
