import type { Frame, ThrownError } from '../../../model/cluster.ts';
import { readGoFrame } from './frames.ts';
import type { StackTrace } from './stack-trace-shape.ts';

const GOROUTINE = /^goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[[^\]]{0,200}\]:$/;
/** Echo writes a panic and its goroutine in one line: https://github.com/labstack/echo/blob/master/middleware/recover.go */
const PANIC_OF_ECHO = /(\[PANIC RECOVER\]) ([\s\S]{0,2000}?) (goroutine \d{1,12} \[)/;
const PANIC = /^(.{0,2000}?)\b(panic|fatal error): (.*)$/;

/** A Go panic: `panic: …`, then the goroutine that ran, innermost frame first. Other goroutines are left out. */
export function parseGoTrace(text: string): StackTrace | null {
  const plain = text.includes('[PANIC RECOVER] ') ? text.replace(PANIC_OF_ECHO, '$1\npanic: $2\n$3') : text;
  const lines = plain.split('\n').map((line) => line.trimEnd());
  const goroutine = lines.findIndex((line) => GOROUTINE.test(line));
  if (goroutine === -1) return null;
  const thrown: ThrownError[] = [];
  let head: string | null = null;
  let at = 0;
  for (; at < goroutine; at += 1) {
    const panic = PANIC.exec(lines[at] ?? '');
    // A panic within a panic is indented, the first is not; `http: panic serving` has text before it.
    if (panic === null) continue;
    head ??= [...lines.slice(0, at), panic[1] ?? ''].join('\n').trim();
    const message = readObserved(panic[3] ?? '').replace(/ \[recovered(?:, repanicked)?\]$/, '');
    thrown.unshift({ type: panic[2] ?? '', message, frames: [] });
  }
  const root = thrown.at(-1) ?? readServing(lines, goroutine);
  if (root === null) return null;
  if (thrown.length === 0) {
    thrown.push(root);
    head = lines
      .slice(0, goroutine - 1)
      .join('\n')
      .trim();
  }
  root.frames = readFrames(lines, goroutine + 1);
  return { head: head ?? '', thrown };
}

/**
 * Kubernetes' controllers write a panic as Go's code first, then as a text: `Observed a panic: runtime.boundsError{x:3}
 * (runtime error: index out of range [3])`: https://pkg.go.dev/k8s.io/apimachinery/pkg/util/runtime#HandleCrash
 */
export function readObserved(message: string): string {
  const text = message.endsWith(')') ? message.indexOf(' (runtime error: ') : -1;
  return text === -1 ? message : message.slice(text + 2, -1);
}

/** net/http recovers a handler's panic and logs it so: `http: panic serving 10.0.0.1:5123: runtime error: …`. */
function readServing(lines: string[], goroutine: number): ThrownError | null {
  const match = /\bpanic serving \S+: (.*)$/.exec(lines[goroutine - 1] ?? '');
  return match === null ? null : { type: 'panic', message: match[1] ?? '', frames: [] };
}

function readFrames(lines: string[], begin: number): Frame[] {
  const frames: Frame[] = [];
  for (let at = begin; at + 1 < lines.length; at += 1) {
    const call = lines[at] ?? '';
    if (call === '') break;
    const frame = readGoFrame(call, lines[at + 1] ?? '');
    if (frame === null) continue;
    frames.push(frame);
    at += 1;
  }
  return frames.reverse();
}
