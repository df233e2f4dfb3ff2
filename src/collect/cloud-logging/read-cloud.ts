import type { Completeness } from '../../model/completeness.ts';
import type { CollectedEntry } from '../../model/entry.ts';
import type { Severity } from '../../model/severity.ts';
import { type Reading, readParsed } from '../reading.ts';
import type { Redactor } from '../redact.ts';
import type { SeenIdentities } from '../seen-identities.ts';
import { type Counted, createCounter } from '../tally.ts';
import { splitTime } from '../time.ts';
import type { Clock } from './clock.ts';
import { buildFilter, type Selection } from './filter.ts';
import type { Plan } from './plan.ts';
import { createQuota } from './quota.ts';
import { READERS, type ReadPage, readPages } from './read-pages.ts';
import { cutSlices, type Slice } from './slices.ts';
import type { Progress, Spool } from './spool.ts';

/** Cloud Logging as a source of entries. */
export interface CloudSource {
  readonly selection: Selection;
  readonly plan: Plan;
  readonly readPage: ReadPage;
  readonly readsPerMinute: number;
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
  const { selection, plan, spool, clock } = source;
  const { redactor, seen, onEntry } = deps;
  const { saved } = spool;
  const counter = createCounter();
  const quota = createQuota(source.readsPerMinute, clock, recentReads(saved, clock));
  const slices = saved?.slices.slice() ?? cutSlices(plan.time, plan.window);
  const edges = saved?.edges.slice() ?? slices.map(() => []);
  const malformed = saved?.malformed.slice() ?? [];
  /** Malformed ones included. */
  let read = (saved?.read ?? 0) + malformed.length;
  let pages = saved?.pages ?? 0;
  let retries = saved?.retries ?? 0;
  const waitedBefore = saved?.waitedMs ?? 0;
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
  const onPage = (entries: readonly unknown[], index: number, after: Slice): void => {
    const lines: string[] = [];
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
      const { identityLow, identityHigh, kept } = reading;
      if (isAt(reading, reached) && identityLow !== 0) edge.push([identityLow, identityHigh]);
      const isNew = seen.add(identityLow, identityHigh);
      counter.count(reading, isNew ? reading.outcome : 'duplicates');
      if (!isNew || kept === null) continue;
      lines.push(JSON.stringify(kept.entry));
      onEntry(kept);
    }
    pages += 1;
    slices[index] = after;
    edges[index] = edge;
    spool.keep(lines, {
      plan,
      slices,
      edges,
      counted: counter.counted(),
      read: read - malformed.length,
      malformed,
      pages,
      retries,
      waitedMs: waited(),
      reads: [...quota.recent()],
    });
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
  const unread = slices.filter(({ done }) => !done).length;
  return {
    read: read - malformed.length,
    pages,
    counted: counter.counted(),
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

/** Reads that the quota counts already. Of those that were under way when the process was killed nothing is known. */
function recentReads(saved: Progress | null, clock: Clock): number[] {
  return saved === null ? [] : [...saved.reads, ...Array.from({ length: READERS }, () => clock.now())];
}

function isAt({ seconds, nanos }: Reading, instant: { seconds: number; nanos: number }): boolean {
  return seconds === instant.seconds && nanos === instant.nanos;
}
