import { parseTime } from '../collect/time.ts';
import type { Cluster } from '../model/cluster.ts';

/** Fewer exits are a crash or a deploy, not a loop. */
const LEAST_EXITS = 3;
/** Exits further apart than this on average are separate crashes, in seconds. */
const LONGEST_INTERVAL = 600;

/** A service that exits again and again: how often, over how many seconds, and how far apart on average. */
export interface CrashLoop {
  readonly exits: number;
  /** Between the first exit and the last, whole seconds, rounded. */
  readonly seconds: number;
  /** Mean time from one exit to the next in seconds, one decimal. */
  readonly interval: number;
}

/** Reads the container exits of a cluster; null when they make no loop. */
export function crashLoopOf(cluster: Cluster): CrashLoop | null {
  const exits = cluster.patterns.filter((pattern) => pattern.kind === 'exit');
  const count = exits.reduce((sum, pattern) => sum + pattern.count, 0);
  if (count < LEAST_EXITS) return null;
  const times = exits
    .flatMap(({ facts }) => [parseTime(facts.firstSeen), parseTime(facts.lastSeen)])
    .filter((time) => time !== null);
  const first = times.reduce((a, b) => (b < a ? b : a));
  const last = times.reduce((a, b) => (b > a ? b : a));
  const milliseconds = Number((last - first) / 1_000_000n);
  const interval = Math.round(milliseconds / (count - 1) / 100) / 10;
  if (interval > LONGEST_INTERVAL) return null;
  return { exits: count, seconds: Math.round(milliseconds / 1000), interval };
}
