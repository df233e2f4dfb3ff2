import type { Completeness } from '../../model/completeness.ts';
import type { CollectedEntry } from '../../model/entry.ts';
import type { Severity } from '../../model/severity.ts';
import { type Reading, readParsed } from '../reading.ts';
import type { Redactor } from '../redact.ts';
import type { SeenIdentities } from '../seen-identities.ts';
import { createSplitJoiner, type JoinedParts } from '../split-joiner.ts';
import { splitPartOf } from '../split-part.ts';
import { type Counted, createCounter } from '../tally.ts';
import { splitTime } from '../time.ts';
import type { Clock } from './clock.ts';
import { buildFilter, type RequestLogSelection, type Selection } from './filter.ts';
import type { Plan } from './plan.ts';
import type { Quota } from './quota.ts';
import { type ReadPage, readPages } from './read-pages.ts';
import { cutSlices, type Slice } from './slices.ts';
import type { Progress, Spool } from './spool.ts';

/** Cloud Logging as a source of entries. */
export interface CloudSource {
  readonly selection: Selection | RequestLogSelection;
  readonly plan: Plan;
  readonly readPage: ReadPage;
  readonly quota: Quota;
  readonly clock: Clock;
  readonly spool: Spool;
  /** Told of every read that is tried again. */
  readonly onRetry?: (why: string, waitMs: number) => void;
}

export interface CloudDeps {
  readonly redactor: Redactor;
  readonly seen: SeenIdentities;
  readonly signal: AbortSignal;
  readonly onEntry: (entry: CollectedEntry) => void;
  readonly onMalformed: (reason: string, text: string, line: number) => void;
  readonly onProgress: (read: number) => void;
}

/** What is known of a source once it is read. */
export interface CloudReading {
  readonly read: number;
  readonly pages: number;
  readonly counted: Counted;
  readonly joined: JoinedParts;
  readonly cloud: NonNullable<Completeness['cloud']>;
  /** Why it is not whole, or null. */
  readonly cut: string | null;
}

/** Pages that wait for the parts of an entry to come. They stand side by side, so that one is enough in most cases. */
const MOST_UNKEPT = 8;

/** What people call the source. */
export function nameOfCloud({ project, service }: Selection): string {
  return `Cloud Logging (project ${project}${service === '' ? '' : `, service ${service}`})`;
}

/**
 * Reads Cloud Logging to the end of the plan; first hands on what an earlier process had read of it before it was
 * broken off. Every page is kept in the spool before the next one is asked for.
 *
 * @throws SourceError with what to do
 */
