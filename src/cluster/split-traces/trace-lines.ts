import { parseStackTrace } from '../skeleton/stack-trace.ts';
import { readTraceLine } from '../skeleton/trace-line.ts';
import { AT } from '../skeleton/trace-tokens.ts';
import { eachBareEntry } from '../summary/bare-entries.ts';
import type { CountedEntry } from '../summary/kept-entry.ts';
import { eachLineTime } from '../summary/line-times.ts';
import type { Skeleton, SkeletonSummaries } from '../summary/summarise.ts';
import { type LineRole, leadingType, lineRole } from './line-role.ts';
import { REACH_OF_TRACE_MS } from './moments.ts';
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

/** When and where an entry was written. */
type Written = Pick<CountedEntry, 'instanceHash' | 'seconds' | 'nanos'>;

/** An entry that is a line of a stack trace. */
interface Line {
  readonly seconds: number;
  readonly nanos: number;
  readonly kind: Kind;
  /** Its own, or that of another entry of its skeleton. */
  readonly message: string;
}

/** What is known of all entries of one skeleton. */
interface Kind {
  readonly role: LineRole;
  readonly message: string;
  /** Of a frame: where its exception stands. */
  readonly side: 'next' | 'previous' | null;
  /** The exception that it begins with, without its message; empty where a logger put something before it. */
  readonly type: string;
  /** It holds frames beside the exception. */
  readonly isWhole: boolean;
}

/** Frames of one trace that are read; no stack that is shown is longer. */
const MOST_FRAMES = 200;
/** Exceptions of one chain. */
const MOST_CHAINED = 10;

/** Null where nothing can be placed: no exception says too little by itself, or no frame is an entry of its own. */
export function indexTraceLines(skeletons: SkeletonSummaries): TraceLines | null {
  const kinds = skeletons.map(kindOf);
  const thrown = [...kinds.keys()].filter((index) => kinds[index]?.role === 'thrown');
  if (thrown.length === 0 || !kinds.some((kind) => kind?.role === 'frame')) return null;
  const byInstance = new Map<number, Line[]>();
  const add = (instance: number, line: Line): void => {
    const lines = byInstance.get(instance);
    if (lines === undefined) byInstance.set(instance, [line]);
    else lines.push(line);
  };
  /** The seconds of each instance in which lines of their traces may be. */
  const near = new Map<number, Set<number>>();
  for (const index of thrown) {
    const kind = kinds[index];
    const content = skeletons[index]?.content;
    if (kind == null || content === undefined || !('entries' in content)) continue;
    for (const { instanceHash, seconds, nanos, message } of [...content.entries, ...eachBareEntry(content.bare)]) {
      if (instanceHash === null) continue;
      add(instanceHash, { seconds, nanos, kind, message: message || kind.message });
      const own = near.get(instanceHash) ?? new Set();
      near.set(
        instanceHash,
        own
          .add(seconds - 1)
          .add(seconds)
          .add(seconds + 1),
      );
    }
  }
  for (const [index, { times }] of skeletons.entries()) {
    const kind = kinds[index];
    if (kind == null || kind.role === 'thrown') continue;
    for (const { instance, seconds, nanos } of eachLineTime(times)) {
      if (near.get(instance)?.has(seconds)) add(instance, { seconds, nanos, kind, message: kind.message });
    }
  }
  for (const lines of byInstance.values()) lines.sort((a, b) => a.seconds - b.seconds || a.nanos - b.nanos);
  return {
    thrown,
    traceOf(written, message) {
      const lines = written.instanceHash === null ? undefined : byInstance.get(written.instanceHash);
      return lines === undefined ? 'alone' : traceAt(placeOf(lines, written), lines, message);
    },
  };
}

function kindOf({ tokens, isFinal, content }: Skeleton): Kind | null {
  const role = isFinal ? null : lineRole(tokens);
  if (role === null) return null;
  const [example] = 'entries' in content ? content.entries : content.summary.examples;
  const message = (example?.message ?? '').trimEnd();
  const line = readTraceLine(message);
  const type = leadingType(tokens);
  const isError = role === 'error' || role === 'thrown';
  return {
    // What Java says that was suppressed names an exception, too, and a place alone is no frame.
    role: line !== null && (isError || line.role === 'mark') ? 'mark' : role,
    message,
    side: line?.role === 'frame' && line.error !== 'either' ? line.error : null,
    type,
    isWhole: role === 'error' && tokens.includes(AT),
  };
}

