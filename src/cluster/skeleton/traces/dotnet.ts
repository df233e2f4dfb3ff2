import type { ThrownError } from '../../../model/cluster.ts';
import { findThrown, readThrown } from './error-type.ts';
import { readDotnetFrame } from './frames-dotnet.ts';
import type { StackTrace } from './stack-trace-shape.ts';

/** Lines of messages between the exception's name and its first frame. */
const MOST_MESSAGE_LINES = 20;
const ARROW = '---> ';
const END_OF_INNER = '--- End of inner exception stack trace ---';
const END_OF_PREVIOUS = '--- End of stack trace from previous location';

/**
 * A .NET stack trace: the exception, those that caused it behind `--->`, then the frames of the last of them, innermost
 * first; those of the one before follow behind `--- End of inner exception stack trace ---`.
 * https://learn.microsoft.com/dotnet/api/system.exception.tostring
 */
export function parseDotnetTrace(text: string): StackTrace | null {
  const lines = text.split('\n');
  const firstFrame = lines.findIndex((line) => readDotnetFrame(line) !== null);
  if (firstFrame === -1) return null;
  const opening = findOpening(lines, firstFrame);
  if (opening === null) return null;
  const { thrown } = opening;
  let inner = thrown.length - 1;
  for (let at = firstFrame; at < lines.length; at += 1) {
    const line = (lines[at] ?? '').trim();
    const frame = readDotnetFrame(lines[at] ?? '');
    if (frame !== null) thrown[inner]?.frames.push(frame);
    else if (line === END_OF_INNER) inner = Math.max(0, inner - 1);
    else if (line !== '' && !line.startsWith(END_OF_PREVIOUS)) break;
  }
  for (const error of thrown) error.frames.reverse();
  return opening;
}

/** The nearest line above the frames that names an exception and follows from no other, and what follows `--->` in it. */
function findOpening(lines: readonly string[], firstFrame: number): StackTrace | null {
  for (let at = firstFrame - 1; at >= Math.max(0, firstFrame - MOST_MESSAGE_LINES); at -= 1) {
    const line = (lines[at] ?? '').trim();
    if (line.startsWith(ARROW)) continue;
    const found = findThrown(line);
    if (found === null) continue;
    // A class within another: `Shop.Errors+GoneException`.
    const [outer = ''] = /[\w.]{1,300}\+$/.exec(found.before) ?? [];
    const before = found.before.slice(0, found.before.length - outer.length);
    const said = [line.slice(before.length), ...lines.slice(at + 1, firstFrame)].join('\n');
    const head = [...lines.slice(0, at), before.replace(/^Unhandled exception\. $/, '')].join('\n').trim();
    return { head, thrown: thrownIn(said) };
  }
  return null;
}

/** Whether a text holds a trace on one line, as loggers write it that take ends of line out. */
export function isDotnetLine(text: string): boolean {
  return text.includes('   at ') && / {3}at [\w<>`+.]{1,300}\(/.test(text) && /\w(?:Exception|Error)\b/.test(text);
}

/** The same with its lines. */
export function withDotnetLines(text: string): string {
  return text.replaceAll(
    / {1,4}(?=(?: at [\w<>`+.]{1,300}\(|---> [A-Z][\w.+]{1,300}(?: \(\w{1,10}\))?: |--- End of ))/g,
    '\n ',
  );
}

/** `A: x ---> B: y`, also over several lines. */
function thrownIn(said: string): ThrownError[] {
  const thrown: ThrownError[] = [];
  for (const part of said.split(ARROW)) {
    const error = readThrown(part.trim().replace(/^([\w.]{1,300})\+(?=\w)/, '$1.'));
    const before = thrown.at(-1);
    // An arrow within a message.
    if (error !== null) thrown.push({ ...error, frames: [] });
    else if (before !== undefined) before.message = `${before.message} ${ARROW}${part.trim()}`;
  }
  return thrown;
}
