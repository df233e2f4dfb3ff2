import { hashPair, toKey } from './hash.ts';
import { emptySample, keep, type Sample } from './sample.ts';

/** What lies within this time on the same instance may belong together, in milliseconds. */
export const REACH_MS = 5_000;

/** Cells kept per pattern. */
const MOST_CELLS = 512;

/**
 * When a pattern occurred, as cells of (instance, window). A window is five seconds (its core) with the five before and
 * the five after, so an occurrence is noted in three cells, and the cell in whose core it falls holds everything that
 * lies within reach. Cells are sampled by hash: two patterns that share cells keep the same ones.
 */
export type Occurrences = Sample<number, number>;

/** First and last occurrence within a cell, in milliseconds from the start of its window (0 to 14,999). */
export interface CellSpan {
  readonly first: number;
  readonly last: number;
}

export function emptyOccurrences(): Occurrences {
  return emptySample(MOST_CELLS, (cell) => cell);
}

/** `instance` is the hash of the instance's id, `milliseconds` the time since 1970. */
export function addOccurrence(occurrences: Occurrences, instance: number, milliseconds: number): void {
  const step = Math.floor(milliseconds / REACH_MS);
  const offset = milliseconds - step * REACH_MS;
  addToCell(occurrences, toKey(hashPair(instance, step)), offset + REACH_MS);
  addToCell(occurrences, toKey(hashPair(instance, step + 1)), offset);
  addToCell(occurrences, toKey(hashPair(instance, step - 1)), offset + 2 * REACH_MS);
}

function addToCell(occurrences: Occurrences, cell: number, offset: number): void {
  if (cell > occurrences.bound) return;
  const known = occurrences.kept.get(cell);
  const joined = joinCells(known, pack(offset, offset));
  if (known === undefined) keep(occurrences, cell, joined);
  else if (joined !== known) occurrences.kept.set(cell, joined);
}

/** Spans are packed into one small integer: there may be hundreds of thousands of them. */
const SHIFT = 16_384;

function pack(first: number, last: number): number {
  return first * SHIFT + last;
}

export function joinCells(a: number | undefined, b: number): number {
  if (a === undefined) return b;
  const { first, last } = spanOf(a);
  const other = spanOf(b);
  return pack(Math.min(first, other.first), Math.max(last, other.last));
}

export function spanOf(packed: number): CellSpan {
  return { first: Math.floor(packed / SHIFT), last: packed % SHIFT };
}

/** An occurrence in the core of the cell, or null where the pattern was only seen around it (or that is not known). */
export function coreOccurrence({ first, last }: CellSpan): number | null {
  if (inCore(last)) return last;
  return inCore(first) ? first : null;
}

function inCore(offset: number): boolean {
  return offset >= REACH_MS && offset < 2 * REACH_MS;
}
