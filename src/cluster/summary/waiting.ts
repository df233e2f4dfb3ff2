import type { Place } from '../../model/entry.ts';
import type { Severity } from '../../model/severity.ts';
import { addDistinct } from './distinct.ts';
import { absorbExtent, type Extent } from './extent.ts';
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
  /** Entries in a row that say the same of what follows: mostly, all those of a summary do. */
  count: number;
  severity: Severity;
  service: string;
  revision: string;
  place: Place | null;
  /** Null where there is no request. */
  status: number | null;
  /** The first and the last of them. */
  firstSeconds: number;
  firstNanos: number;
  lastSeconds: number;
  lastNanos: number;
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

export function emptyWaiting(): Waiting {
  return {
    rows: NO_ROWS,
    length: 0,
    count: 0,
    severity: 'DEFAULT',
    service: '',
    revision: '',
    place: null,
    status: null,
    firstSeconds: 0,
    firstNanos: 0,
    lastSeconds: 0,
    lastNanos: 0,
  };
}

/** Adds an entry to those that wait. */
export function putOff(tables: CountedTables, entry: CountedEntry): void {
  const { waiting } = tables;
  const { seconds, nanos, severity, service, revision, place, http } = entry;
  const status = http === null ? null : http.status;
  if (
    waiting.count > 0 &&
    waiting.severity === severity &&
    waiting.service === service &&
    waiting.revision === revision &&
    waiting.place === place &&
    waiting.status === status
  ) {
    waiting.count += 1;
    if (seconds < waiting.firstSeconds || (seconds === waiting.firstSeconds && nanos < waiting.firstNanos)) {
      waiting.firstSeconds = seconds;
      waiting.firstNanos = nanos;
    }
    if (seconds > waiting.lastSeconds || (seconds === waiting.lastSeconds && nanos > waiting.lastNanos)) {
      waiting.lastSeconds = seconds;
      waiting.lastNanos = nanos;
    }
  } else {
    countAlike(tables);
    waiting.count = 1;
    waiting.severity = severity;
    waiting.service = service;
    waiting.revision = revision;
    waiting.place = place;
    waiting.status = status;
    waiting.firstSeconds = waiting.lastSeconds = seconds;
    waiting.firstNanos = waiting.lastNanos = nanos;
  }
  if (waiting.length === waiting.rows.length) makeRoom(tables);
  const { rows, length } = waiting;
  rows[length] = seconds;
  rows[length + 1] = nanos;
  rows[length + 2] = entry.instanceHash ?? NONE;
  rows[length + 3] = entry.userHash ?? NONE;
  rows[length + 4] = entry.traceHash ?? NONE;
  waiting.length = length + COLUMNS;
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
  const { count, severity, service, revision, place, status } = waiting;
  if (count === 0) return;
  waiting.count = 0;
  addTally(severities, severity, severity, count);
  if (service !== '') addTally(services, service, service, count);
  if (place !== null) {
    const { module, function: name, file, line } = place;
    addTally(places, place, JSON.stringify([module, name, file, line]), count);
  }
  if (revision !== '') {
    const span = spanOf(revisions, revision);
    span.count += count;
    absorbExtent(span, waiting);
  }
  if (status !== null) addTally(statuses, status, String(status), count);
  absorbExtent(tables.extent, waiting);
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
