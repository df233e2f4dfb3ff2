import { parseStackTrace } from '../skeleton/stack-trace.ts';
import type { SkeletonSummaries } from '../summary/summarise.ts';
import { type InstanceLines, linesByInstance, type Written } from './instance-lines.ts';
import { type LineKind, lineKind } from './line-kind.ts';
import { readErrorLine } from './trace-errors.ts';

/**
 * The stack trace around a line that names an exception; `alone` where no frame is beside it, `inner` where it is that of
 * another line: what followed from it.
 */
export type FoundTrace = { readonly text: string } | 'alone' | 'inner' | 'unclear';

/** Lines of stack traces, each an entry of its own, in the order in which they were written. */
export interface TraceLines {
  /** Skeletons of entries that `traceOf` may be asked about. */
  readonly thrown: readonly number[];
  /** `message`: what the entry says. */
  traceOf(entry: Written, message: string): FoundTrace;
}

type Lines = InstanceLines<LineKind>;

/** Frames of one trace that are read; no stack that is shown is longer. */
const MOST_FRAMES = 200;
/** How much longer than from one line of a trace to the next it may take to another one. */
const MOST_STEPS = 8;
/** Exceptions of one chain. */
const MOST_CHAINED = 10;
/** Texts of traces that are remembered at a time. */
const MOST_KNOWN = 4_096;

/** Null where nothing can be placed: no entry names an exception, or none is a frame. */
export function indexTraceLines(skeletons: SkeletonSummaries): TraceLines | null {
  const kinds = skeletons.map(lineKind);
  const thrown = [...kinds.keys()].filter((index) => kinds[index]?.role === 'thrown');
  if (thrown.length === 0 || !kinds.some((kind) => kind?.role === 'frame')) return null;
  const byInstance = linesByInstance(skeletons, kinds);
  /** What is read of a trace by its text: most are written again and again. */
  const known = new Map<string, string | null>();
  return {
    thrown,
    traceOf(written, message) {
      const lines = written.instanceHash === null ? undefined : byInstance.get(written.instanceHash);
      if (lines === undefined) return 'alone';
      const at = lines.placeOf(written);
      const block = blockAt(at, lines);
      if (block === 'unclear') return block;
      if (isInner(block, lines)) return 'inner';
      const [from, to] = block.isBelow ? [topOf(block, lines), at] : [at, bottomOf(block, lines)];
      const texts = Array.from({ length: to - from + 1 }, (_, i) => textAt(from + i, lines));
      texts[at - from] = message;
      const whole = texts.join('\n');
      const before = known.get(whole);
      const text = before === undefined ? readableTrace(texts, at - from) : before;
      if (known.size === MOST_KNOWN) known.clear();
      known.set(whole, text);
      if (text !== null) return { text };
      return block.first === block.last ? 'alone' : 'unclear';
    },
  };
}

/** The trace of these lines, if it can be read; what stands before the exception in its line may keep it from that. */
function readableTrace(texts: readonly string[], error: number): string | null {
  const bare = texts.with(error, saidBy(texts[error] ?? ''));
  return [texts, bare].map((lines) => lines.join('\n')).find(showsFrames) ?? null;
}

function showsFrames(text: string): boolean {
  return parseStackTrace(text)?.thrown.some(({ frames }) => frames.length > 0) === true;
}

function textAt(at: number, lines: Lines): string {
  return lines.messageAt(at) ?? lines.kindAt(at)?.message ?? '';
}

/** The lines of one exception's trace, from the first to the last. */
interface Block {
  readonly first: number;
  readonly error: number;
  readonly last: number;
  /** Python writes the exception below its frames. */
  readonly isBelow: boolean;
}

/** Where the first trace of a chain begins that this one is the last of, as Python writes them. */
function topOf({ first }: Block, lines: Lines): number {
  let top = openingOf(first, lines);
  for (let chained = 1; chained < MOST_CHAINED && isChained(top - 1, lines); chained += 1) {
    const block = blockAt(top - 2, lines);
    if (block === 'unclear' || !block.isBelow) break;
    top = openingOf(block.first, lines);
  }
  return top;
}

function openingOf(frame: number, lines: Lines): number {
  return lines.kindAt(frame - 1)?.role === 'opening' && lines.isNear(frame - 1, frame) ? frame - 1 : frame;
}

/** Where the last trace of a chain ends that this one is the first of, as all others write them. */
function bottomOf({ last }: Block, lines: Lines): number {
  let bottom = last;
  for (let chained = 1; chained < MOST_CHAINED; chained += 1) {
    const cause = pastAside(bottom, lines) + 1;
    const block = goesOn(cause, lines) ? blockAt(cause, lines) : 'unclear';
    if (block === 'unclear' || block.isBelow) break;
    bottom = block.last;
  }
  return bottom;
}

/** The last line of what Java says below a trace of what was suppressed while that was thrown. */
function pastAside(end: number, lines: Lines): number {
  let last = end;
  while (isAside(last + 1, lines) && lines.isNear(last, last + 1)) last += 1;
  return last;
}

function isAside(at: number, lines: Lines): boolean {
  const kind = lines.kindAt(at);
  return kind?.role === 'mark' || kind?.side === 'previous';
}

