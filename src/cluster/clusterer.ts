import type { CollectedEntry } from '../model/entry.ts';
import { type Clustering, type ClusteringOptions, finishClustering } from './finish-clustering.ts';
import { createSummariser } from './summary/summarise.ts';

/** Takes entries in any order and groups them; what comes out depends on the set of entries alone. */
export interface Clusterer {
  /** Counts an entry in; the answer is a handle for `assignmentOf`. */
  add(entry: CollectedEntry): number;
  finish(): Clustering;
}

/** Clustering in one place; see `createSummariser` and `finishClustering` for entries that are spread over several. */
export function createClusterer(options: ClusteringOptions = {}): Clusterer {
  const summariser = createSummariser();
  return { add: summariser.add, finish: () => finishClustering([summariser.result()], options) };
}
