import type { Place } from '../../model/entry.ts';
import type { Severity } from '../../model/severity.ts';
import { addDistinct } from './distinct.ts';
import { absorbExtent, type Extent, extend } from './extent.ts';
import type { CountedEntry } from './kept-entry.ts';
import { addInstance, type Origins } from './origins.ts';
import { addTrace } from './sampled-traces.ts';
import { addTally, type Spans, spanOf, type Tallies } from './tally.ts';
import { addToHistogram, type Histogram } from './timeline.ts';

/**
 * Entries that were added, and are not in the tables of their summary yet. The tables of all summaries are too large to
 * stay in the processor's cache between two entries; counting many at a time waits for memory once instead of for each.
 */
export interface Waiting {
  /** One row an entry: seconds, nanoseconds, hashes of instance, user and trace. */
  rows: Float64Array;
  /** How many numbers of `rows` are taken. */
  length: number;
  /** The same entries by what they say of where they come from. */
  alike: Alike[];
}

/** Entries that say the same of where they come from. */
interface Alike extends Extent {
  count: number;
  readonly severity: Severity;
  readonly service: string;
  readonly revision: string;
  readonly place: Place | null;
  /** Null where there is no request. */
  readonly status: number | null;
}

/** What is counted of each entry. */
export interface CountedTables extends Origins {
  count: number;
  readonly extent: Extent;
  readonly severities: Tallies<Severity>;
  readonly timeline: Histogram;
  readonly services: Tallies<string>;
  readonly revisions: Spans;
  readonly places: Tallies<Place>;
  readonly statuses: Tallies<number>;
  readonly waiting: Waiting;
}

const NO_ROWS = new Float64Array(0);
const COLUMNS = 5;
const MOST_ROWS = 64;
/** Summaries of fewer entries are small, and there may be very many of them. */
const ROWS_FROM = 64;
const NONE = -1;
/** Mostly, the entries of a summary come from one service, or a few. */
const MOST_ALIKE = 8;

export function emptyWaiting(): Waiting {
  return { rows: NO_ROWS, length: 0, alike: [] };
}

/** Adds an entry to those that wait. */
export function putOff(tables: CountedTables, entry: CountedEntry): void {
  const { waiting } = tables;
  const { seconds, nanos } = entry;
  const alike = alikeOf(tables, entry);
  alike.count += 1;
  extend(alike, seconds, nanos);
  if (waiting.length === waiting.rows.length) makeRoom(tables);
  const { rows, length } = waiting;
  rows[length] = seconds;
  rows[length + 1] = nanos;
  rows[length + 2] = entry.instanceHash ?? NONE;
  rows[length + 3] = entry.userHash ?? NONE;
  rows[length + 4] = entry.traceHash ?? NONE;
  waiting.length = length + COLUMNS;
}

function alikeOf(tables: CountedTables, entry: CountedEntry): Alike {
  const { alike } = tables.waiting;
  const { severity, service, revision, place, http, seconds, nanos } = entry;
  const status = http === null ? null : http.status;
  for (let at = 0; at < alike.length; at += 1) {
    const one = alike[at];
    if (
      one !== undefined &&
      one.revision === revision &&
      one.place === place &&
      one.severity === severity &&
      one.service === service &&
      one.status === status
    ) {
      return one;
    }
  }
  if (alike.length === MOST_ALIKE) countAlike(tables);
  const one: Alike = {
    count: 0,
    severity,
    service,
    revision,
    place,
    status,
    firstSeconds: seconds,
    firstNanos: nanos,
    lastSeconds: seconds,
    lastNanos: nanos,
  };
  alike.push(one);
  return one;
}

/** Counts all that wait: to be called before anything of the summary is read but the number of its entries. */
export function countWaiting(tables: CountedTables): void {
  countAlike(tables);
  countRows(tables);
  tables.waiting.rows = NO_ROWS;
}

function makeRoom(tables: CountedTables): void {
  countRows(tables);
  const { waiting } = tables;
  const most = tables.count < ROWS_FROM ? 1 : MOST_ROWS;
  if (waiting.rows.length < COLUMNS * most) waiting.rows = new Float64Array(COLUMNS * most);
}

function countAlike(tables: CountedTables): void {
  const { waiting, severities, services, places, revisions, statuses } = tables;
  for (const alike of waiting.alike) {
    const { count, severity, service, revision, place, status } = alike;
    addTally(severities, severity, severity, count);
    if (service !== '') addTally(services, service, service, count);
    if (place !== null) {
      const { module, function: name, file, line } = place;
      addTally(places, place, JSON.stringify([module, name, file, line]), count);
    }
    if (revision !== '') {
      const span = spanOf(revisions, revision);
      span.count += count;
      absorbExtent(span, alike);
    }
    if (status !== null) addTally(statuses, status, String(status), count);
    absorbExtent(tables.extent, alike);
  }
  waiting.alike.length = 0;
}

/** One column after the other, so that one table is written at a time. */
function countRows(tables: CountedTables): void {
  const { waiting, timeline } = tables;
  const { rows, length } = waiting;
  for (let at = 0; at < length; at += COLUMNS) addToHistogram(timeline, rows[at] ?? 0, 1);
  for (let at = 0; at < length; at += COLUMNS) {
    const instance = rows[at + 2] ?? NONE;
    if (instance !== NONE) addInstance(tables, instance, rows[at] ?? 0, rows[at + 1] ?? 0);
  }
  for (let at = 3; at < length; at += COLUMNS) {
    const user = rows[at] ?? NONE;
    if (user !== NONE) addDistinct(tables.users, user);
  }
  for (let at = 4; at < length; at += COLUMNS) {
    const trace = rows[at] ?? NONE;
    if (trace !== NONE) addTrace(tables, trace);
  }
  waiting.length = 0;
}
