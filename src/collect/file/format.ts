import { splitLines } from './lines.ts';
import type { RecordSink, Splitter } from './splitter.ts';
import { splitValues } from './values.ts';

const SNIFFED = 64 * 1024;
const BINARY = 'binary data: no log export';

type Format = 'lines' | 'values' | 'binary';

/**
 * A splitter that looks at the content before it decides what it is: an array or pretty-printed objects, or one record
 * per line, which `lineSplitter` splits. Names and extensions say nothing. Binary data is one malformed record, and the
 * rest of it is not looked at.
 */
export function splitByContent(sink: RecordSink, lineSplitter: () => Splitter = () => splitLines(sink)): Splitter {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let splitter: Splitter | null = null;
  let binary = false;

  const decide = (complete: boolean) => {
    const head = held.length === 1 && held[0] !== undefined ? held[0] : Buffer.concat(held);
    const format = formatOf(head, complete || head.length >= SNIFFED);
    held = [head];
    if (format === null) return;
    held = [];
    if (format === 'binary') {
      binary = true;
      sink.malformed(BINARY, '', 1);
      return;
    }
    splitter = format === 'lines' ? lineSplitter() : splitValues(sink);
    splitter.push(head);
  };

  return {
    push(chunk) {
      if (binary) return;
      if (splitter !== null) {
        splitter.push(chunk);
        return;
      }
      held.push(Buffer.from(chunk));
      heldBytes += chunk.length;
      if (heldBytes > 0) decide(false);
    },
    end() {
      if (splitter === null && !binary) decide(true);
      return splitter === null ? null : splitter.end();
    },
  };
}

/** The format that the beginning of a source shows, or null where more must be seen. */
function formatOf(head: Buffer, enough: boolean): Format | null {
  const text = head.toString('latin1').trimStart();
  // A log that holds a NUL somewhere has one bad line; what neither begins as JSON nor is text is something else.
  if (!'{['.includes(text[0] ?? ' ') && head.subarray(0, SNIFFED).includes(0)) return 'binary';
  const newline = text.indexOf('\n');
  const line = newline === -1 ? text : text.slice(0, newline);
  if (!enough && newline === -1) return null;
  if (text.startsWith('[')) {
    const next = text.slice(1).trimStart()[0];
    if (next === undefined && !enough) return null;
    return next === undefined || '{[]"'.includes(next) || isJson(line) ? 'values' : 'lines';
  }
  if (!text.startsWith('{')) return 'lines';
  if (line.trim() === '{') return 'values';
  const end = endOfObject(text);
  if (end === -1) return enough ? 'lines' : null;
  if (end > line.length) return isJson(text.slice(0, end)) ? 'values' : 'lines';
  const next = line.slice(end).trimStart()[0];
  return next === '{' || next === ',' ? 'values' : 'lines';
}

/** Where the object that the text begins with ends, or -1. */
function endOfObject(text: string): number {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i];
    if (inString) {
      if (character === '\\') i += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return i + 1;
    }
  }
  return -1;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // The answer, not a failure.
    return false;
  }
}
