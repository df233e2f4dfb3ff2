import type { createEntryReader } from './entry-reader.ts';
import type { RecordSink } from './file/splitter.ts';
import type { Reading } from './reading.ts';

/** Reads each record, and tells entries from what is none. */
export function createRecordSink(
  read: ReturnType<typeof createEntryReader>,
  malformed: RecordSink['malformed'],
  onReading: (reading: Reading, line: number) => void,
): RecordSink {
  return {
    record(bytes, start, end, line) {
      const reading = read(bytes, start, end);
      if (reading === null) return false;
      if (typeof reading === 'string') malformed(reading, bytes.toString('utf8', start, end), line);
      else onReading(reading, line);
      return true;
    },
    malformed,
  };
}
