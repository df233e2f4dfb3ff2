import { NEWLINE } from '../bytes.ts';
import type { LineSplitter } from './blocks.ts';
import { beginningOf, CUT_OFF, LARGEST_ENTRY, NOT_JSON, type RecordSink, TOO_LARGE } from './splitter.ts';
import { splitValues } from './values.ts';

/** The comma has its own spaces: two runs side by side would be tried in every division, minutes for one long line. */
const SEVERAL_OBJECTS = /\}[ \t]*(?:,[ \t]*)?\{/;

/** NDJSON: a record per line; blank lines count as lines and nothing else. A line may hold several objects in a row. */
export function splitLines(sink: RecordSink, firstLine = 1): LineSplitter {
  let pending: Buffer[] = [];
  let size = 0;
  let line = firstLine;

  const keep = (bytes: Buffer) => {
    size += bytes.length;
    // Beyond the limit only the length matters.
    if (size - bytes.length <= LARGEST_ENTRY) pending.push(Buffer.from(bytes));
  };

  const finishLine = (chunk: Buffer, start: number, end: number, endsFile: boolean): string | null => {
    if (size > 0) {
      keep(chunk.subarray(start, end));
      const bytes = pending.length === 1 && pending[0] !== undefined ? pending[0] : Buffer.concat(pending);
      const whole = size;
      pending = [];
      size = 0;
      return finish(bytes, 0, bytes.length, whole, endsFile);
    }
    return finish(chunk, start, end, end - start, endsFile);
  };

  /** `whole` bytes were read of the line, of which those at hand are at least the beginning. */
  const finish = (chunk: Buffer, start: number, end: number, whole: number, endsFile: boolean): string | null => {
    if (whole <= LARGEST_ENTRY && sink.record(chunk, start, end, line)) return null;
    const bytes = chunk.subarray(start, end);
    if (whole > LARGEST_ENTRY) {
      sink.malformed(TOO_LARGE, beginningOf(bytes), line);
      return null;
    }
    const text = bytes.toString('utf8');
    if (text.trim() === '') return null;
    if (SEVERAL_OBJECTS.test(text)) {
      const values = splitValues(sink, line);
      values.push(bytes);
      const cut = values.end();
      return endsFile ? cut : null;
    }
    const cut = endsFile && text.trimStart().startsWith('{') ? CUT_OFF : null;
    sink.malformed(cut ?? NOT_JSON, beginningOf(bytes), line);
    return cut;
  };

  return {
    push(chunk) {
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
        finishLine(chunk, start, end, false);
        line += 1;
        start = end + 1;
      }
      if (start < chunk.length) keep(chunk.subarray(start));
    },
    nextLine: () => (size === 0 ? line : null),
    continueAt(next) {
      line = next;
    },
    end: () => (size === 0 ? null : finishLine(Buffer.alloc(0), 0, 0, true)),
  };
}
