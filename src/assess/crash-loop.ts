import { parseTime } from '../collect/time.ts';
import type { Cluster } from '../model/cluster.ts';
import { SEVERITY_RANK, type Severity } from '../model/severity.ts';

/** Fewer exits are a crash or a deploy, not a loop. */
const LEAST_EXITS = 3;
/** Exits further apart than this on average are separate crashes, in seconds. */
const LONGEST_INTERVAL = 600;

/** A service that exits again and again: how often, over how many seconds, and how far apart on average. */
export interface CrashLoop {
  readonly exits: number;
  /** Between the first exit and the last, whole seconds, rounded. */
  readonly seconds: number;
  /** Mean time from one exit to the next in seconds, one decimal; null when several services exit, each at its own pace. */
  readonly interval: number | null;
}

/** Reads the container exits of a cluster; null when they make no loop. An exit below WARNING is one that was meant. */
export function crashLoopOf(cluster: Cluster): CrashLoop | null {
  const exits = cluster.patterns.filter(
    ({ kind, severity }) => kind === 'exit' && SEVERITY_RANK[severity] >= SEVERITY_RANK.WARNING,
  );
  const count = exits.flatMap(({ facts }) => facts.severities).reduce((sum, next) => sum + unmeant(next), 0);
  if (count < LEAST_EXITS) return null;
  const times = exits
    .flatMap(({ facts }) => [parseTime(facts.firstSeen), parseTime(facts.lastSeen)])
    .filter((time) => time !== null);
  const [any] = times;
  if (any === undefined) return null;
  const first = times.reduce((a, b) => (b < a ? b : a), any);
  const last = times.reduce((a, b) => (b > a ? b : a), any);
  const milliseconds = Number((last - first) / 1_000_000n);
  const interval = Math.round(milliseconds / (count - 1) / 100) / 10;
  if (interval > LONGEST_INTERVAL) return null;
  const services = new Set(exits.flatMap(({ facts }) => facts.services.map(({ name }) => name)));
  return { exits: count, seconds: Math.round(milliseconds / 1000), interval: services.size > 1 ? null : interval };
}

function unmeant({ severity, count }: { severity: Severity; count: number }): number {
  return SEVERITY_RANK[severity] >= SEVERITY_RANK.WARNING ? count : 0;
}
