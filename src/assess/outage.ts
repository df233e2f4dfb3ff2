import type { Cluster, Pattern } from '../model/cluster.ts';
import { type CrashLoop, crashLoopOf } from './crash-loop.ts';

/** How a service is down: it exits again and again, it says that it cannot start, or both; one of the two is there. */
export interface Outage {
  readonly loop: CrashLoop | null;
  /** The pattern that says so. */
  readonly cannotStart: Pattern | null;
}

/** Whether the service exits or does not come up with this problem, and how; null when it stays up. */
export function outageOf(cluster: Cluster): Outage | null {
  const loop = crashLoopOf(cluster);
  const cannotStart = cluster.patterns.find(({ kind }) => kind === 'cannot-start') ?? null;
  return loop === null && cannotStart === null ? null : { loop, cannotStart };
}
