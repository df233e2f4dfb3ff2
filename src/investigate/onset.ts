import type { Past } from '../assess/tracking.ts';
import type { Cluster } from '../model/cluster.ts';
import type { RevisionSpan } from '../model/completeness.ts';
import { formatMinute } from '../wording/words.ts';

/** The start of a revision. */
interface Start {
  readonly revision: string;
  /** RFC 3339. */
  readonly at: string;
}

/** When a problem began, and by which deploy, as far as the log tells. */
export interface Onset {
  /** The first entry that any run saw, RFC 3339. */
  readonly at: string;
  /** The revision that first showed it; null = its start was not seen. */
  readonly deploy: Start | null;
  /**
   * The revision of the same service before that, which did not show it; null = not known. Where its start was not seen,
   * `at` is its first entry: it may have begun earlier.
   */
  readonly before: (Start & { readonly startSeen: boolean }) | null;
  /** Why the first entry may not be the beginning, as a whole sentence; null where it is taken for it. */
  readonly doubt: string | null;
}

export interface OnsetFacts {
  readonly cluster: Cluster;
  /** All revisions that logged anything, with what is known of their start. */
  readonly revisions: readonly RevisionSpan[];
  /** What earlier runs saw of it; null = nothing. */
  readonly past: Pick<Past, 'firstSeen'> | null;
  /** From when on the log was read, RFC 3339. */
  readonly since: string;
}

const HOUR_MS = 3_600_000;
/** A pause this many times the mean one is no chance any more: before it there was nothing. */
const LONG_PAUSE = 3;

/** Pure. */
export function onsetOf({ cluster, revisions, past, since }: OnsetFacts): Onset {
  const { firstSeen } = cluster.facts;
  if (past !== null && Date.parse(past.firstSeen) < Date.parse(firstSeen)) {
    return { at: past.firstSeen, deploy: null, before: null, doubt: null };
  }
  const starts = startsOf(cluster, revisions);
  if (starts.deploy !== null) return { at: firstSeen, ...starts, doubt: null };
  return { at: firstSeen, ...starts, doubt: doubtOf(cluster, since) };
}

/** Of the revision on which it was first seen, and of the one before. */
function startsOf({ facts }: Cluster, revisions: readonly RevisionSpan[]): Pick<Onset, 'deploy' | 'before'> {
  const unknown = { deploy: null, before: null };
  const [first] = facts.revisions
    .filter(({ name }) => name !== '')
    .toSorted((a, b) => Date.parse(a.firstSeen) - Date.parse(b.firstSeen) || (a.name < b.name ? -1 : 1));
  if (first === undefined) return unknown;
  const services = new Set(facts.services.map(({ name }) => name));
  const spans = revisions.filter(({ service }) => services.has(service));
  const same = spans.filter(({ revision, startObserved }) => revision === first.name && startObserved);
  const [span] = same;
  // Two services may have revisions of one name.
  if (span === undefined || same.length > 1) return unknown;
  const earlier = spans
    .filter(({ service, firstSeen }) => service === span.service && Date.parse(firstSeen) < Date.parse(span.firstSeen))
    .toSorted((a, b) => Date.parse(b.firstSeen) - Date.parse(a.firstSeen))[0];
  return {
    deploy: { revision: span.revision, at: span.firstSeen },
    before:
      earlier === undefined
        ? null
        : { revision: earlier.revision, at: earlier.firstSeen, startSeen: earlier.startObserved },
  };
}

/** The log was read from some moment on; what is there from the first moment on may have been there before. */
function doubtOf({ facts }: Cluster, since: string): string | null {
  const [first, last] = [Date.parse(facts.firstSeen), Date.parse(facts.lastSeen)];
  const pause = Math.max(HOUR_MS, facts.count < 2 ? 0 : (LONG_PAUSE * (last - first)) / (facts.count - 1));
  if (first - Date.parse(since) > pause) return null;
  return `The log was read from ${formatMinute(since)} on, and the error is there nearly from then on: it may be older.`;
}
