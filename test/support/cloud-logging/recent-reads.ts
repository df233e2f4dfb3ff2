import type { RecentReads } from '../../../src/collect/cloud-logging/quota.ts';

/** Reads that are remembered as long as this is. */
export function recentReads(): RecentReads {
  let starts: readonly number[] = [];
  return async (change) => {
    starts = change(starts);
  };
}
