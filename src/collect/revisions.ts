import type { RevisionSpan } from '../model/completeness.ts';
import { formatTime } from './time.ts';

interface Span {
  entries: number;
  first: bigint;
  last: bigint;
}

/** Follows which revisions of which services logged, from when to when. */
export function createRevisionSpans() {
  const services = new Map<string, Map<string, Span>>();

  return {
    add(service: string, revision: string, time: bigint): void {
      if (revision === '') return;
      let revisions = services.get(service);
      if (revisions === undefined) {
        revisions = new Map();
        services.set(service, revisions);
      }
      const span = revisions.get(revision);
      if (span === undefined) revisions.set(revision, { entries: 1, first: time, last: time });
      else {
        span.entries += 1;
        if (time < span.first) span.first = time;
        if (time > span.last) span.last = time;
      }
    },

    /** By service, then revision. A start counts as observed only where another revision of the service logged earlier. */
    spans(): RevisionSpan[] {
      return [...services].sort(byName).flatMap(([service, revisions]) =>
        [...revisions].sort(byName).map(([revision, span]) => ({
          service,
          revision,
          entries: span.entries,
          firstSeen: formatTime(span.first),
          lastSeen: formatTime(span.last),
          startObserved: [...revisions].some(([other, { first }]) => other !== revision && first < span.first),
        })),
      );
    },
  };
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
