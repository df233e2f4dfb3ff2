import type { Completeness } from '../../model/completeness.ts';
import type { LogEntry } from '../../model/entry.ts';
import { type Reading, readParsed } from '../reading.ts';
import { createSplitJoiner, identityOfPart, type JoinedParts } from '../split-joiner.ts';
import { splitPartOf } from '../split-part.ts';
import { type Counted, createCounter } from '../tally.ts';
import { joinTime, splitTime } from '../time.ts';
import { buildFilter, type Selection } from './filter.ts';
import { readPages } from './read-pages.ts';
import { resume } from './resume.ts';
import { cutSlices, type Slice } from './slices.ts';
import type { CloudDeps, CloudSource } from './source.ts';
import { createPartTimes } from './waiting-parts.ts';

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
  const quotaWaitedBefore = quota.waited();
  let retries = 0;
  let backOff = 0;
  const onRetry = (why: string, waitMs: number): void => {
    retries += 1;
    backOff += waitMs;
    source.onRetry?.(why, waitMs);
  };

  const earlier = await resume(source, deps, onRetry);
  const { saved } = earlier;
  const counter = createCounter();
  const slices = saved?.slices.slice() ?? cutSlices(plan.time, plan.window);
  const edges = saved?.edges.slice() ?? slices.map(() => []);
  const malformed = saved?.malformed.slice() ?? [];
  /** Malformed ones included. */
  let read = (saved?.read ?? 0) + malformed.length;
  let pages = (saved?.pages ?? 0) + earlier.pages;
  const tries = (): number => (saved?.retries ?? 0) + retries;
  const waited = (): number => (saved?.waitedMs ?? 0) + backOff + quota.waited() - quotaWaitedBefore;
  if (saved !== null) {
    counter.absorb(saved.counted);
    for (const { reason, line } of malformed) deps.onMalformed(reason, '', line);
    deps.onProgress(read);
  }

  const choice = { minSeverity: selection.minSeverity, window: plan.time };
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
  const onJoined = (entry: LogEntry): void => {
    const reading = readParsed(entry, JSON.stringify(entry), choice, redactor);
    if (typeof reading === 'string') throw new TypeError(`parts that were read as entries make none: ${reading}`);
    count(reading, seen.add(reading.identityLow, reading.identityHigh));
  };
  const joiner = createSplitJoiner(onJoined, undefined, {
    parts: edges.flat(),
    broken: saved?.broken ?? [],
    waiting: earlier.parts,
  });
  const partTimes = createPartTimes(saved?.waiting ?? []);
  const joined = (): JoinedParts => addJoined(saved?.joined, joiner.counts());
  const keep = (): void => {
    spool.keep(lines, {
      plan,
      slices,
      edges,
      waiting: partTimes.of(joiner.waiting()),
      broken: joiner.broken().map(([low, high]) => [low, high]),
      counted: counter.counted(),
      joined: joined(),
      read: read - malformed.length,
      malformed,
      pages,
      retries: tries(),
      waitedMs: waited(),
    });
    lines = [];
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
      const { identityLow, identityHigh } = reading;
      if (part !== null) {
        if (isAt(reading, reached)) edge.push([...identityOfPart(part)]);
        partTimes.note(part, joinTime(reading));
        joiner.add(part);
      } else {
        if (isAt(reading, reached) && identityLow !== 0) edge.push([identityLow, identityHigh]);
        count(reading, seen.add(identityLow, identityHigh));
      }
    }
    pages += 1;
    slices[index] = after;
    edges[index] = edge;
    keep();
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
    onRetry,
  });
  const unread = slices.filter(({ done }) => !done).length;
  const isStopped = unread > 0 || earlier.isShort;
  // Parts that wait are not whole when it was stopped.
  if (!isStopped) joiner.finish();
  if (!earlier.isShort) keep();
  return {
    read: read - malformed.length,
    pages,
    counted: counter.counted(),
    joined: joined(),
    cloud: {
      slices: slices.length,
      retries: tries(),
      waitedSeconds: Math.round(waited() / 1000),
      resumed: saved !== null,
    },
    cut: isStopped ? `stopped with ${unread} of ${slices.length} slices of the time not read to their end` : null,
  };
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
