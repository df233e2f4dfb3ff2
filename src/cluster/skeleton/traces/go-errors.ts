import type { Frame, ThrownError } from '../../../model/cluster.ts';
import { readGoFrame } from './frames.ts';
import type { StackTrace } from './stack-trace-shape.ts';

const MOST_LINES = 400;
/** What Go's package log writes before a line. */
const LOG_HEAD = /^(?:\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})? )?(?:[\w./-]{1,200}\.go:\d{1,6}: )?/;
/** `main.(*Mailer).send`: a function without arguments. */
const CALL = /^[^\s()]{1,300}(?:\(\*?[^\s()]{1,100}\)[^\s()]{1,300})?$/;
const PLACE = /^\t\S.{0,1000}\.(?:go|s):\d/;
/** `/app/users.go:31 (0x8a0f31)`: where Gin and others that recover from a panic say that it came by. */
const RECOVERED_AT = /^(\/\S{1,1000}\.go:\d{1,9}) \(0x[0-9a-f]{1,16}\)$/;
/** What Go's runtime panics with: https://go.dev/src/runtime/error.go, panic.go, chan.go. */
const RUNTIME_PANIC =
  /^(?:runtime error: \S.{0,1000}|assignment to entry in nil map|(?:send on|close of) (?:closed|nil) channel|interface conversion: .{1,400} is .{1,400}, not .{1,400})$/;

/**
 * An error of Go with a stack as `%+v` of pkg/errors writes it, the innermost error first: what it says, then function
 * and place of each frame. Or a panic that a framework recovered from, which writes place and source instead.
 * (https://pkg.go.dev/github.com/pkg/errors, https://github.com/gin-gonic/gin: recovery.go)
 */
export function parseGoErrors(text: string): StackTrace | null {
  if (text.includes('goroutine ')) return null;
  const lines = text.split('\n', MOST_LINES).map((line) => line.trimEnd());
  return readErrors(lines) ?? readRecovered(lines);
}

function readErrors(lines: readonly string[]): StackTrace | null {
  const thrown: ThrownError[] = [];
  let head = '';
  let said: string[] = [];
  let frames: Frame[] = [];
  const close = (): void => {
    if (frames.length > 0) thrown.unshift({ type: 'error', message: said.join('\n').trim(), frames: frames.reverse() });
    frames = [];
    said = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const place = lines[at + 1] ?? '';
    const frame = PLACE.test(place) && CALL.test(line) ? readGoFrame(line, place) : null;
    if (frame === null) {
      if (frames.length > 0) close();
      said.push(line);
      continue;
    }
    // Frames are of something that was said.
    if (said.length === 0 && frames.length === 0) return null;
    if (thrown.length === 0 && frames.length === 0) {
      head = LOG_HEAD.exec(said[0] ?? '')?.[0] ?? '';
      said[0] = (said[0] ?? '').slice(head.length);
    }
    frames.push(frame);
    at += 1;
  }
  // An error that wraps another without a stack of its own.
  const outer = frames.length > 0 ? '' : said.join('\n').trim();
  close();
  if (thrown.length === 0) return null;
  if (outer !== '' && !outer.includes('\n')) thrown.unshift({ type: 'error', message: outer, frames: [] });
  return { head: head.trim(), thrown };
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

function readRecovered(lines: readonly string[]): StackTrace | null {
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
