import { hashCell, LARGEST_CELL } from './hash.ts';
import { absorbKeys, emptyKeySample, type KeySample } from './key-sample.ts';
import { sortSpread } from './sort-spread.ts';

/** What lies within this time on the same instance may belong together, in milliseconds. */
export const REACH_MS = 5_000;
const REACH_SECONDS = REACH_MS / 1_000;

/** Cells kept per pattern. */
const MOST_CELLS = 512;

/**
 * When a pattern occurred, as cells of (instance, window). A window is five seconds (its core) with the five before and
 * the five after, so an occurrence is noted in three cells, and the cell in whose core it falls holds everything that
 * lies within reach. Cells are sampled by hash: two patterns that share cells keep the same ones.
 */
export interface Occurrences extends KeySample {
  /** What `unpackSpan` reads, one for each of `keys`, which are the cells. */
  spans: Int32Array;
  /**
   * Cells noted since `settleOccurrences` last moved them to `keys`: a table of our own, since three are written for each
   * entry. Open addressing, a power of two of pairs: cell + 1 (0 = free), span.
   */
  fresh: Int32Array;
  freshCount: number;
}

/** First and last occurrence within a cell, in milliseconds from the start of its window (0 to 14,999). */
export interface CellSpan {
  readonly first: number;
  readonly last: number;
}

const NO_CELLS = new Int32Array(0);
const FIRST_LENGTH = 32;
/** Room for twice as many cells as are kept, half of it free. */
const FULL_LENGTH = 8 * MOST_CELLS;

export function emptyOccurrences(): Occurrences {
  return { ...emptyKeySample(), spans: NO_CELLS, fresh: NO_CELLS, freshCount: 0 };
}

/** `instance` is the hash of the instance's id; the time in whole seconds since 1970 and nanoseconds of that second. */
export function addOccurrence(occurrences: Occurrences, instance: number, seconds: number, nanos: number): void {
  const step = Math.floor(seconds / REACH_SECONDS);
  const offset = (seconds - step * REACH_SECONDS) * 1_000 + Math.floor(nanos / 1_000_000);
  note(occurrences, hashCell(instance, step), spanAt(offset + REACH_MS));
  note(occurrences, hashCell(instance, step + 1), spanAt(offset));
  note(occurrences, hashCell(instance, step - 1), spanAt(offset + 2 * REACH_MS));
}

/** Adds all of another's, which must be settled. */
export function absorbOccurrences(into: Occurrences, from: Occurrences): void {
  settleOccurrences(into);
  absorbCells(into, from);
}

/** Moves all to `keys`, from where it can be read. */
export function settleOccurrences(occurrences: Occurrences): void {
  const { fresh, freshCount, bound } = occurrences;
  occurrences.fresh = NO_CELLS;
  occurrences.freshCount = 0;
  if (freshCount === 0) return;
  // Each cell + 1 with its place in the table, sorted as one number.
  const cells = new Float64Array(freshCount);
  let length = 0;
  for (let at = 0; at < fresh.length; at += 2) {
    const held = fresh[at] ?? 0;
    if (held === 0 || held - 1 > bound) continue;
    cells[length] = held * FULL_LENGTH + at;
    length += 1;
  }
  const rising = cells.subarray(0, length);
  sortSpread(rising, (Math.min(bound, LARGEST_CELL) + 2) * FULL_LENGTH);
  const keys = new Int32Array(length);
  const spans = new Int32Array(length);
  for (let at = 0; at < length; at += 1) {
    const cell = rising[at] ?? 0;
    keys[at] = Math.floor(cell / FULL_LENGTH) - 1;
    spans[at] = fresh[(cell % FULL_LENGTH) + 1] ?? 0;
  }
  absorbCells(occurrences, { bound, keys, spans });
}

type Cells = Pick<Occurrences, 'bound' | 'keys' | 'spans'>;