/** Whether a line names an exception of the trace that ends with the line before it. */
function goesOn(at: number, lines: Lines): boolean {
  const kind = lines.kindAt(at);
  return kind?.isError === true && kind.goesOn && lines.isNear(at - 1, at);
}

/** Whether another line of the same trace carries it: the first one, or in Python the last. */
function isInner({ first, error, last, isBelow }: Block, lines: Lines): boolean {
  if (isBelow) return isChained(last + 1, lines) && isOpened(last + 2, lines);
  if (isMember(error, lines)) return true;
  if (!goesOn(error, lines)) return false;
  let above = first - 1;
  while (isAside(above, lines) && lines.isNear(above, above + 1)) above -= 1;
  const before = lines.kindAt(above);
  if (before === undefined || !before.isError || before.isWhole) return false;
  const block = blockAt(above, lines);
  return block !== 'unclear' && !block.isBelow && pastAside(block.last, lines) === error - 1;
}

/** Whether a line names one of the exceptions that an AggregateError is made of. */
function isMember(error: number, lines: Lines): boolean {
  for (let at = error; error - at <= MOST_FRAMES && lines.isNear(at - 1, at); at -= 1) {
    const [kind, above] = [lines.kindAt(at), lines.kindAt(at - 1)];
    if (kind?.isError === true ? !kind.isIndented : !isAside(at, lines)) return false;
    if (above?.opensMembers === true) return true;
  }
  return false;
}

/** Whether the line says that two traces are of one chain, and stands between them. */
function isChained(chain: number, lines: Lines): boolean {
  const isBetween = lines.isNear(chain - 1, chain) && lines.isNear(chain, chain + 1);
  return isBetween && lines.kindAt(chain)?.role === 'chain' && lines.kindAt(chain + 1)?.role === 'opening';
}

/** Whether a trace is opened there, and shows which exception it is of. */
function isOpened(opening: number, lines: Lines): boolean {
  let at = opening + 1;
  while (lines.kindAt(at)?.side === 'next' && lines.isNear(at - 1, at)) at += 1;
  if (lines.kindAt(at)?.isError !== true || !lines.isNear(at - 1, at)) return false;
  const block = blockAt(at, lines);
  return block !== 'unclear' && block.first === opening + 1;
}

/** `unclear` where lines of several traces are mixed, or no time tells their order. */
function blockAt(at: number, lines: Lines): Block | 'unclear' {
  const first = runOf(at, -1, lines);
  const last = runOf(at, 1, lines);
  if (first === at && last === at) return { first, error: at, last, isBelow: false };
  if (first !== at && last !== at) return 'unclear';
  for (let line = first; line <= last + 1; line += 1) if (lines.isAtOnce(line - 1, line)) return 'unclear';
  const block = { first, error: at, last, isBelow: first !== at };
  return (block.isBelow ? isAloneBelow(block, lines) : isAloneAbove(block, lines)) ? block : 'unclear';
}

/** The farthest line on one side whose frames are those of the exception in between. */
function runOf(at: number, step: 1 | -1, lines: Lines): number {
  let end = at;
  let hasFrame = false;
  for (let next = at + step; Math.abs(next - at) <= MOST_FRAMES && lines.isNear(next, next - step); next += step) {
    const kind = lines.kindAt(next);
    const isFrame = kind?.side === (step === 1 ? 'previous' : 'next');
    // Behind a mark in between begins what is of another goroutine, or was suppressed.
    const isHead = step === 1 && kind?.role === 'mark' && !hasFrame;
    if (!isFrame && !isHead) break;
    hasFrame ||= isFrame;
    end = next;
  }
  return end;
}

/** Whether the frames above an exception are of its trace only: it was opened, and no other one was open then. */
function isAloneBelow({ first, last }: Block, lines: Lines): boolean {
  if (lines.kindAt(last + 1)?.side === 'next' && lines.isNear(last, last + 1)) return false;
  const opening = first - 1;
  if (!lines.isNear(opening, first)) return true;
  if (lines.kindAt(opening)?.role !== 'opening') return false;
  const before = lines.kindAt(opening - 1);
  return !lines.isNear(opening - 1, opening) || (before?.role !== 'opening' && before?.side !== 'next');
}

/** Whether the frames below an exception are of its trace only: no other one stands right before it without its frames. */
function isAloneAbove({ error }: Block, lines: Lines): boolean {
  const before = lines.kindAt(error - 1);
  if (before === undefined || !lines.isNear(error - 1, error)) return true;
  // By then its frames would have come.
  if (lines.gap(error - 1, error) > MOST_STEPS * lines.gap(error, error + 1)) return true;
  if (!before.isError || before.isWhole || !before.isCertain || before.type === '') return true;
  return goesOn(error, lines);
}

/** The exception without what stands before it in a line: `Caused by: `, a margin, what a logger writes. */
function saidBy(message: string): string {
  const error = readErrorLine(message)?.error;
  if (error === undefined || message.startsWith('** (')) return message;
  return error.message === '' ? error.type : `${error.type}: ${error.message}`;
}
