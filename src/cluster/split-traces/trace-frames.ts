import type { Frame } from '../../model/cluster.ts';
import type { Member } from '../member.ts';
import type { TraceLine } from '../skeleton/trace-line.ts';
import { type Cells, cellsOf, gapsBetween, occurTogether, REACH_OF_TRACE_MS } from './moments.ts';

/** Farther from its exception than any line of its trace. */
const FAR_MS = 1e6;
/** Of one trace; no stack that is shown is longer. */
const MOST_LINES = 100;

/** A line of stack traces that shows frames. */
export interface FrameLine {
  readonly member: Member;
  readonly read: TraceLine;
}

/**
 * The frames of the trace that an exception was thrown with most often, the one nearest to it last. `all` are the lines of
 * all its traces: where not every one has all of them, it was thrown in several places, of which none called the other.
 */
export function framesOf(thrown: Member, all: readonly FrameLine[]): Frame[] {
  const isAlways = ({ member }: FrameLine) => member.summary.count >= thrown.summary.count;
  const distanceOf = (line: FrameLine) =>
    Math.min(FAR_MS, ...gapsBehind(thrown, line, FAR_MS).filter((gap) => gap >= 0));
  /** Where lines begin that not every trace has, as the first and the last of all traces show. */
  const apart = Math.min(...all.filter((line) => !isAlways(line)).map(distanceOf));
  return (all.every(isAlways) ? all : mostFrequent(all))
    .map((line) => {
      const distance = distanceOf(line);
      return { line, distance: isAlways(line) || distance <= REACH_OF_TRACE_MS ? distance : apart };
    })
    .sort((a, b) => b.distance - a.distance || compareLines(a.line, b.line))
    .flatMap(({ line: { read } }) => (read.error === 'previous' ? read.frames.toReversed() : read.frames));
}

/** Lines that came with the most frequent one, and with each other. */
function mostFrequent(all: readonly FrameLine[]): FrameLine[] {
  const kept: FrameLine[] = [];
  const cells: Cells[] = [];
  for (const line of all.toSorted((a, b) => b.member.summary.count - a.member.summary.count).slice(0, MOST_LINES)) {
    const own = cellsOf(line.member);
    if (!cells.every((others) => occurTogether(own, others))) continue;
    kept.push(line);
    cells.push(own);
  }
  return kept;
}

/** The one nearest to the exception last, as far as two lines tell by themselves; also of what is written at one instant. */
function compareLines({ member }: FrameLine, other: FrameLine): number {
  const [gap = 0] = gapsBehind(member, other, REACH_OF_TRACE_MS);
  return gap;
}

/** How much farther from the exception a line is than what another pattern says; see `gapsBetween`. */
function gapsBehind(from: Member, { member, read }: FrameLine, reachMs: number): number[] {
  return gapsBetween(from, member, reachMs).map((gap) => (read.error === 'previous' ? gap : -gap));
}
