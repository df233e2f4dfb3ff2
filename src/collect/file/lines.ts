import {
  beginningOf,
  CUT_OFF,
  LARGEST_ENTRY,
  NOT_JSON,
  type RecordSink,
  type Splitter,
  TOO_LARGE,
} from './splitter.ts';
import { splitValues } from './values.ts';

const NEWLINE = 0x0a;
const SEVERAL_OBJECTS = /\}[ \t]*,?[ \t]*\{/;

/** NDJSON: a record per line; blank lines count as lines and nothing else. A line may hold several objects in a row. */
export function splitLines(sink: RecordSink): Splitter {
  let pending: Buffer[] = [];
  let size = 0;
  let line = 1;

  const keep = (bytes: Buffer) => {
    size += bytes.length;
    // Beyond the limit only the length matters.
    if (size - bytes.length <= LARGEST_ENTRY) pending.push(bytes);
  };

  const finishLine = (last: Buffer, endsFile: boolean): string | null => {
    keep(last);
    const bytes = pending.length === 1 && pending[0] !== undefined ? pending[0] : Buffer.concat(pending);
    const tooLarge = size > LARGEST_ENTRY;
    pending = [];
    size = 0;
    if (tooLarge) {
      sink.malformed(TOO_LARGE, beginningOf(bytes), line);
      return null;
    }
    const text = bytes.toString('utf8');
    if (text.trim() === '' || sink.record(text, line)) return null;
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
        finishLine(chunk.subarray(start, end), false);
        line += 1;
        start = end + 1;
      }
      if (start < chunk.length) keep(chunk.subarray(start));
    },
    end: () => (size === 0 ? null : finishLine(Buffer.alloc(0), true)),
  };
}
