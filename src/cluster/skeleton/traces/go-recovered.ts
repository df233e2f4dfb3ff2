import type { Frame } from '../../../model/cluster.ts';
import { readGoFrame } from './frames.ts';
import type { StackTrace } from './stack-trace-shape.ts';

const MOST_LINES = 400;
/** `/app/users.go:31 (0x8a0f31)`: where Gin says that a panic came by. */
const RECOVERED_AT = /^(\/\S{1,1000}\.(?:go|s):\d{1,9}) \(0x[0-9a-f]{1,16}\)$/;
/** What Go's runtime panics with: https://go.dev/src/runtime/error.go, panic.go, chan.go. */
const RUNTIME_PANIC =
  /^(?:runtime error: \S.{0,1000}|assignment to entry in nil map|(?:send on|close of) (?:closed|nil) channel|interface conversion: .{1,400} is .{1,400}, not .{1,400})$/;
/** chi points at the first frame: ` -> main.buy`, then ` ->   /app/cart.go:31`. The others are indented as much. */
const ARROW = /^ -> (?=\S|\s{2}\/)/;
const PRETTY_CALL = /^ {4}(\S{1,400}|created by \S{1,400}(?: in goroutine \d{1,12})?)$/;
const PRETTY_PLACE = /^ {6}\/\S{1,1000}\.go:\d{1,9}$/;
const SOURCE_LINE =
  /^\t(?:\(\*?\w{1,80}\)\.)?[A-Za-z_][\w.]{0,200}: (?=.{0,1000}(?:[(=]|<-|\+\+|--|\bgo |\breturn\b|\/\/|[,{;]$))\S/;
const PANIC = /^\s{0,4}panic: (\S.{0,4000})$/;

/**
 * A panic that a framework recovered from, and what it shows of the stack in a form of its own: Gin, chi
 * (https://github.com/gin-gonic/gin/blob/master/recovery.go, https://github.com/go-chi/chi/blob/master/middleware/recoverer.go).
 */
export function parseRecovered(text: string): StackTrace | null {
  const lines = text.split('\n', MOST_LINES).map((line) => withoutArrow(line.trimEnd()));
  return readPretty(lines) ?? readWithSource(lines);
}

/** Whether a line is all that is said of a panic of Go's runtime by who recovered from it. */
export function isRuntimePanic(line: string): boolean {
  return RUNTIME_PANIC.test(line);
}

/** A frame as `/app/users.go:31 (0x8a0f31)` alone; null where a line is none. */
export function readRecoveredAt(line: string): Frame | null {
  const place = RECOVERED_AT.exec(line)?.[1];
  return place === undefined ? null : readGoFrame('', `\t${place}`);
}

/** Whether a line is what Gin shows of the source below a place: `\treserve: x := items[5]`. */
export function isSourceLine(line: string): boolean {
  return SOURCE_LINE.test(line);
}

/** The call of a frame as chi writes it; null where a line is none. */
export function prettyCall(line: string): string | null {
  return PRETTY_CALL.exec(line)?.[1] ?? null;
}

/** Whether chi points at a line. */
export function isPointedAt(line: string): boolean {
  return ARROW.test(line);
}

/** A line of chi's without the arrow that points at it, as deep as it was. */
export function withoutArrow(line: string): string {
  return line.replace(ARROW, '    ');
}

function readPretty(lines: readonly string[]): StackTrace | null {
  const at = lines.findIndex((line) => PANIC.test(line));
  const message = PANIC.exec(lines[at] ?? '')?.[1];
  if (message === undefined) return null;
  const frames: Frame[] = [];
  for (let i = at + 1; i < lines.length; i += 1) {
    const place = lines[i] ?? '';
    if (!PRETTY_PLACE.test(place)) continue;
    const frame = readGoFrame(prettyCall(lines[i - 1] ?? '') ?? '', place);
    if (frame !== null) frames.push(frame);
  }
  if (frames.length === 0) return null;
  const head = lines.slice(0, at).join('\n').trim();
  return { head, thrown: [{ type: 'panic', message, frames: frames.reverse() }] };
}

function readWithSource(lines: readonly string[]): StackTrace | null {
  const first = lines.findIndex((line) => RECOVERED_AT.test(line));
  if (first < 1) return null;
  const frames: Frame[] = [];
  for (let at = first; at < lines.length; at += 1) {
    const place = RECOVERED_AT.exec(lines[at] ?? '')?.[1];
    const name = /^\t([^\s:]{1,300}): /.exec(lines[at + 1] ?? '')?.[1];
    const frame = place === undefined ? null : readGoFrame(name ?? '', `\t${place}`);
    if (frame !== null) frames.push(frame);
  }
  const head = lines.slice(0, first - 1).find((line) => line !== '') ?? '';
  return { head, thrown: [{ type: 'panic', message: lines[first - 1] ?? '', frames: frames.reverse() }] };
}
