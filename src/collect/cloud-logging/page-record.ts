import type { LogEntry } from '../../model/entry.ts';
import type { Counted, JoinedParts } from '../counted.ts';
import { beginningOf } from '../file/splitter.ts';
import { type Reading, readParsed } from '../reading.ts';
import { redactMalformed } from '../set-aside.ts';
import { addJoined, createSplitJoiner, identityOfPart } from '../split-joiner.ts';
import { type SplitPart, splitPartOf, type WaitingEntry } from '../split-part.ts';
import { createCounter } from '../tally.ts';
import { joinTime, splitTime } from '../time.ts';
import type { Earlier } from './resume.ts';
import { cutSlices, type Slice } from './slices.ts';
import type { CloudDeps, CloudSource } from './source.ts';
import type { MalformedLine } from './spool.ts';
import { createPartTimes } from './waiting-parts.ts';

export interface PageCounts {
  readonly read: number;
  readonly pages: number;
  readonly counted: Counted;
  readonly joined: JoinedParts;
}

/**
 * What becomes of the pages of a reading: each entry is counted and handed on once, and every page is kept in the spool
 * before this returns. Goes on from what an earlier process had counted.
 *
 * @param effort what the reading has taken so far
 */
export function createPageRecord(
  { selection, plan, spool, whole }: CloudSource,
  { saved, parts, pages: pagesAgain }: Earlier,
  { redactor, seen, onEntry, onMalformed, onProgress }: CloudDeps,
  effort: () => { readonly retries: number; readonly waitedMs: number },
) {
  const counter = createCounter();
  const slices = saved?.slices.slice() ?? cutSlices(plan.time, plan.window);
  const edges = saved?.edges.slice() ?? slices.map(() => []);
  let malformed = saved?.malformed ?? 0;
  /** Malformed ones included. */
  let read = (saved?.read ?? 0) + malformed;
  let pages = (saved?.pages ?? 0) + pagesAgain;
  if (saved !== null) {
    counter.absorb(saved.counted);
    onProgress(read);
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
  const onJoined = (entry: LogEntry): boolean => {
    const reading = readParsed(entry, JSON.stringify(entry), choice, redactor);
    if (typeof reading === 'string') throw new TypeError(`parts that were read as entries make none: ${reading}`);
    if (whole !== undefined && reading.outcome === 'outsideWindow') return false;
    count(reading, seen.add(reading.identityLow, reading.identityHigh));
    return true;
  };
  const earlierParts = { parts: edges.flat(), broken: saved?.broken ?? [], waiting: parts };
  const joiner = createSplitJoiner(onJoined, undefined, earlierParts);
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
      read: read - malformed,
      malformed,
      pages,
      ...effort(),
    });
    lines = [];
  };

  return {
    /** How far each is read. */
    slices: (): readonly Slice[] => slices.slice(),

    onPage(entries: readonly unknown[], index: number, after: Slice): void {
      const edge = slices[index]?.reached === after.reached ? (edges[index]?.slice() ?? []) : [];
      const reached = splitTime(after.reached);
      for (const entry of entries) {
        const json = JSON.stringify(entry);
        const reading = readParsed(entry, json, choice, redactor);
        read += 1;
        if (typeof reading === 'string') {
          malformed += 1;
          const text = redactMalformed(beginningOf(Buffer.from(json)), redactor);
          const line: MalformedLine = [read, reading, text];
          lines.push(JSON.stringify(line));
          onMalformed(reading, text, read);
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
      onProgress(read);
    },

    /** Entries of which parts are missing. */
    waiting: (): WaitingEntry[] => joiner.waiting(),

    /** Takes parts that another slice of the time holds. */
    addOthers(parts: readonly SplitPart[]): void {
      for (const part of parts) joiner.add(part, false);
    },

    onOthers(): void {
      pages += 1;
    },

    /** Takes parts that still wait for others as they are. */
    takeWaiting: (): void => void joiner.finish(),

    keep,

    counts: (): PageCounts => ({ read: read - malformed, pages, counted: counter.counted(), joined: joined() }),
  };
}

function isAt({ seconds, nanos }: Reading, instant: { seconds: number; nanos: number }): boolean {
  return seconds === instant.seconds && nanos === instant.nanos;
}
