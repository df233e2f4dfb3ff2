import type { Completeness, RequestLogReading } from '../model/completeness.ts';
import type { Counted } from './counted.ts';
import { createDeploys } from './deploys.ts';
import { type Gathered, NAMED } from './gathered.ts';
import { type Instant, isAfter, isBefore } from './instant.ts';
import type { Reading } from './reading.ts';
import { createRequestCounts, type RequestCount } from './request-counts.ts';
import { createRevisionSpans } from './revisions.ts';

/** Every entry that is read meets exactly one of these. */
type Outcome = Reading['outcome'] | 'duplicates';

/** Counts entries: each under exactly one outcome. */
export function createCounter() {
  const outcomes: Record<Outcome, number> = { kept: 0, belowSeverity: 0, outsideWindow: 0, routine: 0, duplicates: 0 };
  const revisions = createRevisionSpans();
  const deploys = createDeploys();
  const requests = createRequestCounts();
  let hidden = 0;
  let oldest: Instant | null = null;
  let newest: Instant | null = null;
  let newestReceived: Instant | null = null;

  const stretch = (seconds: number, nanos: number): void => {
    if (oldest === null || isBefore(seconds, nanos, oldest)) oldest = { seconds, nanos };
    if (newest === null || isAfter(seconds, nanos, newest)) newest = { seconds, nanos };
  };
  const arrive = (seconds: number, nanos: number): void => {
    if (newestReceived === null || isAfter(seconds, nanos, newestReceived)) newestReceived = { seconds, nanos };
  };

  return {
    /** Every entry but a duplicate tells about revisions; only those inside the window about the time covered. */
    count(reading: Reading, outcome: Outcome): void {
      outcomes[outcome] += 1;
      // A copy may have arrived later, and was read as well.
      if (!Number.isNaN(reading.receivedSeconds)) arrive(reading.receivedSeconds, reading.receivedNanos);
      if (outcome === 'duplicates') return;
      revisions.add(reading.service, reading.revision, reading.seconds, reading.nanos);
      if (reading.deploy !== undefined) deploys.add(reading.deploy);
      if (outcome !== 'outsideWindow') stretch(reading.seconds, reading.nanos);
      if (reading.requestStatus > 0) requests.add(reading.service, reading.requestStatus);
      if (outcome === 'kept' && reading.hidden) hidden += 1;
    },

    /** Takes in what another counter counted. */
    absorb(other: Counted): void {
      for (const outcome of ['kept', 'belowSeverity', 'outsideWindow', 'routine', 'duplicates'] as const) {
        outcomes[outcome] += other.outcomes[outcome];
      }
      hidden += other.hidden;
      revisions.absorb(other.revisions);
      deploys.absorb(other.deploys);
      requests.absorb(other.requests);
      if (other.oldest !== null) stretch(other.oldest.seconds, other.oldest.nanos);
      if (other.newest !== null) stretch(other.newest.seconds, other.newest.nanos);
      if (other.newestReceived !== null) arrive(other.newestReceived.seconds, other.newestReceived.nanos);
    },

    counted: (): Counted => ({
      requests: requests.seen(),
      outcomes,
      hidden,
      revisions: revisions.seen(),
      deploys: deploys.seen(),
      oldest,
      newest,
      newestReceived,
    }),

    spans: (isUnfiltered: boolean) => revisions.spans(deploys.of, isUnfiltered),
    deploys: () => deploys.list(),
  };
}

/** Keeps what is found out while sources are read. */
export function createTally() {
  const sources: Gathered['sources'] = [];
  const malformedLines: Gathered['malformedLines'] = [];
  const cuts: string[] = [];
  const counter = createCounter();
  let read = 0;
  let malformed = 0;
  let pages = 0;
  let cloud: Gathered['cloud'] = null;
  let requestLog: Gathered['requestLog'] = null;
  /** Where the malformed lines of the source at hand begin among those named. */
  let firstOfSource = 0;

  return {
    counter,

    /** @param name as people call it */
    beginSource(name: string): void {
      sources.push({ name, entries: 0, malformed: 0 });
      firstOfSource = malformedLines.length;
    },

    /** Entries of the source at hand that were read, also elsewhere. */
    read(entries: number): void {
      read += entries;
      const source = sources.at(-1);
      if (source !== undefined) source.entries += entries;
    },

    /** What was read page by page, and how that went. */
    paged(count: number, how: NonNullable<Completeness['cloud']>): void {
      pages += count;
      cloud = how;
    },

    /** What a query of its own says about all requests. */
    requestLog(reading: RequestLogReading, requests: readonly RequestCount[]): void {
      requestLog = { reading, requests: [...requests] };
    },

    malformed(reason: string, line: number): void {
      malformed += 1;
      const source = sources.at(-1);
      if (source === undefined) return;
      source.malformed += 1;
      // The first ones by line, in whatever order they are found.
      let at = malformedLines.length;
      while (at > firstOfSource && (malformedLines[at - 1]?.line ?? 0) > line) at -= 1;
      malformedLines.splice(at, 0, { source: source.name, line, reason });
      if (malformedLines.length > NAMED) malformedLines.length = NAMED;
    },

    cut(why: string): void {
      cuts.push(`${sources.at(-1)?.name ?? 'the input'}: ${why}`);
    },

    get entries() {
      return read;
    },

    /** @param about what the sources hold (see Gathered), and what became of parts of entries */
    gathered: (about: Pick<Gathered, 'joined' | 'allRequests' | 'isUnfiltered' | 'malformedFiles'>): Gathered => ({
      ...about,
      sources,
      read,
      malformed,
      malformedLines,
      counted: counter.counted(),
      pages,
      cloud,
      requestLog,
      cuts,
    }),
  };
}
