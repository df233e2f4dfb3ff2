import type { Completeness, RequestLogReading } from '../model/completeness.ts';
import { type Gathered, NAMED } from './gathered.ts';
import { timestampOf } from './instant.ts';
import { createRequestCounts } from './request-counts.ts';
import { addJoined } from './split-joiner.ts';
import { createCounter } from './tally.ts';

/** The record of a reading. */
export function completenessOf(gathered: Gathered): Completeness {
  const { sources, read, malformed, malformedLines, malformedFiles, joined, pages, cloud, requestLog, cuts } = gathered;
  const counter = createCounter();
  counter.absorb(gathered.counted);
  const deploys = counter.deploys();
  const { requests: counted, outcomes, hidden, oldest, newest, newestReceived } = counter.counted();
  const requests = gathered.allRequests ? counted : requestLog?.requests;
  const { duplicates, ...split } = joined;
  const { routine, ...left } = outcomes;
  return {
    sources,
    read,
    ...left,
    ...(routine > 0 && { routine }),
    duplicates: outcomes.duplicates + duplicates,
    malformed,
    malformedLines,
    malformedFile: malformedFiles.length === 0 ? null : malformedFiles.join(', '),
    pages,
    ...(cloud && { cloud }),
    truncated: cuts.length === 0 ? null : cuts.join('; '),
    oldest: oldest === null ? null : timestampOf(oldest),
    newest: newest === null ? null : timestampOf(newest),
    newestReceived: newestReceived === null ? null : timestampOf(newestReceived),
    redacted: hidden,
    revisions: counter.spans(gathered.isUnfiltered),
    ...(requestLog && { requestLog: requestLog.reading }),
    ...(requests && { requests: [...requests] }),
    ...(deploys.length > 0 && { deploys }),
    ...(split.parts > 0 && { split }),
  };
}

/** What was gathered of one reading's slices, in the order of their time; all of them name the same sources. */
export function putTogether(slices: readonly [Gathered, ...Gathered[]]): Gathered {
  const [first, ...others] = slices;
  return others.reduce(add, first);
}

function add(a: Gathered, b: Gathered): Gathered {
  const counter = createCounter();
  counter.absorb(a.counted);
  counter.absorb(b.counted);
  return {
    ...a,
    sources: a.sources.map(({ name, entries, malformed }, index) => ({
      name,
      entries: entries + (b.sources[index]?.entries ?? 0),
      malformed: malformed + (b.sources[index]?.malformed ?? 0),
    })),
    read: a.read + b.read,
    malformed: a.malformed + b.malformed,
    malformedLines: [...a.malformedLines, ...b.malformedLines.map((line) => countedOn(line, a))].slice(0, NAMED),
    malformedFiles: [...a.malformedFiles, ...b.malformedFiles],
    counted: counter.counted(),
    joined: addJoined(a.joined, b.joined),
    pages: a.pages + b.pages,
    cloud: a.cloud && b.cloud && addEffort(a.cloud, b.cloud),
    requestLog: a.requestLog && b.requestLog && addRequestLogs(a.requestLog, b.requestLog),
    cuts: [...new Set([...a.cuts, ...b.cuts])],
  };
}

/** Entries of Cloud Logging have no line: they are numbered as they come, on from those of the slices before. */
function countedOn(
  line: Gathered['malformedLines'][number],
  { cloud, read, malformed }: Gathered,
): Gathered['malformedLines'][number] {
  return cloud === null ? line : { ...line, line: line.line + read + malformed };
}

function addEffort<Effort extends NonNullable<Gathered['cloud']>>(a: Effort, b: Effort): Effort {
  return {
    ...a,
    slices: a.slices + b.slices,
    retries: a.retries + b.retries,
    waitedSeconds: a.waitedSeconds + b.waitedSeconds,
    resumed: a.resumed || b.resumed,
  };
}

type RequestLog = NonNullable<Gathered['requestLog']>;

function addRequestLogs(a: RequestLog, b: RequestLog): RequestLog {
  const counts = createRequestCounts();
  counts.absorb(a.requests);
  counts.absorb(b.requests);
  const reading: RequestLogReading = {
    ...addEffort(a.reading, b.reading),
    entries: a.reading.entries + b.reading.entries,
    duplicates: a.reading.duplicates + b.reading.duplicates,
    pages: a.reading.pages + b.reading.pages,
    truncated: [a.reading.truncated, b.reading.truncated].filter((cut) => cut !== null).join('; ') || null,
  };
  return { reading, requests: counts.seen() };
}
