import type { Member } from '../member.ts';
import { type KeySample, placeOfKey } from '../summary/key-sample.ts';
import { type CellSpan, coreOccurrence, type Occurrences, REACH_MS, unpackSpan } from '../summary/occurrences.ts';

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

/** Three cases in five: enough where more than keeping time speaks for it, since some entries of a log may be missing. */
export function isMostly({ covered, observable }: Share): boolean {
  return 5 * covered >= 3 * observable;
}

/** Enough where nothing else comes into question. */
export function isHalf({ covered, observable }: Share): boolean {
  return 2 * covered >= observable;
}

/** Whether something explains more than one case in five, and not just one, that was not explained without it. */
export function addsMuch(withIt: Share, without: Share): boolean {
  const added = withIt.covered - without.covered;
  return added > 1 && 5 * added > withIt.observable;
}

/** How many of the traces of one pattern are also traces of any of the others. */
export function traceShare(child: Pick<Member, 'summary'>, parents: readonly Pick<Member, 'summary'>[]): Share {
  const samples = parents.map(({ summary }) => summary.sampledTraces);
  return shareOf(child.summary.sampledTraces, samples, (trace) =>
    samples.some((sample) => placeOfKey(sample, trace) !== -1),
  );
}

/** How often parents were near, in how many cases it is not clear, and how near they were. */
export interface TimeShare extends Share {
  /** Cases of which some cannot be told. */
  readonly all: number;
  /** Milliseconds from the last of the parents to the child, over all covered cases. */
  readonly gap: number;
}

/**
 * How often any of `parents` occurred within reach on the same instance: before an occurrence of `child` (`after`), or on
 * either side of it (`around`). A cell where they are known before and after the reach, but not within, cannot be told.
 */
export function timeShare(child: Occurrences, parents: readonly Occurrences[], reach: 'after' | 'around'): TimeShare {
  let unclear = 0;
  let gap = 0;
  const share = shareOf(child, parents, (cell, place) => {
    const at = coreOccurrence(spanAt(child, place));
    if (at === null) return null;
    let nearest: number | null = null;
    let isUnclear = false;
    for (const parent of parents) {
      const there = placeOfKey(parent, cell);
      if (there === -1) continue;
      const span = spanAt(parent, there);
      const distance = distanceTo(at, span, reach);
      if (distance === null) isUnclear ||= holds(at, span, reach);
      else nearest = Math.min(distance, nearest ?? distance);
    }
    if (nearest !== null) {
      gap += nearest;
      return true;
    }
    if (!isUnclear) return false;
    unclear += 1;
    return null;
  });
  return { ...share, all: share.observable + unclear, gap };
}

/** Cells, among those that `other` could have kept too, in whose core the pattern occurred. */
export function countCases(occurrences: Occurrences, other: Occurrences): number {
  return shareOf(occurrences, [other], (_cell, place) => coreOccurrence(spanAt(occurrences, place)) !== null).covered;
}

function spanAt({ spans }: Occurrences, place: number): CellSpan {
  return unpackSpan(spans[place] ?? 0);
}

/**
 * Asks about each key of `mine`, and its place, that any of the others would have kept as well; null = cannot be told, or
 * is no case.
 */
function shareOf(
  mine: KeySample,
  others: readonly KeySample[],
  ask: (key: number, place: number) => boolean | null,
): Share {
  const share = { covered: 0, observable: 0 };
  const widest = others.reduce((bound, other) => Math.max(bound, other.bound), Number.NEGATIVE_INFINITY);
  const narrowest = others.reduce((bound, other) => Math.min(bound, other.bound), Number.POSITIVE_INFINITY);
  mine.keys.forEach((key, place) => {
    const answer = key > widest ? null : ask(key, place);
    // One that kept fewer keys may have been there as well.
    if (answer === null || (!answer && key > narrowest)) return;
    share.observable += 1;
    if (answer) share.covered += 1;
  });
  return share;
}

/** Milliseconds between an occurrence and the nearest known end of a span within reach; null where none is. */
function distanceTo(at: number, { first, last }: CellSpan, reach: 'after' | 'around'): number | null {
  const to = at + (reach === 'after' ? SKEW_MS : REACH_MS);
  const ends = [first, last].filter((end) => end >= at - REACH_MS && end <= to);
  return ends.length === 0 ? null : Math.min(...ends.map((end) => Math.abs(at - end)));
}

/** Whether something between the ends of a span may have been within reach. */
function holds(at: number, { first, last }: CellSpan, reach: 'after' | 'around'): boolean {
  return first < at - REACH_MS && last > at + (reach === 'after' ? SKEW_MS : REACH_MS);
}