export async function readCloud(source: CloudSource, deps: CloudDeps): Promise<CloudReading> {
  const { selection, plan, spool, clock, quota } = source;
  const { redactor, seen, onEntry } = deps;
  const { saved } = spool;
  const counter = createCounter();
  const slices = saved?.slices.slice() ?? cutSlices(plan.time, plan.window);
  const edges = saved?.edges.slice() ?? slices.map(() => []);
  const malformed = saved?.malformed.slice() ?? [];
  /** Malformed ones included. */
  let read = (saved?.read ?? 0) + malformed.length;
  let pages = saved?.pages ?? 0;
  let retries = saved?.retries ?? 0;
  const waitedBefore = (saved?.waitedMs ?? 0) - quota.waited();
  let backOff = 0;
  const waited = (): number => waitedBefore + backOff + quota.waited();

  if (saved !== null) {
    await replay(spool, saved, deps);
    counter.absorb(saved.counted);
    for (const { reason, line } of malformed) deps.onMalformed(reason, '', line);
    deps.onProgress(read);
  }

  const choice: { minSeverity: Severity; window: Plan['time'] } = {
    minSeverity: selection.minSeverity,
    window: plan.time,
  };
  const onlyCounts = 'only' in selection;
  /** Lines that are not in the spool yet. */
  let lines: string[] = [];
  const count = (reading: Reading, isNew: boolean): void => {
    const { kept } = reading;
    counter.count(reading, isNew ? reading.outcome : 'duplicates');
    if (!isNew || kept === null || onlyCounts) return;
    lines.push(JSON.stringify(kept.entry));
    onEntry(kept);
  };
  const joiner = createSplitJoiner((entry) => {
    const reading = readParsed(entry, JSON.stringify(entry), choice, redactor);
    if (typeof reading === 'string') throw new TypeError(`parts that were read as entries make none: ${reading}`);
    // Its parts come again where a slice starts again, and are then new to this process perhaps.
    count(reading, seen.add(reading.identityLow, reading.identityHigh));
  });
  const joined = (): JoinedParts => addJoined(saved?.joined, joiner.counts());
  let unkept = 0;
  const keep = (): void => {
    spool.keep(lines, {
      plan,
      slices,
      edges,
      counted: counter.counted(),
      joined: joined(),
      read: read - malformed.length,
      malformed,
      pages,
      retries,
      waitedMs: waited(),
    });
    lines = [];
    unkept = 0;
  };
  const onPage = (entries: readonly unknown[], index: number, after: Slice): void => {
    const edge = slices[index]?.reached === after.reached ? (edges[index]?.slice() ?? []) : [];
    const reached = splitTime(after.reached);
    for (const entry of entries) {
      const json = JSON.stringify(entry);
      const reading = readParsed(entry, json, choice, redactor);
      read += 1;
      if (typeof reading === 'string') {
        malformed.push({ reason: reading, line: read });
        deps.onMalformed(reading, json, read);
        continue;
      }
      const part = splitPartOf(entry, json);
      if (part !== null) {
        joiner.add(part);
        continue;
      }
      const { identityLow, identityHigh } = reading;
      if (isAt(reading, reached) && identityLow !== 0) edge.push([identityLow, identityHigh]);
      count(reading, seen.add(identityLow, identityHigh));
    }
    pages += 1;
    slices[index] = after;
    edges[index] = edge;
    unkept += 1;
    // Parts wait in memory, since one alone cannot be redacted. What stands beside them is kept when they are whole;
    // until then a process that dies leaves it to be read again.
    if (!joiner.isWaiting() || unkept >= MOST_UNKEPT) keep();
    deps.onProgress(read);
  };

  await readPages({
    project: selection.project,
    slices: slices.slice(),
    filterOf: (span) => buildFilter(selection, span, plan.received),
    readPage: source.readPage,
    quota,
    clock,
    signal: deps.signal,
    onPage,
    onRetry: (why, waitMs) => {
      retries += 1;
      backOff += waitMs;
      source.onRetry?.(why, waitMs);
    },
  });
  // When it was stopped, what is not kept is read again; parts that wait are not whole then.
  const stopped = slices.some(({ done }) => !done);
  if (!stopped || !joiner.isWaiting()) {
    joiner.finish();
    keep();
  }
  const unread = slices.filter(({ done }) => !done).length;
  return {
    read: read - malformed.length,
    pages,
    counted: counter.counted(),
    joined: joined(),
    cloud: { slices: slices.length, retries, waitedSeconds: Math.round(waited() / 1000), resumed: saved !== null },
    cut: unread === 0 ? null : `stopped with ${unread} of ${slices.length} slices of the time not read to their end`,
  };
}

/** Hands on what the spool holds: entries that were chosen and redacted before. */
async function replay(spool: Spool, saved: Progress, { redactor, seen, onEntry }: CloudDeps): Promise<void> {
  for await (const line of spool.lines()) {
    const reading = readParsed(JSON.parse(line), line, { minSeverity: 'DEFAULT', window: null }, redactor);
    if (typeof reading === 'string' || reading.kept === null) continue;
    seen.add(reading.identityLow, reading.identityHigh);
    onEntry(reading.kept);
  }
  for (const [low, high] of saved.edges.flat()) seen.add(low, high);
}

export function addJoined(a: JoinedParts | undefined, b: JoinedParts): JoinedParts {
  if (a === undefined) return b;
  return {
    parts: a.parts + b.parts,
    entries: a.entries + b.entries,
    incomplete: a.incomplete + b.incomplete,
    duplicates: a.duplicates + b.duplicates,
  };
}

function isAt({ seconds, nanos }: Reading, instant: { seconds: number; nanos: number }): boolean {
  return seconds === instant.seconds && nanos === instant.nanos;
}
