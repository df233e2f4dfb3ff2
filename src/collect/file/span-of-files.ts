import { createEntryReader } from '../entry-reader.ts';
import { type Instant, isAfter, isBefore } from '../instant.ts';
import { createRecordSink } from '../record-sink.ts';
import type { Redactor } from '../redact.ts';
import { joinTime } from '../time.ts';
import { readSource } from './read-source.ts';

/** Keeps nothing: of an entry that is outside of the window only its time is looked at. */
const NOTHING = { minSeverity: 'EMERGENCY', window: { since: 0n, until: 0n } } as const;

/**
 * From the first entry of some files to just after the last, in nanoseconds since 1970; null where they hold none. Reads
 * them to their end, but only for the times.
 *
 * @throws SourceError where a file cannot be opened or read
 */
export async function spanOfFiles(
  files: readonly string[],
  { redactor, signal }: { readonly redactor: Redactor; readonly signal: AbortSignal | undefined },
): Promise<{ since: bigint; until: bigint } | null> {
  const read = createEntryReader(NOTHING, redactor);
  let first: Instant | null = null;
  let last: Instant | null = null;
  const nobody = (): void => undefined;
  const sink = createRecordSink(read, nobody, ({ seconds, nanos }) => {
    if (first === null || isBefore(seconds, nanos, first)) first = { seconds, nanos };
    if (last === null || isAfter(seconds, nanos, last)) last = { seconds, nanos };
  });
  for (const file of files) await readSource(file, { signal }, { ...sink, line: () => 1 });
  return first === null || last === null ? null : { since: joinTime(first), until: joinTime(last) + 1n };
}
