import type { Readable } from 'node:stream';
import type { Completeness } from '../model/completeness.ts';
import type { CollectedEntry, LogEntry } from '../model/entry.ts';
import { SEVERITY_RANK, type Severity } from '../model/severity.ts';
import { describeEntry } from './collected-entry.ts';
import { toLogEntry } from './decode.ts';
import { nameOfSource, readSource, requireSource } from './file/read-source.ts';
import { mapStrings, TooDeepError } from './map-strings.ts';
import { messageOf } from './message.ts';
import { mayHoldMojibake, mendMojibake } from './mojibake.ts';
import type { Redactor } from './redact.ts';
import { redactEntry } from './redact-entry.ts';
import { createSeenIdentities } from './seen-identities.ts';
import { createSetAside } from './set-aside.ts';
import { severityOf, statedSeverity } from './severity.ts';
import { createTally, type Outcome } from './tally.ts';
import { parseTime } from './time.ts';

export interface CollectOptions {
  /** File paths; `-` is standard input. Read one after the other. */
  sources: readonly string[];
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
  /** Called after every piece of input, with the entries read so far. */
  onProgress?: (read: number) => void;
}

/**
 * Reads the sources to their end, in constant memory, and hands on every entry once: inside the window, at or above the
 * least severity, with its mojibake mended, redacted. Entries are the same when logName, timestamp and insertId are; one
 * without an insertId has no identity and is never taken for a duplicate, since two equal lines are two events.
 *
 * Nothing is dropped silently: read = kept + belowSeverity + outsideWindow + duplicates, and every malformed piece is
 * counted, named and set aside.
 *
 * @throws SourceError where a source cannot be opened or read, or malformed lines cannot be set aside
 */
export async function collect(
  options: CollectOptions,
  onEntry: (entry: CollectedEntry) => void,
): Promise<Completeness> {
  const { redactor, window } = options;
  const least = SEVERITY_RANK[options.minSeverity];
  const redactedBefore = redactor.count;
  const tally = createTally();
  const seen = createSeenIdentities();
  const setAside = createSetAside(options.setAside, redactor);

  /** What becomes of an entry; hands it on where it is kept. */
  const take = (entry: LogEntry, time: bigint, json: string): Outcome => {
    const { insertId = '', logName = '' } = entry;
    if (insertId !== '' && !seen.add(logName, time, insertId)) return 'duplicates';
    if (window !== null && (time < window.since || time >= window.until)) return 'outsideWindow';
    // Most entries of a log are quiet and say so themselves; no more is done for those.
    const stated = statedSeverity(entry);
    if (stated !== null && SEVERITY_RANK[stated] < least) return 'belowSeverity';
    const mended = mayHoldMojibake(json) ? mendEntry(entry) : entry;
    const severity = stated ?? severityOf(mended, messageOf(mended));
    if (SEVERITY_RANK[severity] < least) return 'belowSeverity';
    onEntry(describeEntry(redactEntry(mended, redactor), time, severity, redactor));
    return 'kept';
  };

  /** Returns why a parsed value is no entry, or null. */
  const count = (parsed: unknown, json: string): string | null => {
    const entry = toLogEntry(parsed);
    if (entry === null) return 'JSON, but no object';
    const time = timeOf(entry);
    if (time === null) return 'no usable timestamp';
    tally.count(entry, time, take(entry, time, json));
    return null;
  };

  for (const source of options.sources) await requireSource(source);
  try {
    for (const source of options.sources) {
      tally.beginSource(source);
      let lastLine = 1;
      const malformed = (reason: string, text: string, line: number): void => {
        lastLine = line;
        tally.malformed(reason, line);
        setAside.add(nameOfSource(source), line, reason, text);
      };
      const record = (text: string, line: number): boolean => {
        lastLine = line;
        const parsed = parseJson(text);
        if (parsed === undefined) return false;
        const reason = whyMalformed(() => count(parsed, text));
        if (reason !== null) malformed(reason, text, line);
        return true;
      };
      const onChunk = () => options.onProgress?.(tally.read);
      const cut = await readSource(source, { ...options, onChunk }, { record, malformed, line: () => lastLine });
      if (cut !== null) tally.cut(cut);
    }
  } finally {
    await setAside.close();
  }
  return tally.finish(setAside.path(), redactor.count - redactedBefore);
}

/** What is wrong with a record, in words, or null. */
function whyMalformed(read: () => string | null): string | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof TooDeepError) return error.message;
    throw error;
  }
}

/** When it happened, or, where the entry does not say, when it arrived. */
function timeOf({ timestamp, receiveTimestamp }: LogEntry): bigint | null {
  return (
    (timestamp === undefined ? null : parseTime(timestamp)) ??
    (receiveTimestamp === undefined ? null : parseTime(receiveTimestamp))
  );
}

function mendEntry(entry: LogEntry): LogEntry {
  return toLogEntry(mapStrings(entry, { text: mendMojibake, key: mendMojibake })) ?? entry;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // JSON has no undefined, so this says "not JSON".
    return undefined;
  }
}
