import type { Completeness } from '../../model/completeness.ts';
import { buildFilter, type Selection, type Span } from './filter.ts';
import { createPageRecord, type PageCounts } from './page-record.ts';
import { readPages } from './read-pages.ts';
import { resume } from './resume.ts';
import type { CloudDeps, CloudSource } from './source.ts';
import { readMissingParts } from './waiting-parts.ts';

/** What is known of a source once it is read. */
export interface CloudReading extends PageCounts {
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
  const { selection, plan, clock, quota } = source;
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
  const effort = () => ({
    retries: (saved?.retries ?? 0) + retries,
    waitedMs: (saved?.waitedMs ?? 0) + backOff + quota.waited() - quotaWaitedBefore,
  });
  const record = createPageRecord(source, earlier, deps, effort);
  const request = {
    project: selection.project,
    filterOf: (span: Span) => buildFilter(selection, span, plan.received),
    readPage: source.readPage,
    quota,
    clock,
    signal: deps.signal,
    onRetry,
  };
  await readPages({ ...request, slices: record.slices(), onPage: record.onPage });
  const all = record.slices().length;
  const unread = record.slices().filter(({ done }) => !done).length;
  if (source.whole !== undefined && unread === 0 && record.waiting().length > 0) {
    const spans = spansBeside(plan.time, source.whole);
    record.addOthers(await readMissingParts(record.waiting(), spans, { ...request, onPage: record.onOthers }));
  }
  const isStopped = unread > 0 || earlier.isShort || (source.whole !== undefined && deps.signal.aborted);
  // Parts that wait are not whole when it was stopped.
  if (!isStopped) record.takeWaiting();
  if (!earlier.isShort) record.keep();
  const cuts = [
    ...(isStopped ? [`stopped with ${unread} of ${all} slices of the time not read to their end`] : []),
    ...(plan.isSettled ? [] : ['the end of the window had not settled when it was read, so entries may be missing']),
  ];
  return {
    ...record.counts(),
    cloud: {
      slices: all,
      retries: effort().retries,
      waitedSeconds: Math.round(effort().waitedMs / 1000),
      resumed: saved !== null,
    },
    cut: cuts.length === 0 ? null : cuts.join(', and '),
  };
}

/** What of the whole lies before a slice of it, and what after. */
function spansBeside(slice: Span, whole: Span): Span[] {
  return [
    { since: whole.since, until: slice.since },
    { since: slice.until, until: whole.until },
  ].filter(({ since, until }) => since < until);
}
