import { PRIORITIES, type Priority } from '../model/assessment.ts';
import type { TriagedCluster } from '../model/run.ts';

/** The order of clusters everywhere: priority, count descending, fingerprint. */
export function byPriorityThenCount(
  a: { priority: Priority; count: number; fingerprint: string },
  b: { priority: Priority; count: number; fingerprint: string },
): number {
  const rank = PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority);
  return rank || b.count - a.count || (a.fingerprint < b.fingerprint ? -1 : 1);
}

/** The same for the clusters of a run, by the priority they have now. */
export function inOrderOfUrgency(a: TriagedCluster, b: TriagedCluster): number {
  return byPriorityThenCount(sortKey(a), sortKey(b));
}

function sortKey({ cluster, priority }: TriagedCluster) {
  return { priority, count: cluster.facts.count, fingerprint: cluster.fingerprint };
}
