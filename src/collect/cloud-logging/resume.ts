import { readParsed } from '../reading.ts';
import type { SplitPart } from '../split-part.ts';
import { buildFilter } from './filter.ts';
import type { CloudDeps, CloudSource } from './source.ts';
import { MalformedLine, type Progress } from './spool.ts';
import { readWaitingParts } from './waiting-parts.ts';

/** What an earlier process had read, before it was broken off. */
export interface Earlier {
  /** Null = nothing. */
  readonly saved: Progress | null;
  /** Parts that waited for others then, read again. */
  readonly parts: readonly SplitPart[];
  /** The signal came before all of them were read: what is saved must stay as it is. */
  readonly isShort: boolean;
  /** Reads that this took. */
  readonly pages: number;
}

/**
 * Takes up what lies in the spool, and hands on the entries in it. Where parts that it needs are not in the log any more
 * it is given up, to be read from the beginning: nothing would say what was in them.
 *
 * @throws SourceError with what to do
 */
export async function resume(
  { selection, plan, readPage, quota, clock, spool }: CloudSource,
  deps: CloudDeps,
  onRetry: (why: string, waitMs: number) => void,
): Promise<Earlier> {
  const { saved } = spool;
  if (saved === null) return { saved, parts: [], isShort: false, pages: 0 };
  let pages = 0;
  const parts = await readWaitingParts(saved.waiting, {
    project: selection.project,
    filterOf: (span) => buildFilter(selection, span, plan.received),
    readPage,
    quota,
    clock,
    signal: deps.signal,
    onRetry,
    onPage: () => {
      pages += 1;
    },
  });
  const isShort = parts.length < saved.waiting.reduce((sum, { indexes }) => sum + indexes.length, 0);
  if (isShort && !deps.signal.aborted) {
    spool.clear();
    return { saved: null, parts: [], isShort: false, pages };
  }
  for await (const line of spool.lines()) {
    const parsed: unknown = JSON.parse(line);
    const malformed = MalformedLine.safeParse(parsed);
    if (malformed.success) {
      const [number, reason, text] = malformed.data;
      deps.onMalformed(reason, text, number);
      continue;
    }
    const reading = readParsed(parsed, line, { minSeverity: 'DEFAULT', window: null }, deps.redactor);
    if (typeof reading === 'string' || reading.kept === null) continue;
    deps.seen.add(reading.identityLow, reading.identityHigh);
    deps.onEntry(reading.kept);
  }
  for (const [low, high] of saved.edges.flat()) deps.seen.add(low, high);
  return { saved, parts, isShort, pages };
}
