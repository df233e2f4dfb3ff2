import { BACKSLASH, CLOSE_LIST, CLOSE_OBJECT, COMMA, NEWLINE, OPEN_LIST, OPEN_OBJECT, QUOTE } from '../bytes.ts';
import { createRestart } from './restart.ts';
import {
  beginningOf,
  CUT_OFF,
  KEPT_OF_MALFORMED,
  LARGEST_ENTRY,
  NOT_JSON,
  type RecordSink,
  type Splitter,
  TOO_LARGE,
} from './splitter.ts';

/** The bytes that mean something inside an object; all others are skipped. */
const SIGNIFICANT = new Uint8Array(256);
for (const byte of [NEWLINE, QUOTE, OPEN_LIST, BACKSLASH, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT]) SIGNIFICANT[byte] = 1;

/** Between two elements, inside an object, inside something that is no object, or looking for the next element. */
type State = 'between' | 'object' | 'other' | 'lost';

const UNCLOSED = 'the list has no end: the file was cut off';

/**
 * The elements of a JSON array, or objects one after the other, over any number of lines. Tracks depth and strings over
 * bytes (UTF-8's later bytes never look like a bracket), so an element is parsed only once it is whole.
 *
 * An element that is broken must not take the rest of the file with it. What breaks one: a line end inside a string,
 * a brace too few (it never ends), bytes that are balanced but no JSON. Then the next line that begins as the first
 * element's line did starts a new element.
 */
export function splitValues(sink: RecordSink, firstLine = 1): Splitter {
  const restart = createRestart();
  let state: State = 'between';
  let line = firstLine;
  let startLine = firstLine;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let openLists = 0;
  /** Once something was broken, every line is a possible restart. */
  let wary = false;
  let reason = NOT_JSON;
  let outcome: 'goes on' | 'complete' | 'broken' = 'goes on';
  let parts: Buffer[] = [];
  let size = 0;

  const keep = (bytes: Buffer) => {
    if (size <= LARGEST_ENTRY) parts.push(Buffer.from(bytes));
    size += bytes.length;
  };
  const take = (): Buffer => {
    const bytes = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
    parts = [];
    size = 0;
    return bytes;
  };
  const begin = (next: State) => {
    state = next;
    startLine = line;
    depth = next === 'object' ? 1 : 0;
    inString = false;
    escaped = false;
    reason = NOT_JSON;
  };
  const giveUp = () => {
    sink.malformed(reason, beginningOf(take()), startLine);
    state = 'between';
  };

  /** The piece so far is broken: what follows its first possible restart is read again, warily. */
  const recover = (why: string): boolean => {
    const bytes = take();
    const at = wary ? -1 : restart.findIn(bytes);
    wary = true;
    if (at === -1) {
      reason = why;
      keep(bytes);
      return false;
    }
    const broken = bytes.subarray(0, at);
    sink.malformed(NOT_JSON, beginningOf(broken), startLine);
    // From here on the bytes are read, and their lines counted, a second time.
    line = startLine + countNewlines(broken);
    state = 'between';
    consume(bytes.subarray(at));
    return true;
  };

  const finishObject = () => {
    if (size > LARGEST_ENTRY) {
      if (!recover(TOO_LARGE)) giveUp();
      return;
    }
    const bytes = take();
    state = 'between';
    if (sink.record(bytes, 0, bytes.length, startLine)) return;
    keep(bytes);
    if (!recover(NOT_JSON)) giveUp();
  };

  const finishOther = () => {
    const bytes = take();
    state = 'between';
    const text = beginningOf(bytes);
    if (text.trim() === '' || sink.record(bytes, 0, Math.min(bytes.length, KEPT_OF_MALFORMED), startLine)) return;
    sink.malformed(NOT_JSON, text, startLine);
  };

  /** Returns whether the byte belongs to a new piece. */
  const begins = (byte: number): boolean => {
    if (byte === OPEN_OBJECT) {
      restart.firstElementBegins();
      begin('object');
      return true;
    }
    if (byte === OPEN_LIST) openLists += 1;
    else if (byte === CLOSE_LIST) openLists = Math.max(0, openLists - 1);
    else if (!isSpace(byte) && byte !== COMMA) {
      begin('other');
      inString = byte === QUOTE;
      return true;
    }
    return false;
  };

  /** Reads on inside an object, up to its end, to what breaks it, or to `end`; returns where it stopped. */
  const scan = (chunk: Buffer, start: number, end: number): number => {
    // Nearly all bytes pass here, so the state is kept in local variables meanwhile.
    let [at, level, quoted, slash] = [start, depth, inString, escaped];
    outcome = 'goes on';
    while (at < end && outcome === 'goes on') {
      const byte = chunk[at] ?? 0;
      at += 1;
      if (SIGNIFICANT[byte] === 0) slash = false;
      else if (byte === NEWLINE) {
        line += 1;
        if (quoted) outcome = 'broken';
      } else if (quoted) {
        if (slash) slash = false;
        else if (byte === BACKSLASH) slash = true;
        else if (byte === QUOTE) quoted = false;
      } else if (byte === QUOTE) quoted = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) level += 1;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        level -= 1;
        if (level === 0) outcome = 'complete';
      }
    }
    [depth, inString, escaped] = [level, quoted, slash];
    return at;
  };

  const endsOther = (byte: number): boolean => {
    if (inString) {
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) inString = false;
      return byte === NEWLINE;
    }
    return byte === NEWLINE || byte === COMMA || byte === CLOSE_LIST || byte === OPEN_OBJECT;
  };

  function consume(chunk: Buffer): void {
    let from = 0;
    for (let i = 0; i < chunk.length; ) {
      if (state === 'object' && !wary) i = scan(chunk, i, chunk.length);
      else {
        const byte = chunk[i] ?? 0;
        const restarts = restart.sees(byte);
        if (restarts && (state === 'lost' || (wary && state === 'object'))) {
          keep(chunk.subarray(from, i));
          if (state === 'object') reason = NOT_JSON;
          giveUp();
        } else if (state === 'other' && endsOther(byte)) {
          keep(chunk.subarray(from, i));
          finishOther();
        }
        if (state === 'object') scan(chunk, i, i + 1);
        else {
          if (state === 'between' && begins(byte)) from = i;
          if (byte === NEWLINE) line += 1;
          outcome = 'goes on';
        }
        i += 1;
      }
      if (outcome === 'goes on') continue;
      keep(chunk.subarray(from, i));
      from = i;
      if (outcome === 'complete') finishObject();
      else {
        state = 'lost';
        recover(NOT_JSON);
      }
    }
    if (state === 'between') return;
    keep(chunk.subarray(from));
    // An element that never ends: look whether another one begins inside what was taken for it.
    if (size > LARGEST_ENTRY && !wary && state === 'object') recover(TOO_LARGE);
  }

  return {
    push: consume,
    end() {
      if (state === 'other') finishOther();
      if (state === 'object') recover(CUT_OFF);
      if (state === 'lost') giveUp();
      if (state === 'object') {
        reason = CUT_OFF;
        giveUp();
        return CUT_OFF;
      }
      if (openLists === 0) return null;
      sink.malformed(UNCLOSED, '', line);
      return UNCLOSED;
    },
  };
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;
}

function countNewlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
