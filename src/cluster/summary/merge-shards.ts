import { createSummariser, type SkeletonSummaries } from './summarise.ts';

/** The summaries of all entries of some shards, put together. */
export interface JoinedShards {
  readonly merged: SkeletonSummaries;
  /** The index in `merged` of what a shard knows by a handle; undefined where it knows no such handle. */
  placeOf(handle: number, shard: number): number | undefined;
}

/**
 * The summaries of all entries of some shards, in the order in which their skeletons turn up; the same set whatever the
 * order and grouping of the shards, which do not change.
 */
export function joinShards(shards: readonly SkeletonSummaries[]): JoinedShards {
  const summariser = createSummariser();
  const places = shards.map((shard) => summariser.absorb(shard));
  return { merged: summariser.result(), placeOf: (handle, shard) => places[shard]?.[handle] };
}
