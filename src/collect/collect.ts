import type { Readable } from 'node:stream';
import type { Completeness } from '../model/completeness.ts';
import type { CollectedEntry } from '../model/entry.ts';
import type { Severity } from '../model/severity.ts';
import { nameOfCloud, readCloud } from './cloud-logging/read-cloud.ts';
import { readRequestLog } from './cloud-logging/read-request-log.ts';
import type { CloudSource } from './cloud-logging/source.ts';
import type { JoinedParts } from './counted.ts';
import { createEntryReader } from './entry-reader.ts';
import { splitIntoBlocks } from './file/blocks.ts';
import { splitLines } from './file/lines.ts';
import { nameOfSource, readSource } from './file/read-source.ts';
import { bytesIn, sourceFiles } from './file/source-files.ts';
import type { Gathered } from './gathered.ts';
import type { Offload } from './offload.ts';
import { completenessOf } from './put-together.ts';
import { readBlock } from './read-block.ts';
import { type Reading, readParsed } from './reading.ts';
import { createRecordSink } from './record-sink.ts';
import type { Redactor } from './redact.ts';
import { capacityFor, createSeenIdentities } from './seen-identities.ts';
import { createSetAside } from './set-aside.ts';
import { addJoined, createSplitJoiner } from './split-joiner.ts';
import type { SplitPart } from './split-part.ts';
import { createTally } from './tally.ts';

export interface CollectOptions {
  /** Paths of files, or of folders that hold some; `-` is standard input. Read one after the other. */
  sources: readonly string[];
  /** Cloud Logging, read after the files. Its own plan says which time; `window` is for the files. */
  cloud?: CloudSource;
  /** The request log of the same selection and plan, read last, for its counts alone. */
  requestLog?: CloudSource;
  /** What `-` stands for. */
  stdin?: Readable;
  minSeverity: Severity;
  /** Nanoseconds since 1970, `since` inclusive, `until` exclusive; null takes all. */
  window: { since: bigint; until: bigint } | null;
  redactor: Redactor;
  /** The file that malformed lines go to, redacted; null only counts and names them. */
  setAside: string | null;
  /** Ends the read early; `truncated` says so. */
  signal?: AbortSignal;
  /**
   * The files are read once for each slice of a longer time, and `window` is one of the slices: what lies outside of it
   * counts in another, and malformed lines in the first alone.
   */
  slice?: { readonly isFirst: boolean };
  /** Reads the greater part of large sources elsewhere; `onEntry` is not called for that. Not with `slice`. */
  offload?: Offload;
  /** Called after every piece of input, with the entries read so far. */
  onProgress?: (read: number) => void;
}

/**
 * Reads the sources to their end, in constant memory, and hands on every entry once: inside the window, at or above the
 * least severity, no call that the audit log says went well, with its mojibake mended, redacted. Entries are the same when logName, timestamp and insertId are; one
 * without an insertId has no identity and is never taken for a duplicate, since two equal lines are two events.
 *
 * Entries that came in parts are put together first, and count as one.
 *
 * Nothing is dropped silently: read = kept + belowSeverity + outsideWindow + routine + duplicates + parts that became one
 * with another, and every malformed piece is counted, named and set aside.
 *
 * @throws SourceError where a source cannot be opened or read, or malformed lines cannot be set aside
 */
export async function collect(
  options: CollectOptions,
  onEntry: (entry: CollectedEntry) => void,
): Promise<Completeness> {
  return completenessOf(await gather(options, onEntry));
}