function absorbCells(into: Cells, from: Cells): void {
  const mine = { keys: into.keys, spans: into.spans };
  absorbKeys(into, from, MOST_CELLS);
  const spans = new Int32Array(into.keys.length);
  let [at, other] = [0, 0];
  for (let place = 0; place < spans.length; place += 1) {
    // In one of the two, or both; all of them rise, so that what comes next is at hand.
    const cell = into.keys[place];
    const isMine = mine.keys[at] === cell;
    const isTheirs = from.keys[other] === cell;
    const span = (isMine ? mine.spans[at] : from.spans[other]) ?? 0;
    spans[place] = isMine && isTheirs ? joinSpans(span, from.spans[other] ?? 0) : span;
    if (isMine) at += 1;
    if (isTheirs) other += 1;
  }
  into.spans = spans;
}

export function unpackSpan(packed: number): CellSpan {
  return { first: packed >> BITS, last: packed & LAST };
}

/** An occurrence in the core of the cell, or null where the pattern was only seen around it (or that is not known). */
export function coreOccurrence({ first, last }: CellSpan): number | null {
  if (inCore(last)) return last;
  return inCore(first) ? first : null;
}

function inCore(offset: number): boolean {
  return offset >= REACH_MS && offset < 2 * REACH_MS;
}

/** Spans are packed into one small integer: there may be hundreds of thousands of them. */
const BITS = 14;
const LAST = (1 << BITS) - 1;

function spanAt(offset: number): number {
  return (offset << BITS) | offset;
}

function joinSpans(a: number, b: number): number {
  return (Math.min(a >> BITS, b >> BITS) << BITS) | Math.max(a & LAST, b & LAST);
}

function note(occurrences: Occurrences, cell: number, span: number): void {
  if (cell > occurrences.bound) return;
  const { fresh } = occurrences;
  if (4 * occurrences.freshCount >= fresh.length) {
    makeRoom(occurrences);
    note(occurrences, cell, span);
  } else if (write(fresh, cell, span)) occurrences.freshCount += 1;
}

/** Whether the cell is new. */
function write(slots: Int32Array, cell: number, span: number): boolean {
  const mask = slots.length - 2;
  let at = (cell << 1) & mask;
  for (let held = slots[at]; held !== 0; held = slots[at]) {
    if (held === cell + 1) {
      slots[at + 1] = joinSpans(slots[at + 1] ?? 0, span);
      return false;
    }
    at = (at + 2) & mask;
  }
  slots[at] = cell + 1;
  slots[at + 1] = span;
  return true;
}

/** A larger table, or, where it has cells enough, one without those that cannot be among the smallest any more. */
function makeRoom(occurrences: Occurrences): void {
  const { fresh, freshCount } = occurrences;
  if (fresh.length === FULL_LENGTH) occurrences.bound = lowerBoundOf(fresh, freshCount, occurrences.bound);
  occurrences.fresh = new Int32Array(Math.min(FULL_LENGTH, Math.max(FIRST_LENGTH, 4 * fresh.length)));
  occurrences.freshCount = 0;
  for (let at = 0; at < fresh.length; at += 2) {
    const cell = (fresh[at] ?? 0) - 1;
    if (cell < 0 || cell > occurrences.bound) continue;
    write(occurrences.fresh, cell, fresh[at + 1] ?? 0);
    occurrences.freshCount += 1;
  }
}

/**
 * A lower bound with cells enough below it: five eighths, since hashes spread evenly; the exact one, which takes a sort,
 * only where that does not do. When all is settled the exact one is found anyway.
 */
function lowerBoundOf(slots: Int32Array, count: number, bound: number): number {
  const lower = Math.floor((Math.min(bound, LARGEST_CELL) * 5) / 8);
  let below = 0;
  for (let at = 0; at < slots.length; at += 2) {
    const held = slots[at] ?? 0;
    if (held > 0 && held <= lower + 1) below += 1;
  }
  if (below >= MOST_CELLS && 8 * below <= 7 * count) return lower;
  const cells = slots.filter((held, at) => at % 2 === 0 && held > 0).sort();
  return (cells[MOST_CELLS - 1] ?? 0) - 1;
}
