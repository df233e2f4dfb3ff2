import { messageOf } from '../collect/message.ts';
import { parseTime } from '../collect/time.ts';
import type { Cluster, Pattern } from '../model/cluster.ts';
import { SEVERITY_RANK, type Severity } from '../model/severity.ts';

/** Fewer exits are a crash or a deploy, not a loop. */
const LEAST_EXITS = 3;
/** Exits further apart than this on average are separate crashes, in seconds. */
const LONGEST_INTERVAL = 600;

/** What is looked at of a message, in characters. */
const HEAD = 600;
const KILLED =
  /\bmemory limit\b|\bout of memory\b|\btoo much memory\b|\bOOMKilled\b|\bsignal:? ?\(?9\b|\bSIGKILL\b|\b137\b/i;
const ENDED = /\b(exit|signal|code)\b[^\d\n]{0,12}(\d{1,3})\b/i;

/** https://cloud.google.com/run/docs/create-jobs */
const JOB = 'cloud_run_job';

/** Services that exit again and again, one at least: how often, over how many seconds, and how far apart on average. */
export interface CrashLoop {
  readonly exits: number;
  /** How many services exit; at least 1. */
  readonly services: number;
  /** Between the first exit and the last, whole seconds, rounded. */
  readonly seconds: number;
  /** Mean time from one exit to the next in seconds, one decimal; null when several services exit, each at its own pace. */
  readonly interval: number | null;
}

/**
 * Reads the container exits of a cluster; null when they make no loop. An exit below WARNING is one that was meant, and that
 * of a job ends one execution of it: nothing starts it again.
 */
export function crashLoopOf(cluster: Cluster): CrashLoop | null {
  const exits = cluster.patterns.filter(
    ({ kind, severity, example }) =>
      kind === 'exit' && SEVERITY_RANK[severity] >= SEVERITY_RANK.WARNING && example.resource?.type !== JOB,
  );
  const named = new Set(exits.flatMap(({ facts }) => facts.services.map(({ name }) => name)));
  // Two exits of each of two services are no loop of any.
  const counts = named.size > 1 ? [...named].map((service) => countDeaths(exits, service)) : [countDeaths(exits, null)];
  const most = Math.max(...counts);
  if (most < LEAST_EXITS) return null;
  const times = exits
    .flatMap(({ facts }) => [parseTime(facts.firstSeen), parseTime(facts.lastSeen)])
    .filter((time) => time !== null);
  const [any] = times;
  if (any === undefined) return null;
  const first = times.reduce((a, b) => (b < a ? b : a), any);
  const last = times.reduce((a, b) => (b > a ? b : a), any);
  const milliseconds = Number((last - first) / 1_000_000n);
  const interval = Math.round(milliseconds / (most - 1) / 100) / 10;
  if (interval > LONGEST_INTERVAL) return null;
  return {
    exits: counts.reduce((sum, count) => sum + count, 0),
    services: counts.length,
    seconds: Math.round(milliseconds / 1000),
    interval: counts.length > 1 ? null : interval,
  };
}

/**
 * One death counts once, though several patterns tell of it: a kill is told of by its reason and by its signal. Of one
 * service, or of all with null.
 */
function countDeaths(exits: readonly Pattern[], service: string | null): number {
  const byWay = new Map<string, number>();
  for (const pattern of exits) {
    const { severities, services } = pattern.facts;
    const all = severities.reduce((sum, next) => sum + unmeant(next), 0);
    const own = service === null ? all : (services.find(({ name }) => name === service)?.count ?? 0);
    const way = wayOf(pattern);
    byWay.set(way, Math.max(byWay.get(way) ?? 0, Math.min(all, own)));
  }
  const untold = byWay.get('') ?? 0;
  byWay.delete('');
  return Math.max(
    untold,
    [...byWay.values()].reduce((sum, count) => sum + count, 0),
  );
}

/** How the process ended: `exit 3`, `signal 6`; that it was killed, by signal 9 as memory kills are; or '' where it is not said. */
function wayOf({ example }: Pattern): string {
  const text = messageOf(example).slice(0, HEAD);
  if (KILLED.test(text)) return 'killed';
  const [, kind = '', number = ''] = ENDED.exec(text) ?? [];
  return kind === '' ? '' : `${kind.toLowerCase()} ${number}`;
}

function unmeant({ severity, count }: { severity: Severity; count: number }): number {
  return SEVERITY_RANK[severity] >= SEVERITY_RANK.WARNING ? count : 0;
}
