import type { RevisionSpan } from '../model/completeness.ts';
import type { Deploy } from './deploy-entry.ts';
import { type Instant, isAfter, isBefore, timestampOf } from './instant.ts';

/** What was seen of one revision. */
export interface SeenRevision extends Readonly<Span> {
  readonly service: string;
  readonly revision: string;
}

/** In seconds: a deploy may be told of when the revision is up, and has logged already. */
const LONGEST_START = 900;

interface Span {
  entries: number;
  first: Instant;
  last: Instant;
}

/** A service's revisions by name. */
type Spans = Map<string, Map<string, Span>>;

/** Follows which revisions of which services logged, from when to when. */
export function createRevisionSpans() {
  const services: Spans = new Map();
  // Entries of one revision come in a row.
  let lastService = '';
  let lastRevision = '';
  let lastSpan: Span | undefined;

  const spanOf = (service: string, revision: string): Span | undefined => {
    if (lastSpan !== undefined && service === lastService && revision === lastRevision) return lastSpan;
    lastService = service;
    lastRevision = revision;
    lastSpan = services.get(service)?.get(revision);
    return lastSpan;
  };
  const begin = (service: string, revision: string, span: Span): void => {
    const revisions = services.get(service) ?? new Map<string, Span>();
    services.set(service, revisions.set(revision, span));
  };

  return {
    add(service: string, revision: string, seconds: number, nanos: number): void {
      if (revision === '') return;
      const span = spanOf(service, revision);
      if (span === undefined) {
        begin(service, revision, { entries: 1, first: { seconds, nanos }, last: { seconds, nanos } });
        return;
      }
      span.entries += 1;
      if (isBefore(seconds, nanos, span.first)) span.first = { seconds, nanos };
      if (isAfter(seconds, nanos, span.last)) span.last = { seconds, nanos };
    },

    /** All that was followed, for another process to take in. */
    seen: (): SeenRevision[] =>
      [...services].flatMap(([service, revisions]) =>
        [...revisions].map(([revision, span]) => ({ service, revision, ...span })),
      ),

    absorb(seen: readonly SeenRevision[]): void {
      for (const { service, revision, entries, first, last } of seen) {
        const span = spanOf(service, revision);
        if (span === undefined) begin(service, revision, { entries, first, last });
        else {
          span.entries += entries;
          if (isBefore(first.seconds, first.nanos, span.first)) span.first = first;
          if (isAfter(last.seconds, last.nanos, span.last)) span.last = last;
        }
      }
    },

    /**
     * By service, then revision. A start counts as observed only where an entry tells of the deploy, or where another
     * revision of the service logged earlier and all entries were read: a revision may have logged long before the
     * first entry that a filter let through.
     */
    spans(deployOf: (service: string, revision: string) => Deploy | null, isUnfiltered: boolean): RevisionSpan[] {
      return [...services].sort(byName).flatMap(([service, revisions]) =>
        [...revisions].sort(byName).map(([revision, span]) => ({
          service,
          revision,
          entries: span.entries,
          firstSeen: timestampOf(span.first),
          lastSeen: timestampOf(span.last),
          startObserved:
            isBegun(span, deployOf(service, revision)) ||
            (isUnfiltered &&
              [...revisions].some(
                ([other, { first }]) => other !== revision && isBefore(first.seconds, first.nanos, span.first),
              )),
        })),
      );
    },
  };
}

function isBegun({ first }: Span, deploy: Deploy | null): boolean {
  return deploy !== null && deploy.at.seconds <= first.seconds + LONGEST_START;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