/** The same as `collect`, with a record that can be put together with those of other slices of the time. */
export async function gather(options: CollectOptions, onEntry: (entry: CollectedEntry) => void): Promise<Gathered> {
  const { redactor, slice } = options;
  const isOurs = ({ outcome }: Reading): boolean => slice === undefined || outcome !== 'outsideWindow';
  const { offload } = options;
  const files = await sourceFiles(options.sources);
  const bytes = await bytesIn(files);
  const own = createSeenIdentities(offload ? 1 : capacityFor(bytes));
  const seen = offload?.seen ?? own;
  const tally = createTally();
  const setAside = createSetAside(options.setAside, redactor);
  const read = createEntryReader(options, redactor);
  const joiner = createSplitJoiner((entry) => {
    const reading = readParsed(entry, JSON.stringify(entry), options, redactor);
    if (typeof reading === 'string') throw new TypeError(`parts that were read as entries make none: ${reading}`);
    if (!isOurs(reading)) return false;
    tally.counter.count(reading, reading.outcome);
    if (reading.kept !== null) onEntry(reading.kept);
    return true;
  });
  const join = (part: SplitPart, isOurs = true): void => {
    if (isOurs) tally.read(1);
    joiner.add(part, isOurs);
  };
  /** Step by step for all of them: each step has tables of its own, which the processor's cache does not hold together. */
  const count = (readings: readonly Reading[], isDuplicate: (index: number) => boolean): void => {
    readings.forEach((reading, index) => {
      tally.counter.count(reading, isDuplicate(index) ? 'duplicates' : reading.outcome);
    });
    readings.forEach(({ kept }, index) => {
      if (kept !== null && !isDuplicate(index)) onEntry(kept);
    });
  };
  const waiting: Reading[] = [];
  const countWaiting = (): void => {
    const areNew = waiting.map(({ identityLow, identityHigh }) => seen.add(identityLow, identityHigh));
    count(waiting, (index) => areNew[index] !== true);
    waiting.length = 0;
  };
  let joinedElsewhere: JoinedParts | undefined;
  /** What is read here, of all sources together, before others help. */
  const here = { bytes: offload?.begin(bytes) ?? 0 };
  try {
    for (const source of files) {
      tally.beginSource(redactor.text(nameOfSource(source)));
      let lastLine = 1;
      const malformed = (reason: string, text: string, line: number): void => {
        lastLine = Math.max(lastLine, line);
        if (slice?.isFirst === false) return;
        tally.malformed(reason, line);
        setAside.add(nameOfSource(source), line, reason, text);
      };
      const sink = createRecordSink(read, malformed, (reading, line) => {
        lastLine = Math.max(lastLine, line);
        if (reading.part !== undefined) return join(reading.part, isOurs(reading));
        if (!isOurs(reading)) return;
        tally.read(1);
        waiting.push(reading);
      });
      const elsewhere = offload && {
        lineSplitter: () =>
          splitIntoBlocks(splitLines(sink), here, offload.take, (block) => {
            countWaiting();
            offload.push(block, {
              readHere: () => readBlock(read, block.bytes, block.length, block.firstLine),
              countHere: ({ readings }, duplicates) => count(readings, (index) => duplicates[index] === 1),
              parts: (parts) => {
                for (const part of parts) join(part);
              },
              counted: (entries, broken) => {
                lastLine = Math.max(lastLine, block.firstLine + block.lines - 1);
                tally.read(entries);
                for (const { reason, text, line } of broken) malformed(reason, text, line);
              },
            });
          }),
        drain: () => offload.drain(),
      };
      const onChunk = (): Promise<void> | void => {
        options.onProgress?.(tally.entries);
        return offload?.ready();
      };
      const how = { ...options, ...elsewhere, onChunk, afterPiece: countWaiting };
      const cut = await readSource(source, how, { ...sink, line: () => lastLine });
      countWaiting();
      if (cut !== null) tally.cut(cut);
    }
    if (options.cloud) {
      const name = nameOfCloud(options.cloud.selection);
      tally.beginSource(name);
      const before = tally.entries;
      const deps = {
        redactor,
        signal: options.signal ?? new AbortController().signal,
        onMalformed: (reason: string, text: string, number: number) => {
          tally.malformed(reason, number);
          setAside.add(name, number, reason, text);
        },
        onProgress: (entries: number) => options.onProgress?.(before + entries),
      };
      const { read, pages, counted, joined, cloud, cut } = await readCloud(options.cloud, { ...deps, seen, onEntry });
      tally.read(read);
      tally.counter.absorb(counted);
      tally.paged(pages, cloud);
      joinedElsewhere = joined;
      if (cut !== null) tally.cut(cut);
      if (options.requestLog) {
        const onProgress = (entries: number) => deps.onProgress(read + entries);
        const { reading, requests } = await readRequestLog(options.requestLog, { ...deps, onProgress });
        tally.requestLog(reading, requests);
      }
    }
    for (const counted of (await offload?.finish()) ?? []) tally.counter.absorb(counted);
    joiner.finish();
  } finally {
    own.clear();
    await setAside.close();
  }
  const isUnfiltered = options.cloud === undefined || asksForAll(options.cloud);
  const setAsideIn = setAside.path();
  return tally.gathered({
    joined: addJoined(joinedElsewhere, joiner.counts()),
    allRequests: options.minSeverity === 'DEFAULT' && isUnfiltered,
    isUnfiltered,
    malformedFiles: setAsideIn === null ? [] : [setAsideIn],
  });
}

/** Whether Cloud Logging hands out every entry of the time: files hold those below the severity too. */
function asksForAll({ selection }: CloudSource): boolean {
  return selection.minSeverity === 'DEFAULT' && selection.filter.trim() === '';
}