/** Where the entry stands; of lines that were written at once, the first. */
function placeOf(lines: readonly Line[], { seconds, nanos }: Written): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const line = lines[middle];
    if (line !== undefined && (line.seconds - seconds || line.nanos - nanos) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The lines of one exception's trace, from the first to the last. */
interface Block {
  readonly first: number;
  readonly error: number;
  readonly last: number;
  /** Python writes the exception below its frames. */
  readonly isBelow: boolean;
}

function traceAt(at: number, lines: readonly Line[], message: string): FoundTrace {
  const block = blockAt(at, lines);
  if (block === 'unclear') return block;
  if (isInner(block, lines)) return 'inner';
  const { from, to } = block.isBelow ? { from: topOf(block, lines), to: at } : { from: at, to: bottomOf(block, lines) };
  const texts = lines.slice(from, to + 1).map((line) => line.message);
  texts[at - from] = message;
  if (showsFrames(texts)) return { text: texts.join('\n') };
  // What stands before the exception may keep it from being read as one.
  texts[at - from] = saidBy(message);
  if (showsFrames(texts)) return { text: texts.join('\n') };
  return block.first === block.last ? 'alone' : 'unclear';
}

function showsFrames(texts: readonly string[]): boolean {
  return parseStackTrace(texts.join('\n'))?.thrown.some(({ frames }) => frames.length > 0) === true;
}

/** Where the first trace of a chain begins that this one is the last of, as Python writes them. */
function topOf({ first }: Block, lines: readonly Line[]): number {
  let top = openingOf(first, lines);
  for (let chained = 1; chained < MOST_CHAINED && isChained(top - 1, lines); chained += 1) {
    const block = blockAt(top - 2, lines);
    if (block === 'unclear' || !block.isBelow) break;
    top = openingOf(block.first, lines);
  }
  return top;
}

function openingOf(frame: number, lines: readonly Line[]): number {
  return lines[frame - 1]?.kind.role === 'opening' && isNear(frame - 1, frame, lines) ? frame - 1 : frame;
}

/** Where the last trace of a chain ends that this one is the first of, as all others write them. */
function bottomOf({ last }: Block, lines: readonly Line[]): number {
  let bottom = last;
  for (let chained = 1; chained < MOST_CHAINED && goesOn(bottom, bottom + 1, lines); chained += 1) {
    const block = blockAt(bottom + 1, lines);
    if (block === 'unclear' || block.isBelow) break;
    bottom = block.last;
  }
  return bottom;
}

/** Whether a line names an exception of the trace that ends with the line before it. */
function goesOn(end: number, next: number, lines: readonly Line[]): boolean {
  const line = lines[next];
  if (line === undefined || !isError(line) || !isNear(end, next, lines)) return false;
  const read = readErrorLine(line.message);
  return read !== null && (read.isCause || read.isWrapper || read.isRepanic);
}

/** Whether another line of the same trace carries it: the first one, or in Python the last. */
function isInner({ first, error, last, isBelow }: Block, lines: readonly Line[]): boolean {
  if (isBelow) return isChained(last + 1, lines) && isOpened(last + 2, lines);
  let above = first - 1;
  while (lines[above]?.kind.side === 'previous' && isNear(above, above + 1, lines)) above -= 1;
  const before = lines[above];
  if (before === undefined || !isError(before) || before.kind.isWhole || !goesOn(error - 1, error, lines)) return false;
  const block = blockAt(above, lines);
  return block !== 'unclear' && !block.isBelow && block.last === error - 1;
}

/** Whether the line says that two traces are of one chain, and stands between them. */
function isChained(chain: number, lines: readonly Line[]): boolean {
  const isOne = isNear(chain - 1, chain, lines) && isNear(chain, chain + 1, lines);
  return isOne && lines[chain]?.kind.role === 'chain' && lines[chain + 1]?.kind.role === 'opening';
}

/** Whether a trace is opened there, and shows which exception it is of. */
function isOpened(opening: number, lines: readonly Line[]): boolean {
  let at = opening + 1;
  while (lines[at]?.kind.side === 'next' && isNear(at - 1, at, lines)) at += 1;
  const error = lines[at];
  if (error === undefined || !isError(error) || !isNear(at - 1, at, lines)) return false;
  const block = blockAt(at, lines);
  return block !== 'unclear' && block.first === opening + 1;
}

/** `unclear` where lines of several traces are mixed, or no time tells their order. */
function blockAt(at: number, lines: readonly Line[]): Block | 'unclear' {
  const first = runOf(at, -1, lines);
  const last = runOf(at, 1, lines);
  if (first === at && last === at) return { first, error: at, last, isBelow: false };
  if (isAtOnce(at, lines, 0) || isAtOnce(at, lines, 1)) return 'unclear';
  if (first !== at && last !== at) return 'unclear';
  const block = { first, error: at, last, isBelow: first !== at };
  for (let line = first; line <= last + 1; line += 1) if (isAtOnce(line, lines, 0)) return 'unclear';
  return (block.isBelow ? isAloneBelow(block, lines) : isAloneAbove(block, lines)) ? block : 'unclear';
}

/** Whether a line and the one before it, or `step` behind that, are of one instant. */
function isAtOnce(at: number, lines: readonly Line[], step: number): boolean {
  const [before, line] = [lines[at + step - 1], lines[at + step]];
  return before !== undefined && line !== undefined && gapOf(before, line) === 0;
}

/** The farthest line on one side whose frames are those of the exception in between. */
function runOf(at: number, step: 1 | -1, lines: readonly Line[]): number {
  let end = at;
  let hasFrame = false;
  for (let next = at + step; Math.abs(next - at) <= MOST_FRAMES; next += step) {
    const line = lines[next];
    if (line === undefined || !isNear(next, next - step, lines)) break;
    const isFrame = line.kind.side === (step === 1 ? 'previous' : 'next');
    // Behind a mark in between begins what is of another goroutine, or was suppressed.
    const isHead = step === 1 && line.kind.role === 'mark' && !hasFrame;
    if (!isFrame && !isHead) break;
    hasFrame ||= isFrame;
    end = next;
  }
  return end;
}

/** Whether the frames above an exception are of its trace only: it was opened, and no other one was open then. */
function isAloneBelow({ first, last }: Block, lines: readonly Line[]): boolean {
  const opening = first - 1;
  const behind = lines[last + 1];
  if (behind?.kind.side === 'next' && isNear(last + 1, last, lines)) return false;
  const before = lines[opening];
  if (before === undefined || !isNear(opening, first, lines)) return true;
  if (before.kind.role !== 'opening') return false;
  const other = lines[opening - 1];
  if (other === undefined || !isNear(opening - 1, opening, lines)) return true;
  return other.kind.role !== 'opening' && other.kind.side !== 'next';
}

/** Whether the frames below an exception are of its trace only: no other one stands right before it without its frames. */
function isAloneAbove({ error }: Block, lines: readonly Line[]): boolean {
  const [before, own] = [lines[error - 1], lines[error]];
  if (before === undefined || own === undefined || !isNear(error - 1, error, lines)) return true;
  if (!isError(before) || before.kind.isWhole || before.kind.type === '') return true;
  return before.kind.type === own.kind.type || goesOn(error - 1, error, lines);
}

/** The exception without what stands before it in a line: `Caused by: `, a margin, what a logger writes. */
function saidBy(message: string): string {
  const error = readErrorLine(message)?.error;
  if (error === undefined || message.startsWith('** (')) return message;
  return error.message === '' ? error.type : `${error.type}: ${error.message}`;
}

function isError({ kind: { role } }: Line): boolean {
  return role === 'error' || role === 'thrown';
}

/** Whether two lines that stand beside each other may be of one trace. */
function isNear(a: number, b: number, lines: readonly Line[]): boolean {
  const [line, other] = [lines[a], lines[b]];
  return line !== undefined && other !== undefined && gapOf(line, other) <= REACH_OF_TRACE_MS;
}

/** In milliseconds. */
function gapOf(a: Line, b: Line): number {
  return Math.abs((a.seconds - b.seconds) * 1_000 + (a.nanos - b.nanos) / 1e6);
}
