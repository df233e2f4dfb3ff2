import { type Frame, MOST_ELSEWHERE } from '../../model/cluster.ts';
import { innermostFrame } from '../exception.ts';
import type { Member } from '../member.ts';
import type { TraceLine } from '../skeleton/trace-line.ts';
import { keyOf } from '../token-key.ts';
import { type Cells, cellsOf, gapsBetween, occurTogether, REACH_OF_TRACE_MS } from './moments.ts';

/** Farther from its exception than any line of its trace. */
const FAR_MS = 1e6;
/** Of one trace; no stack that is shown is longer. */
const MOST_LINES = 100;
/** Traces beside the most frequent one that are looked at. */
const MOST_TRACES = 30;

/** What is known of the traces that one exception was thrown with, each of whose lines is an entry of its own. */
export interface Throws {
  /** Of the most frequent trace, the one nearest to the exception last. */
  readonly frames: readonly Frame[];
  /** The innermost frame of each other place that it was thrown in, of the application's own code where there is any. */
  readonly elsewhere: readonly Frame[];
}

/** What the patterns of a log know of the lines that an exception was thrown with. */
interface Known {
  readonly members: readonly Member[];
  readonly lines: ReadonlyMap<number, TraceLine>;
}

/** `index`: the exception; `all`: the lines with frames that it was thrown with. */
export function throwsOf(index: number, all: readonly number[], known: Known): Throws {
  const thrown = known.members[index]?.summary.count ?? 0;
  const { countOf, framesIn, inOrder, isPlaced, together, cameTogether } = readLines(index, all, known);
  // What was thrown in two places was not called by the one from the other.
  const isOne = all.every((line) => countOf(line) >= thrown);
  const main = inOrder(isOne ? all : together(all));
  const frames = main.flatMap(framesIn);
  const home = innermostFrame({ frames });
  // Where nothing tells which line stands nearest to the exception, nothing tells where it was thrown.
  if (isOne || home === null || !isPlaced(home, main)) return { frames, elsewhere: [] };

  /** A line of the most frequent trace that another one has as well: they cannot have been so often each, or were seen together. */
  const isAlsoIn = (trace: readonly number[], line: number): boolean => {
    const [first = -1] = trace;
    return countOf(line) + countOf(first) > thrown || cameTogether(line, first);
  };
  const places = new Map<string, Frame>();
  let rest = all.filter((line) => !main.includes(line));
  for (let traces = 0; rest.length > 0 && traces < MOST_TRACES && places.size < MOST_ELSEWHERE; traces += 1) {
    const trace = together(rest);
    rest = rest.filter((line) => !trace.includes(line));
    const shared = main.filter((line) => isAlsoIn(trace, line));
    // Thrown in the same place, and only called from another.
    if (shared.some((line) => framesIn(line).includes(home))) continue;
    const place = innermostFrame({ frames: inOrder([...shared, ...trace]).flatMap(framesIn) });
    if (place !== null && keyOfPlace(place) !== keyOfPlace(home)) places.set(keyOfPlace(place), place);
  }
  return { frames, elsewhere: [...places.values()] };
}

function readLines(index: number, all: readonly number[], { members, lines: read }: Known) {
  const member = members[index];
  const thrown = member?.summary.count ?? 0;
  const countOf = (line: number) => members[line]?.summary.count ?? 0;
  const cells = new Map<number, Cells>();
  const cellsOfLine = (line: number): Cells => {
    const other = members[line];
    const found = cells.get(line) ?? (other === undefined ? new Map() : cellsOf(other));
    cells.set(line, found);
    return found;
  };
  const framesIn = (line: number): readonly Frame[] => {
    const { error, frames = [] } = read.get(line) ?? {};
    return error === 'previous' ? frames.toReversed() : frames;
  };
  const far = (line: number) => {
    const other = members[line];
    if (member === undefined || other === undefined) return FAR_MS;
    return Math.min(FAR_MS, ...gapsBetween(member, other, FAR_MS).map(Math.abs));
  };
  /** Where lines begin that not every trace has, as the first and the last of all traces show. */
  const apart = Math.min(...all.filter((line) => countOf(line) < thrown).map(far));
  /** The lines of one trace, the one nearest to the exception last, and where they stand. */
  const placed = (trace: readonly number[]) => {
    const beside = trace.filter((line) => countOf(line) >= thrown || far(line) <= REACH_OF_TRACE_MS);
    const others = trace.filter((line) => !beside.includes(line));
    const from = members[others[0] ?? -1];
    const behind = (line: number): number => {
      const other = members[line];
      const [gap = 0] = from === undefined || other === undefined ? [] : gapsBetween(from, other, FAR_MS);
      return read.get(line)?.error === 'previous' ? gap : -gap;
    };
    return [
      ...beside.map((line) => ({ line, distance: far(line), behind: 0 })),
      ...others.map((line) => ({ line, distance: apart, behind: behind(line) })),
    ].sort((a, b) => b.distance - a.distance || b.behind - a.behind || a.line - b.line);
  };
  const inOrder = (trace: readonly number[]): number[] => placed(trace).map(({ line }) => line);
  /** Whether no other line stands where that of a frame does, so that it is known which is nearer to the exception. */
  const isPlaced = (frame: Frame, trace: readonly number[]): boolean => {
    const all = placed(trace);
    const own = all.find(({ line }) => framesIn(line).includes(frame));
    return all.filter(({ distance, behind }) => distance === own?.distance && behind === own.behind).length === 1;
  };
  /** Those that came with the most frequent, and with each other. */
  const together = (some: readonly number[]): number[] => {
    const kept = new Map<number, Cells>();
    for (const line of some.toSorted((a, b) => countOf(b) - countOf(a) || a - b).slice(0, MOST_LINES)) {
      const mine = cellsOfLine(line);
      if ([...kept.values()].every((others) => occurTogether(mine, others))) kept.set(line, mine);
    }
    return [...kept.keys()];
  };

  const cameTogether = (a: number, b: number): boolean => occurTogether(cellsOfLine(a), cellsOfLine(b));
  return { countOf, framesIn, inOrder, isPlaced, together, cameTogether };
}

function keyOfPlace({ file, function: name, line }: Frame): string {
  return keyOf([file, name, String(line ?? '')]);
}
