import type { Member } from './member.ts';
import { type CellSpan, coreOccurrence, type Occurrences, REACH_MS, spanOf } from './occurrences.ts';
import { type Sample, settle } from './sample.ts';

/** Clocks of the platform and of the process differ a little, in milliseconds. */
const SKEW_MS = 1_000;

/** In how many cases one pattern came with another. */
export interface Share {
  readonly covered: number;
  /** Cases in which it can be told whether it did. */
  readonly observable: number;
}

/** Four cases in five. */
export function isMost({ covered, observable }: Share): boolean {
  return 5 * covered >= 4 * observable;
}

/** How many of the traces of one pattern are also traces of the other. */
export function traceShare(child: Member, parent: Member): Share {
  const mine = settle(child.summary.sampledTraces);
  const theirs = settle(parent.summary.sampledTraces);
  return shareOf(mine, theirs, (trace) => theirs.kept.has(trace));
}

/**
 * How often `parent` occurred within reach on the same instance: before an occurrence of `child` (`after`), or on either
 * side of it (`around`). A cell where the parent is known before and after the reach, but not within, cannot be told.
 */
export function timeShare(child: Occurrences, parent: Occurrences, reach: 'after' | 'around'): Share & { all: number } {
  let unclear = 0;
  settle(parent);
  const share = shareOf(settle(child), parent, (cell, packed) => {
    const at = coreOccurrence(spanOf(packed));
    if (at === null) return null;
    const span = parent.kept.get(cell);
    const near = span === undefined ? false : isNear(at, spanOf(span), reach);
    if (near === null) unclear += 1;
    return near;
  });
  return { ...share, all: share.observable + unclear };
}

/** In how many cells of the one the other begins and ends at the same moment, to `tolerance` milliseconds. */
export function momentShare(a: Occurrences, b: Occurrences, tolerance: number): Share {
  settle(b);
  return shareOf(settle(a), b, (cell, packed) => {
    const span = spanOf(packed);
    if (coreOccurrence(span) === null) return null;
    const held = b.kept.get(cell);
    if (held === undefined) return false;
    const other = spanOf(held);
    return Math.abs(span.first - other.first) <= tolerance && Math.abs(span.last - other.last) <= tolerance;
  });
}

/** Cells, among those that `other` could have kept too, in whose core the pattern occurred. */
export function countCases(occurrences: Occurrences, other: Occurrences): number {
  return shareOf(settle(occurrences), settle(other), (_cell, packed) => coreOccurrence(spanOf(packed)) !== null)
    .covered;
}

/** Asks about each key of `mine` that `theirs` would have kept as well; null = cannot be told, or is no case. */
function shareOf<Value>(
  mine: Sample<number, Value>,
  theirs: Sample<number, unknown>,
  ask: (key: number, value: Value) => boolean | null,
): Share {
  const share = { covered: 0, observable: 0 };
  for (const [key, value] of mine.kept) {
    const answer = key > theirs.bound ? null : ask(key, value);
    if (answer === null) continue;
    share.observable += 1;
    if (answer) share.covered += 1;
  }
  return share;
}

function isNear(at: number, { first, last }: CellSpan, reach: 'after' | 'around'): boolean | null {
  const from = at - REACH_MS;
  const to = at + (reach === 'after' ? SKEW_MS : REACH_MS);
  if ((first >= from && first <= to) || (last >= from && last <= to)) return true;
  return first < from && last > to ? null : false;
}
