import { compareText } from '../compare.ts';
import type { Member } from '../member.ts';
import type { Extent } from '../summary/extent.ts';
import { coreOccurrence, unpackSpan } from '../summary/occurrences.ts';
import type { Votes } from './votes.ts';

/** From the first to the last line of one stack trace, in milliseconds. */
export const REACH_OF_TRACE_MS = 200;
/** From one line of a trace to the next, and from the line that a logger writes before it, in milliseconds. */
export const BESIDE_MS = 50;

/** Which neighbours in time are looked for. */
export type Side = 'next' | 'previous' | 'either';

/** Finds which of some patterns are written right before or after another one. */
export interface Moments {
  votesOf(index: number, side: Side, reachMs: number): Votes;
}

interface Point {
  readonly index: number;
  /** In milliseconds; whole ones within a cell. */
  readonly at: number;
}

/** Where an instance is not known, all that is compared is when a pattern first and last occurred. */
const NO_INSTANCE = -1;
/** Neighbours that are as near as each other; more of them say nothing. */
const MOST_WINNERS = 8;
/** Less than any time between two entries. */
const INSTANT_MS = 1e-7;
/** Patterns of one moment that are looked at. */
const MOST_POINTS = 32;

/**
 * An index over the patterns numbered in `indexes`. Times within a cell are known to the millisecond; where that leaves
 * several, the first and the last occurrence of each, known to the nanosecond, decide.
 */
export function indexMoments(members: readonly Member[], indexes: readonly number[]): Moments {
  const cells = new Map<number, Point[]>();
  for (const index of indexes) {
    const member = members[index];
    if (member === undefined) continue;
    for (const { cell, first, last } of spansOf(member)) {
      const points = cells.get(cell) ?? [];
      cells.set(cell, points);
      points.push({ index, at: first });
      if (last !== first) points.push({ index, at: last });
    }
  }
  for (const points of cells.values()) points.sort((a, b) => a.at - b.at || a.index - b.index);
  return {
    votesOf(index, side, reachMs) {
      const member = members[index];
      const of = new Map<number, number>();
      let [cases, covered] = [0, 0];
      const vote = (points: readonly Point[], at: number) => {
        cases += 1;
        const winners = nearest(points, { index, at }, side, reachMs, members);
        if (winners.length > 0) covered += 1;
        for (const winner of winners) of.set(winner, (of.get(winner) ?? 0) + 1);
      };
      for (const { cell, first, last } of member === undefined ? [] : judgedSpansOf(member)) {
        const points = cells.get(cell) ?? [];
        vote(points, first);
        vote(points, last);
      }
      return { cases, covered, of };
    },
  };
}

/** Whether what has these votes stands beside that exception at least every other time that it is thrown. */
export function isOften(of: ReadonlyMap<number, number>, error: number, byError: Moments): boolean {
  return 2 * (of.get(error) ?? 0) >= byError.votesOf(error, 'either', 0).cases;
}

/**
 * How long after (or, negative, before) the one the other is written, in milliseconds: between their first occurrences and
 * between their last ones, where those are within reach of each other. Of what is written at one instant insertIds tell
 * the order (https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#FIELDS.insert_id).
 */
export function gapsBetween(a: Member, b: Member, reachMs: number): number[] {
  return endGaps(a, b).filter((gap) => Math.abs(gap) <= reachMs);
}

/** When a pattern occurred: the first and the last time in each of its cells. */
export type Cells = ReadonlyMap<number, { readonly first: number; readonly last: number }>;

export function cellsOf(member: Member): Cells {
  return new Map([...spansOf(member)].map(({ cell, first, last }) => [cell, { first, last }]));
}

/** Whether two patterns ever came within a trace's reach of each other, as far as the ends of their cells tell. */
export function occurTogether(a: Cells, b: Cells): boolean {
  return [...a].some(([cell, { first, last }]) => {
    const other = b.get(cell);
    if (other === undefined) return false;
    const gaps = [first - other.first, first - other.last, last - other.first, last - other.last];
    return gaps.some((gap) => Math.abs(gap) <= REACH_OF_TRACE_MS);
  });
}

function endGaps(a: Member, b: Member): [number, number] {
  const [from, to] = [a.summary.extent, b.summary.extent];
  const first = (to.firstSeconds - from.firstSeconds) * 1_000 + (to.firstNanos - from.firstNanos) / 1e6;
  const last = (to.lastSeconds - from.lastSeconds) * 1_000 + (to.lastNanos - from.lastNanos) / 1e6;
  const order = first === 0 || last === 0 ? orderAtOnce(a, b) * INSTANT_MS : 0;
  return [first === 0 ? order : first, last === 0 ? order : last];
}

/** The first of the one and the last of the other may be of one moment too. */
function crossGaps(a: Member, b: Member): [number, number] {
  const [from, to] = [a.summary.extent, b.summary.extent];
  return [
    (to.lastSeconds - from.firstSeconds) * 1_000 + (to.lastNanos - from.firstNanos) / 1e6,
    (to.firstSeconds - from.lastSeconds) * 1_000 + (to.firstNanos - from.lastNanos) / 1e6,
  ];
}

/**
 * The smaller gap on a side; infinite where it is on the other side only, null where neither end tells. What is written at
 * one instant is on both sides, if rather on that which insertIds say: not every writer counts them up.
 */
