import type { Frame, ThrownError } from '../../../model/cluster.ts';
import { isBlank } from '../scanner/characters.ts';
import { findThrown, readThrown } from './error-type.ts';
import { readJavaFrame, readNodeFrame } from './frames.ts';
import type { StackTrace } from './stack-trace-shape.ts';

/** Lines of a message between the exception's name and its first frame. */
const MOST_MESSAGE_LINES = 20;
const CAUSE = /^(\s*)(Caused by|\[cause\]|Suppressed|\[errors\]|Wrapped by): ?(.*)$/;

/**
 * A Node or Java stack trace: `at` lines, innermost first, causes behind what they caused; before it where the logger was
 * told so (`Wrapped by`).
 */
export function parseAtTrace(text: string): StackTrace | null {
  const lines = text.split('\n');
  const isOdd = hasOtherBreaks(text);
  let firstFrame = 0;
  while (firstFrame < lines.length && readFrame(lines[firstFrame] ?? '', isOdd) === null) firstFrame += 1;
  if (firstFrame === lines.length) return null;
  const opening = findOpening(lines, firstFrame);
  if (opening === null) return null;
  const thrown: ThrownError[] = [{ type: opening.type, message: opening.message, frames: [] }];
  let current = thrown[0];
  let ended = false;
  /** How far `Suppressed` is indented, below which all is about what was suppressed. */
  let aside = Number.POSITIVE_INFINITY;
  for (let at = firstFrame; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const frame = readFrame(line, isOdd);
    if (frame !== null) {
      // A second trace that no "caused by" joins is another matter.
      if (!ended) current?.frames.push(frame);
      continue;
    }
    const cause = mayBeCause(line) ? CAUSE.exec(line) : null;
    if (cause !== null) {
      ended = false;
      // What Java suppressed while closing things is no cause, nor is what caused that.
      const margin = (cause[1] ?? '').length;
      if (cause[2] === 'Suppressed') aside = Math.min(aside, Math.max(1, margin));
      else if (margin < aside) aside = Number.POSITIVE_INFINITY;
      const named = margin >= aside || cause[2] === 'Suppressed' ? null : readThrown((cause[3] ?? '').trim());
      current = named === null ? undefined : { ...named, frames: [] };
      if (current !== undefined) thrown.splice(cause[2] === 'Wrapped by' ? 0 : thrown.length, 0, current);
    } else if (line.trim() === '') ended = true;
  }
  for (const error of thrown) error.frames.reverse();
  return { head: withoutSnippet(opening.head), thrown };
}

/** Ends of line other than `\\n`: a line with one within is no frame. */
function hasOtherBreaks(text: string): boolean {
  return text.includes('\r') || text.includes('\u2028') || text.includes('\u2029');
}

function readFrame(line: string, isOdd: boolean): Frame | null {
  let at = 0;
  while (isBlank(line.charCodeAt(at))) at += 1;
  if (at === 0 || !line.startsWith('at ', at) || line.length === at + 3 || isBlank(line.charCodeAt(at + 3)))
    return null;
  const rest = line.slice(at + 3);
  if (isOdd && hasOtherBreaks(rest)) return null;
  const place = isBlank(rest.charCodeAt(rest.length - 1)) ? rest.trimEnd() : rest;
  const plain = place.endsWith(' {') ? place.slice(0, -2) : place;
  return readJavaFrame(plain) ?? readNodeFrame(plain);
}

/** Whether the first letter is one that `CAUSE` takes. */
function mayBeCause(line: string): boolean {
  let at = 0;
  while (isBlank(line.charCodeAt(at))) at += 1;
  const first = line.charCodeAt(at);
  return first === 67 || first === 83 || first === 87 || first === 91;
}

/** The exception that the first frames belong to: nearest line above them that begins with, or else holds, its name. */
function findOpening(lines: string[], firstFrame: number): { head: string; type: string; message: string } | null {
  const earliest = Math.max(0, firstFrame - MOST_MESSAGE_LINES);
  for (let at = firstFrame - 1; at >= earliest; at -= 1) {
    const found = findThrown(lines[at] ?? '');
    if (found === null) continue;
    const message = [found.message, ...lines.slice(at + 1, firstFrame)].join('\n').trim();
    const before = found.before.replace(/Uncaught $/, '');
    return { head: [...lines.slice(0, at), before].join('\n').trim(), type: found.type, message };
  }
  // A class that is called neither Error nor Exception: only right above its frames.
  const above = readThrown((lines[firstFrame - 1] ?? '').trim());
  if (above === null || !/^[A-Z]|\.[A-Z]/.test(above.type)) return null;
  return {
    head: lines
      .slice(0, firstFrame - 1)
      .join('\n')
      .trim(),
    ...above,
  };
}

/** Node prints where an uncaught error was thrown before the error itself; that is no message. */
function withoutSnippet(head: string): string {
  const lines = head.split('\n');
  const caret = lines.findIndex((line) => /^\s*\^+\s*$/.test(line));
  const snippet = caret > 0 && lines.slice(0, caret).some((line) => /^\S+:\d+$/.test(line.trim()));
  return snippet
    ? lines
        .slice(caret + 1)
        .join('\n')
        .trim()
    : head;
}
