import type { Completeness } from '../model/completeness.ts';
import type { LogEntry } from '../model/entry.ts';
import { nameOfSource } from './file/read-source.ts';
import { deploymentOf } from './origin.ts';
import { createRevisionSpans } from './revisions.ts';
import { formatTime, parseTime } from './time.ts';

/** How many malformed lines the record names. */
const NAMED = 20;

/** Every entry that is read meets exactly one of these. */
export type Outcome = 'kept' | 'belowSeverity' | 'outsideWindow' | 'duplicates';

/** Keeps the completeness record while entries are read: every entry is counted under exactly one outcome. */
export function createTally() {
  const sources: Completeness['sources'] = [];
  const outcomes: Record<Outcome, number> = { kept: 0, belowSeverity: 0, outsideWindow: 0, duplicates: 0 };
  const malformedLines: Completeness['malformedLines'] = [];
  const cuts: string[] = [];
  const revisions = createRevisionSpans();
  const seen = createExtremes();
  const received = createExtremes();
  let read = 0;
  let malformed = 0;

  return {
    beginSource(source: string): void {
      sources.push({ name: nameOfSource(source), entries: 0, malformed: 0 });
    },

    /** Every entry but a duplicate tells about revisions; only those inside the window about the time covered. */
    count(entry: LogEntry, time: bigint, outcome: Outcome): void {
      read += 1;
      outcomes[outcome] += 1;
      const source = sources.at(-1);
      if (source !== undefined) source.entries += 1;
      if (outcome === 'duplicates') return;
      const { service, revision } = deploymentOf(entry);
      revisions.add(service, revision, time);
      if (outcome !== 'outsideWindow') seen.add(time);
      const arrival = entry.receiveTimestamp === undefined ? null : parseTime(entry.receiveTimestamp);
      if (arrival !== null) received.add(arrival);
    },

    malformed(reason: string, line: number): void {
      malformed += 1;
      const source = sources.at(-1);
      if (source === undefined) return;
      source.malformed += 1;
      if (malformedLines.length < NAMED) malformedLines.push({ source: source.name, line, reason });
    },

    cut(why: string): void {
      cuts.push(`${sources.at(-1)?.name ?? 'the input'}: ${why}`);
    },

    get read() {
      return read;
    },

    finish(malformedFile: string | null, redacted: number): Completeness {
      return {
        sources,
        read,
        ...outcomes,
        malformed,
        malformedLines,
        malformedFile,
        pages: 0,
        truncated: cuts.length === 0 ? null : cuts.join('; '),
        oldest: seen.least(),
        newest: seen.greatest(),
        newestReceived: received.greatest(),
        redacted,
        revisions: revisions.spans(),
      };
    },
  };
}

function createExtremes() {
  let least: bigint | null = null;
  let greatest: bigint | null = null;
  return {
    add(time: bigint): void {
      if (least === null || time < least) least = time;
      if (greatest === null || time > greatest) greatest = time;
    },
    least: () => (least === null ? null : formatTime(least)),
    greatest: () => (greatest === null ? null : formatTime(greatest)),
  };
}
