import type { createEntryReader } from './entry-reader.ts';
import { splitLines } from './file/lines.ts';
import type { Reading } from './reading.ts';
import { createRecordSink } from './record-sink.ts';
import type { SplitPart } from './split-part.ts';

/** A record that is no entry, and where it begins. */
export interface Malformed {
  readonly reason: string;
  readonly text: string;
  readonly line: number;
}

/** What a block of whole lines says, before it is known which of its entries are duplicates. */
export interface BlockReading {
  readonly readings: readonly Reading[];
  /** Lower and upper half of each reading's identity. */
  readonly identities: Int32Array<ArrayBuffer>;
  readonly malformed: readonly Malformed[];
  readonly parts: readonly SplitPart[];
}

export function readBlock(
  read: ReturnType<typeof createEntryReader>,
  bytes: Uint8Array<ArrayBufferLike>,
  length: number,
  firstLine: number,
): BlockReading {
  const readings: Reading[] = [];
  const malformed: Malformed[] = [];
  const parts: SplitPart[] = [];
  const sink = createRecordSink(
    read,
    (reason, text, line) => malformed.push({ reason, text, line }),
    (reading) => (reading.part === undefined ? readings.push(reading) : parts.push(reading.part)),
  );
  const lines = splitLines(sink, firstLine);
  lines.push(Buffer.from(bytes.buffer, bytes.byteOffset, length));
  lines.end();
  const identities = new Int32Array(2 * readings.length);
  readings.forEach(({ identityLow, identityHigh }, index) => {
    identities[2 * index] = identityLow;
    identities[2 * index + 1] = identityHigh;
  });
  return { readings, identities, malformed, parts };
}
