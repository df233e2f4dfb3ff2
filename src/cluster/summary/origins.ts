import { absorbDistinct, addDistinct, type Distinct, emptyDistinct } from './distinct.ts';
import {
  absorbOccurrences,
  addOccurrence,
  emptyOccurrences,
  type Occurrences,
  settleOccurrences,
} from './occurrences.ts';
import { absorbTraces, addTrace, emptyTraceSample, type SampledTraces, settleTraces } from './sampled-traces.ts';

/** Which instances, users and traces entries came from, and when an instance wrote them. */
export interface Origins {
  readonly instances: Distinct;
  readonly users: Distinct;
  readonly traces: Distinct;
  readonly occurrences: Occurrences;
  readonly sampledTraces: SampledTraces;
  /**
   * Rows that are not counted yet. The tables above are too large to stay in the processor's cache between two entries;
   * counting many at a time waits for memory once instead of for each.
   */
  waiting: Float64Array;
  waitingLength: number;
}

/** Hashes; null where an entry names none. */
interface Origin {
  readonly seconds: number;
  readonly nanos: number;
  readonly instanceHash: number | null;
  readonly userHash: number | null;
  readonly traceHash: number | null;
}

const NONE = -1;
const NO_ROWS = new Float64Array(0);
const COLUMNS = 5;
const MOST_ROWS = 64;
/** Tables of fewer entries are small, and there may be very many of them. */
const WAIT_FROM = 64;

export function emptyOrigins(): Origins {
  return {
    instances: emptyDistinct(),
    users: emptyDistinct(),
    traces: emptyDistinct(),
    occurrences: emptyOccurrences(),
    sampledTraces: emptyTraceSample(),
    waiting: NO_ROWS,
    waitingLength: 0,
  };
}

/** `count` is how many entries there are so far. */
export function addOrigin(origins: Origins, origin: Origin, count: number): void {
  const { seconds, nanos, instanceHash, userHash, traceHash } = origin;
  if (count < WAIT_FROM) {
    if (instanceHash !== null) addInstance(origins, instanceHash, seconds, nanos);
    if (userHash !== null) addDistinct(origins.users, userHash);
    if (traceHash !== null) addTrace(origins, traceHash);
    return;
  }
  if (origins.waitingLength === origins.waiting.length) makeRoom(origins);
  const { waiting, waitingLength: at } = origins;
  waiting[at] = seconds;
  waiting[at + 1] = nanos;
  waiting[at + 2] = instanceHash ?? NONE;
  waiting[at + 3] = userHash ?? NONE;
  waiting[at + 4] = traceHash ?? NONE;
  origins.waitingLength = at + COLUMNS;
}

/** Counts what waits and makes the samples complete: to be called before anything is read. */
export function settleOrigins(origins: Origins): void {
  countWaiting(origins);
  origins.waiting = NO_ROWS;
  settleOccurrences(origins.occurrences);
  settleTraces(origins);
}

/** Adds all of another's, which must be settled. */
export function absorbOrigins(into: Origins, from: Origins): void {
  absorbDistinct(into.instances, from.instances);
  absorbDistinct(into.users, from.users);
  absorbTraces(into, from);
  absorbOccurrences(into.occurrences, from.occurrences);
}

function makeRoom(origins: Origins): void {
  countWaiting(origins);
  if (origins.waiting.length === 0) origins.waiting = new Float64Array(COLUMNS * MOST_ROWS);
}

/** One column after the other, so that one table is written at a time. */
function countWaiting(origins: Origins): void {
  const { waiting, waitingLength, users } = origins;
  for (let at = 0; at < waitingLength; at += COLUMNS) {
    const instance = waiting[at + 2] ?? NONE;
    if (instance !== NONE) addInstance(origins, instance, waiting[at] ?? 0, waiting[at + 1] ?? 0);
  }
  for (let at = 3; at < waitingLength; at += COLUMNS) {
    const user = waiting[at] ?? NONE;
    if (user !== NONE) addDistinct(users, user);
  }
  for (let at = 4; at < waitingLength; at += COLUMNS) {
    const trace = waiting[at] ?? NONE;
    if (trace !== NONE) addTrace(origins, trace);
  }
  origins.waitingLength = 0;
}

function addInstance({ instances, occurrences }: Origins, instance: number, seconds: number, nanos: number): void {
  addDistinct(instances, instance);
  addOccurrence(occurrences, instance, seconds, nanos);
}
