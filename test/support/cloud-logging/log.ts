import { parseTime } from '../../../src/collect/time.ts';
import type { LogEntry } from '../../../src/model/entry.ts';

/** An entry with its times as numbers: nanoseconds since 1970. */
export interface StoredEntry {
  readonly json: LogEntry;
  readonly time: bigint;
  /** When it arrived; it is found by nobody before that. */
  readonly received: bigint;
}

/** A log that may hold millions: entries in order of (timestamp, insertId), each made when it is asked for. */
export interface FakeLog {
  readonly size: number;
  at(index: number): StoredEntry;
}

/** A log of entries that are there already, in any order. */
export function logOf(entries: readonly LogEntry[]): FakeLog {
  const stored = entries.map(store).sort(inOrder);
  return generatedLog(stored.length, (index) => {
    const entry = stored[index];
    if (entry === undefined) throw new RangeError(`no entry ${index}`);
    return entry;
  });
}

/** A log whose entries are made one by one; `make` must give them in order of timestamp. */
export function generatedLog(size: number, make: (index: number) => StoredEntry): FakeLog {
  return { size, at: make };
}

/** @throws TypeError where the entry has no timestamp */
export function store(json: LogEntry): StoredEntry {
  const time = parseTime(json.timestamp ?? '');
  if (time === null) throw new TypeError('an entry of the fake log needs a timestamp');
  return { json, time, received: parseTime(json.receiveTimestamp ?? '') ?? time };
}

/** The order in which the service lists entries. */
function inOrder(a: StoredEntry, b: StoredEntry): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  const [left = '', right = ''] = [a.json.insertId, b.json.insertId];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The first index whose entry does not come before the time. */
export function firstFrom(log: FakeLog, time: bigint): number {
  let low = 0;
  let high = log.size;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (log.at(middle).time < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
