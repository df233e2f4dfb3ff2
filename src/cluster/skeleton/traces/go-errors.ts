import type { Frame, ThrownError } from '../../../model/cluster.ts';
import { readGoFrame } from './frames.ts';
import type { StackTrace } from './stack-trace-shape.ts';

const MOST_LINES = 400;
/** What Go's package log writes before a line. */
const LOG_HEAD = /^(?:\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})? )?(?:[\w./-]{1,200}\.go:\d{1,6}: )?/;
/** `main.(*Mailer).send`: a function without arguments. */
const CALL = /^[^\s()]{1,300}(?:\(\*?[^\s()]{1,100}\)[^\s()]{1,300})?$/;
const PLACE = /^\t\S.{0,1000}\.(?:go|s):\d/;

/**
 * An error of Go with a stack as `%+v` of pkg/errors writes it, the innermost error first: what it says, then function
 * and place of each frame (https://pkg.go.dev/github.com/pkg/errors).
 */
export function parseGoErrors(text: string): StackTrace | null {
  if (text.includes('goroutine ')) return null;
  const lines = text.split('\n', MOST_LINES).map((line) => line.trimEnd());
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
