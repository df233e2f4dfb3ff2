import type { Cluster, Timeline } from '../model/cluster.ts';
import type { Run } from '../model/run.ts';
import { SEVERITY_RANK } from '../model/severity.ts';
import type { Tracked } from '../store/tracked.ts';
import { busiestHour } from './busiest-hour.ts';

/** What a run read, as far as it matters for what is and is not in it. */
export interface Reading {
  readonly run: Pick<Run, 'service' | 'window' | 'minSeverity' | 'collected'>;
  /** Whether all was read that the window holds: what is missing in a part may be in the rest. */
  readonly whole: boolean;
}

/** The services that logged a problem; where its entries name none, the run's. */
function servicesOf({ facts }: Pick<Cluster, 'facts'>, { run }: Reading): string[] {
  const named = facts.services.map(({ name }) => name).filter((name) => name !== '');
  return named.length === 0 ? [run.service] : named;
}

/** What is known of a problem, one row for each service that logged it, once this run is counted in. Pure. */
export function withSightings(known: readonly Tracked[], cluster: Cluster, reading: Reading): Tracked[] {
  return servicesOf(cluster, reading).map((service) =>
    withSighting(known.find((one) => one.service === service) ?? null, service, cluster, reading),
  );
}

function withSighting(known: Tracked | null, service: string, cluster: Cluster, reading: Reading): Tracked {
  const { facts, fingerprint, title } = cluster;
  const { window } = reading.run;
  const peak = Math.max(known?.peak ?? 0, busiestHour(facts.timeline)?.count ?? 0);
  const counted = countedIn(known, service, cluster, reading);
  const total = (known?.total ?? 0) + counted;
  const countedUntil = reading.whole
    ? latest(known?.countedUntil ?? window.until, window.until)
    : (known?.countedUntil ?? window.since);
  if (known !== null && !isAfter(facts.lastSeen, known.lastSeen)) {
    return { ...known, firstSeen: earliest(known.firstSeen, facts.firstSeen), peak, total, countedUntil };
  }
  return {
    service,
    fingerprint,
    title,
    firstSeen: known === null ? facts.firstSeen : earliest(known.firstSeen, facts.firstSeen),
    lastSeen: facts.lastSeen,
    revision: lastRevision(cluster),
    severity: facts.severity,
    total,
    peak,
    countedUntil,
    entriesSince: 0,
    told: null,
  };
}

/** Its entries of this run that no run counted before; too few rather than too many where windows overlap. */
function countedIn(known: Tracked | null, service: string, { facts }: Cluster, { run, whole }: Reading): number {
  if (!whole) return 0;
  const own = facts.services.length === 0 ? facts.count : facts.services.find(({ name }) => name === service)?.count;
  if (known === null || !isAfter(known.countedUntil, run.window.since)) return own ?? 0;
  if (!isAfter(run.window.until, known.countedUntil) || facts.services.length > 1) return 0;
  return countFrom(facts.timeline, known.countedUntil);
}

/** Of a bucket that the moment lies in nobody knows which entries came before it: it is left out. */
function countFrom({ buckets }: Timeline, moment: string): number {
  const seconds = Date.parse(moment) / 1000;
  // Time of day is parsed to the millisecond only.
  const isExact = !BELOW_MILLISECOND.test(moment);
  const isAfterwards = (start: number): boolean => start > seconds || (isExact && start === seconds);
  return buckets.reduce((sum, [start, count]) => sum + (isAfterwards(start) ? count : 0), 0);
}

const BELOW_MILLISECOND = /\.\d{3}0*[1-9]/;

function lastRevision({ facts }: Cluster): string | null {
  const named = facts.revisions.filter(({ name }) => name !== '');
  const last = named.toSorted((a, b) => Date.parse(b.lastSeen) - Date.parse(a.lastSeen) || (a.name < b.name ? -1 : 1));
  return last[0]?.name ?? null;
}

/** What earlier runs saw of a problem, on any service, with the entries of this run counted in. */
export interface Past {
  /** RFC 3339. */
  readonly firstSeen: string;
  /** Entries that were counted, each once; there may be more where no run looked. */
  readonly total: number;
  /** The most entries in one hour before this run. */
  readonly peak: number;
  /** Those that logged it before this run. */
  readonly services: readonly string[];
  /** What each service logged of it, this run's entries counted in, in order of name. */
  readonly byService: readonly Pick<Tracked, 'service' | 'total' | 'lastSeen'>[];
}

/** Null = no earlier run saw it. Pure. */
export function pastOf(known: readonly Tracked[], cluster: Cluster, reading: Reading): Past | null {
  if (known.length === 0) return null;
  const seen = withSightings(known, cluster, reading);
  const others = known.filter(({ service }) => !seen.some((one) => one.service === service));
  const all = [...seen, ...others];
  return {
    firstSeen: all.map(({ firstSeen }) => firstSeen).reduce(earliest),
    total: all.reduce((sum, { total }) => sum + total, 0),
    peak: Math.max(...known.map(({ peak }) => peak)),
    services: known.map(({ service }) => service),
    byService: all
      .map(({ service, total, lastSeen }) => ({ service, total, lastSeen }))
      .sort((a, b) => (a.service < b.service ? -1 : 1)),
  };
}

/**
 * What is known of a problem that this run did not see, once the entries of its service are counted in. Null where the
 * run says nothing of it: it read a part, or lines that are no entries, or only what is more severe, or what was counted
 * before, or what came before it was last seen, or its service was silent. Pure.
 *
 * @param lastSeen on any service
 */
export function withSilence(known: Tracked, { run, whole }: Reading, lastSeen = known.lastSeen): Tracked | null {
  const { window, minSeverity, collected } = run;
  if (!whole || collected.malformed > 0) return null;
  if (SEVERITY_RANK[minSeverity] > SEVERITY_RANK[known.severity]) return null;
  if (isAfter(known.countedUntil, window.since) || isAfter(lastSeen, window.since)) return null;
  const entries = entriesOf(known.service, run);
  if (entries === 0) return null;
  return { ...known, entriesSince: known.entriesSince + entries, countedUntil: window.until };
}

/** Entries of a service that lie in the window, requests of its request log among them; too few rather than too many. */
function entriesOf(service: string, { service: ofRun, window, collected }: Reading['run']): number {
  const requests = (collected.requestLog && collected.requests) || [];
  const asked = requests.reduce((sum, one) => sum + (one.service === service ? one.requests : 0), 0);
  if (collected.revisions.length > 0) {
    const whole = ({ firstSeen }: { firstSeen: string }): boolean =>
      collected.outsideWindow === 0 || !isAfter(window.since, firstSeen);
    const spans = collected.revisions.filter((span) => span.service === service && whole(span));
    return asked + spans.reduce((sum, { entries }) => sum + entries, 0);
  }
  // Where no entry names a revision, all that was read is the run's one service, but for what the audit log says about it.
  return asked + (service === ofRun ? collected.kept + collected.belowSeverity : 0);
}

const isAfter = (time: string, other: string): boolean => compare(time, other) > 0;
const earliest = (time: string, other: string): string => (isAfter(time, other) ? other : time);
const latest = (time: string, other: string): string => (isAfter(time, other) ? time : other);

/** By time, to the millisecond. */
function compare(time: string, other: string): number {
  return Date.parse(time) - Date.parse(other);
}
