import { type Past, pastOf, type Reading } from '../assess/tracking.ts';
import { findSuspects, type Suspected } from '../investigate/find-suspects.ts';
import { onsetOf } from '../investigate/onset.ts';
import { createToolbox, type Reach } from '../investigate/toolbox.ts';
import type { Cluster } from '../model/cluster.ts';
import type { RevisionSpan } from '../model/completeness.ts';
import type { Run } from '../model/run.ts';
import { recallTracked } from '../store/tracked.ts';
import type { TriageDeps } from './request.ts';

/** What is known of a cluster before it is investigated. */
export interface Background {
  /** What earlier runs saw of it; null = nothing. */
  readonly past: Past | null;
  readonly suspected: Suspected;
}

/** The files of so many clusters are asked for together: GitHub ends a query that takes longer than ten seconds. */
const TOGETHER = 4;

/** Gives the background of each cluster of a run by its fingerprint; several are read with one request, once. */
export function shareBackgrounds(
  run: Run,
  { reading, revisions, reach }: { reading: Reading; revisions: readonly RevisionSpan[]; reach: Reach },
  { store, config }: Pick<TriageDeps, 'store' | 'config'>,
): (cluster: Cluster) => Promise<Background> {
  const clusters = run.clusters.map(({ cluster }) => cluster);
  const places = new Map(clusters.map(({ fingerprint }, index) => [fingerprint, index]));
  const batches = new Map<number, Promise<ReadonlyMap<string, Background>>>();

  async function readBatch(batch: readonly Cluster[]): Promise<ReadonlyMap<string, Background>> {
    const fingerprints = batch.map(({ fingerprint }) => fingerprint);
    const known = await recallTracked(store, { repository: run.repository ?? '', fingerprints });
    const pasts = batch.map((cluster) => pastOf(known.get(cluster.fingerprint) ?? [], cluster, reading));
    const problems = batch.map((cluster, index) => ({
      cluster,
      onset: onsetOf({ cluster, revisions, past: pasts[index] ?? null, since: run.window.since }),
    }));
    // A toolbox remembers what it read: one for each batch, so that a long run does not hold all of it.
    const suspected = await findSuspects(problems, { toolbox: createToolbox(reach), config });
    return new Map(
      batch.map(({ fingerprint }, index) => [
        fingerprint,
        { past: pasts[index] ?? null, suspected: suspected[index] ?? { suspects: [], suspectsNote: '' } },
      ]),
    );
  }

  return async (cluster) => {
    const start = Math.floor((places.get(cluster.fingerprint) ?? 0) / TOGETHER) * TOGETHER;
    const batch = batches.get(start) ?? readBatch(clusters.slice(start, start + TOGETHER));
    batches.set(start, batch);
    const background = (await batch).get(cluster.fingerprint);
    if (background === undefined) throw new Error(`cluster ${cluster.fingerprint} is none of the run's`);
    return background;
  };
}
