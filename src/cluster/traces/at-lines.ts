import type { Frame, ThrownError } from '../../model/cluster.ts';
import { isErrorType, isNameCode, readThrown, startOfName } from './error-type.ts';
import { readJavaFrame, readNodeFrame } from './frames.ts';
import type { StackTrace } from './stack-trace-shape.ts';

/** Lines of a message between the exception's name and its first frame. */
const MOST_MESSAGE_LINES = 20;
const CAUSE = /^(\s*)(Caused by|\[cause\]|Suppressed|\[errors\]): ?(.*)$/;

/** A Node or Java stack trace: `at` lines, innermost first, causes behind what they caused. */
export function parseAtTrace(text: string): StackTrace | null {
  const lines = text.split('\n');
  let firstFrame = 0;
  while (firstFrame < lines.length && readFrame(lines[firstFrame] ?? '') === null) firstFrame += 1;
  if (firstFrame === lines.length) return null;
  const opening = findOpening(lines, firstFrame);
  if (opening === null) return null;
  const thrown: ThrownError[] = [{ type: opening.type, message: opening.message, frames: [] }];
  let current = thrown[0];
  let ended = false;
  for (const line of lines.slice(firstFrame)) {
    const frame = readFrame(line);
    if (frame !== null) {
      // A second trace that no "caused by" joins is another matter.
      if (!ended) current?.frames.push(frame);
      continue;
    }
    const cause = CAUSE.exec(line);
    if (cause !== null) {
      ended = false;
      // What Java suppressed while closing things is no cause.
      const named = cause[2] === 'Suppressed' ? null : readThrown((cause[3] ?? '').trim());
      current = named === null ? undefined : { ...named, frames: [] };
      if (current !== undefined) thrown.push(current);
    } else if (line.trim() === '') ended = true;
  }
  for (const error of thrown) error.frames.reverse();
  return { head: withoutSnippet(opening.head), thrown };
}

function readFrame(line: string): Frame | null {
  const at = /^\s+at (\S.*)$/.exec(line);
  if (at === null) return null;
  const place = (at[1] ?? '').trimEnd().replace(/ \{$/, '');
  return readJavaFrame(place) ?? readNodeFrame(place);
}

/** The exception that the first frames belong to: nearest line above them that begins with, or else holds, its name. */
function findOpening(lines: string[], firstFrame: number): { head: string; type: string; message: string } | null {
  const earliest = Math.max(0, firstFrame - MOST_MESSAGE_LINES);
  for (let at = firstFrame - 1; at >= earliest; at -= 1) {
    const found = findNamed(lines[at] ?? '');
    if (found === null) continue;
    const message = [found.message, ...lines.slice(at + 1, firstFrame)].join('\n').trim();
    return { head: [...lines.slice(0, at), found.before].join('\n').trim(), type: found.type, message };
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

/** The first exception named in a line, with what stands before it. */
function findNamed(line: string): { before: string; type: string; message: string } | null {
  const text = line.trimEnd();
  for (let at = 0; at <= text.length; at += 1) {
    if (at < text.length && isNameCode(text.charCodeAt(at))) continue;
    const start = startOfName(text, at);
    const type = text.slice(start, at);
    if (type !== '' && isErrorType(type, true)) {
      const read = readThrown(text.slice(start));
      if (read !== null) return { before: text.slice(0, start).replace(/Uncaught $/, ''), ...read };
    }
  }
  return null;
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
