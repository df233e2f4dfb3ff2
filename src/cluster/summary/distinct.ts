import { release } from '../../collect/release.ts';
import type { DistinctCount } from '../../model/cluster.ts';

/** Up to this many, distinct values are counted exactly. */
const EXACT_UP_TO = 10_000;

/** From so many slots on a table grows less at a time, and what it leaves is too much to wait for its collection. */
const LARGE = 1_024;

const NO_SLOTS = new Float64Array(0);

/**
 * Counts distinct values by their 53-bit hashes. A table of our own rather than a Set, which would box each number: there
 * are three of them for each pattern, and they are written to once per entry.
 */
export interface Distinct {
  /** Open addressing, a power of two long, 0 = free. */
  slots: Float64Array<ArrayBuffer>;
  count: number;
  /** More values than are counted exactly: the table is gone. */
  overflown: boolean;
  /** The hash added last: neighbouring entries mostly have the same instance. */
  last: number;
}

export function emptyDistinct(): Distinct {
  return { slots: NO_SLOTS, count: 0, overflown: false, last: -1 };
}

export function addDistinct(distinct: Distinct, hash: number): void {
  if (hash === distinct.last || distinct.overflown) return;
  distinct.last = hash;
  if (4 * distinct.count >= 3 * distinct.slots.length) grow(distinct);
  if (!insert(distinct.slots, hash === 0 ? 1 : hash)) return;
  distinct.count += 1;
  if (distinct.count > EXACT_UP_TO) overflow(distinct);
}

export function absorbDistinct(into: Distinct, from: Distinct): void {
  if (from.overflown) overflow(into);
  else for (const hash of from.slots) if (hash !== 0) addDistinct(into, hash);
}

/** The hashes in rising order; null where there are more than are counted exactly. */
export function hashesOf({ slots, overflown }: Distinct): Float64Array | null {
  return overflown ? null : slots.filter((hash) => hash !== 0).sort();
}

/** What `hashesOf` gives these hashes of. */
export function distinctOf(hashes: Float64Array | null): Distinct {
  const distinct = emptyDistinct();
  if (hashes === null) overflow(distinct);
  else for (const hash of hashes) addDistinct(distinct, hash);
  return distinct;
}

export function distinctCount({ count, overflown }: Distinct): DistinctCount {
  return overflown ? { count: EXACT_UP_TO, atLeast: true } : { count, atLeast: false };
}

/** Forgets the hashes: there are too many. */
export function overflow(distinct: Distinct): void {
  distinct.slots = NO_SLOTS;
  distinct.count = 0;
  distinct.overflown = true;
}

function grow(distinct: Distinct): void {
  const narrow = distinct.slots;
  distinct.slots = new Float64Array(Math.max(4, (narrow.length < LARGE ? 4 : 2) * narrow.length));
  for (const hash of narrow) if (hash !== 0) insert(distinct.slots, hash);
  if (narrow.length >= LARGE) release(narrow);
}

/** Whether the hash is new. */
function insert(slots: Float64Array, hash: number): boolean {
  const mask = slots.length - 1;
  let at = hash & mask;
  for (let held = slots[at]; held !== 0; held = slots[at]) {
    if (held === hash) return false;
    at = (at + 1) & mask;
  }
  slots[at] = hash;
  return true;
}