function gapOn(side: Side, a: Member, b: Member, reachMs: number): number | null {
  let least: number | null = null;
  for (const gap of [...endGaps(a, b), ...crossGaps(a, b)]) {
    const size = Math.abs(gap);
    if (size > reachMs) continue;
    const found = isOn(side, gap) ? size : isAtOnce(gap) ? 2 * INSTANT_MS : Number.POSITIVE_INFINITY;
    least = least === null ? found : Math.min(least, found);
  }
  return least;
}

/** Whether a gap is none: both are written at one instant. */
export function isAtOnce(gap: number): boolean {
  return Math.abs(gap) <= INSTANT_MS;
}

/** 1 where the other one is written after it, -1 where before, 0 where that is not known: by examples of one instant. */
function orderAtOnce(a: Member, b: Member): number {
  for (const one of a.summary.examples) {
    for (const other of b.summary.examples) {
      const isOneInstant = one.seconds === other.seconds && one.nanos === other.nanos;
      if (!isOneInstant || one.instanceHash !== other.instanceHash) continue;
      return Math.sign(other.insertId.length - one.insertId.length) || compareText(other.insertId, one.insertId);
    }
  }
  return 0;
}

/**
 * Where both ends of what occurred tell of its neighbours. Of what is written every few seconds for hours the ends of no
 * cell lie in its core, and but for a trace that goes over its edge they tell as well.
 */
function judgedSpansOf(member: Member): { cell: number; first: number; last: number }[] {
  const spans = [...spansOf(member)];
  const core = spans.filter(({ isCore }) => isCore);
  return core.length > 0 ? core : spans;
}

function* spansOf({ summary }: Member): Generator<{ cell: number; first: number; last: number; isCore: boolean }> {
  const { keys, spans } = summary.occurrences;
  for (const [at, cell] of keys.entries()) {
    const span = unpackSpan(spans[at] ?? 0);
    yield { cell, ...span, isCore: coreOccurrence(span) !== null };
  }
  if (keys.length === 0 && summary.count > 0) yield { cell: NO_INSTANCE, ...endsOf(summary.extent), isCore: true };
}

/** Milliseconds since a day in 2020: small enough to be exact to a few nanoseconds. */
function endsOf({ firstSeconds, firstNanos, lastSeconds, lastNanos }: Extent): { first: number; last: number } {
  const start = 1_577_836_800;
  return {
    first: (firstSeconds - start) * 1_000 + firstNanos / 1e6,
    last: (lastSeconds - start) * 1_000 + lastNanos / 1e6,
  };
}

/** The nearest points on the side that is asked for; a millisecond more or less is no difference, the gap between ends is. */
function nearest(
  points: readonly Point[],
  { index, at }: Point,
  side: Side,
  reachMs: number,
  members: readonly Member[],
): readonly number[] {
  const mine = members[index];
  if (points.length === 0 || mine === undefined) return [];
  // What is within a millisecond on the other side, as the ends tell, is no neighbour on this one.
  const near = pointsAround(points, at, side, reachMs)
    .filter((point) => point.index !== index)
    .map((point) => ({ ...point, gap: gapTo(members[point.index], { side, mine, reachMs }) }))
    .filter(({ gap }) => gap !== Number.POSITIVE_INFINITY);
  const least = near.reduce((gap, point) => Math.min(gap, Math.abs(point.at - at)), Number.POSITIVE_INFINITY);
  let nearestGap = Number.POSITIVE_INFINITY;
  const nearestOnes: number[] = [];
  const unsure: number[] = [];
  for (const { index: other, at: otherAt, gap } of near) {
    if (Math.abs(otherAt - at) > least + 1) continue;
    if (gap === null) unsure.push(other);
    else if (gap < nearestGap) {
      nearestGap = gap;
      nearestOnes.splice(0, nearestOnes.length, other);
    } else if (gap === nearestGap) nearestOnes.push(other);
  }
  return [...new Set(nearestOnes.length > 0 ? nearestOnes : unsure)].slice(0, MOST_WINNERS);
}

function gapTo(
  theirs: Member | undefined,
  { side, mine, reachMs }: { side: Side; mine: Member; reachMs: number },
): number | null {
  return theirs === undefined ? Number.POSITIVE_INFINITY : gapOn(side, mine, theirs, reachMs);
}

function isOn(side: Side, gap: number): boolean {
  return side === 'either' || (side === 'next' ? gap >= 0 : gap <= 0);
}

/** Points within reach of a time; times may be off by a millisecond. Of very many the nearest ones. */
function pointsAround(points: readonly Point[], at: number, side: Side, reachMs: number): Point[] {
  const found: Point[] = [];
  if (side !== 'previous') {
    for (
      let i = firstFrom(points, side === 'next' ? at - 1 : at);
      i < points.length && found.length < MOST_POINTS;
      i += 1
    ) {
      const point = points[i];
      if (point === undefined || point.at > at + reachMs) break;
      found.push(point);
    }
  }
  if (side === 'next') return found;
  const most = found.length + MOST_POINTS;
  for (let i = firstFrom(points, side === 'previous' ? at + 1.001 : at) - 1; i >= 0 && found.length < most; i -= 1) {
    const point = points[i];
    if (point === undefined || point.at < at - reachMs) break;
    found.push(point);
  }
  return found;
}

/** Index of the first point that is not before a time. */
function firstFrom(points: readonly Point[], at: number): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
