import type { ThrownError } from '../../../model/cluster.ts';
import { type RubyError, readRubyError, readRubyOpening, splitRubyType, withoutObjects } from './ruby-errors.ts';
import { disownBuiltIns, findRubyPlace, mayHoldRuby, readRubyFrame } from './ruby-frames.ts';
import type { StackTrace } from './stack-trace-shape.ts';

/** Lines of a message: between the exception's name and its first frame. */
const MOST_MESSAGE_LINES = 20;
/** Rails shows the lines of a template around the one that threw. */
const SHOWN_SOURCE = /^\s{0,40}\d{1,6}: /;

/** An exception as some lines name it. */
interface Opening {
  /** What stands before its name in its first line. */
  readonly before: string;
  readonly first: number;
  /** The last of its lines. */
  readonly last: number;
  readonly error: ThrownError;
}

/**
 * A Ruby backtrace, innermost frame first, causes behind what they caused: as Ruby prints it (`file:12:in 'm': message
 * (Type)`, then `from …`), or as Rails, Sidekiq, Puma and loggers do (the exception, then the places alone). A line
 * alone counts where it says both what was thrown and where.
 */
export function parseRubyTrace(text: string): StackTrace | null {
  if (!mayHoldRuby(text)) return null;
  const lines = withoutTags(text.split('\n'));
  const thrown: ThrownError[] = [];
  let head = '';
  for (let at = 0; at < lines.length; at += 1) {
    const frame = readRubyFrame(lines[at] ?? '');
    const opening = frame === null ? readOpening(lines, at, thrown.length === 0) : null;
    if (opening !== null) {
      if (thrown.length === 0) head = headOf(lines, opening);
      thrown.push(opening.error);
      at = opening.last;
    }
    if (frame === null) continue;
    if (thrown.length === 0) {
      const above = findListed(lines, at);
      if (above === null) return null;
      head = headOf(lines, above);
      thrown.push(above.error);
    }
    thrown.at(-1)?.frames.push(frame);
  }
  if (thrown.length === 0) return null;
  for (const error of thrown) error.frames = disownBuiltIns(error.frames).reverse();
  return { head, thrown };
}

function readOpening(lines: readonly string[], at: number, isFirst: boolean): Opening | null {
  return readPlaced(lines, at) ?? (isFirst ? null : readCause(lines, at));
}

/** `file:12:in 'm': message (Type)`; a long message goes on in the next lines. */
function readPlaced(lines: readonly string[], at: number): Opening | null {
  const line = lines[at] ?? '';
  if (!mayHoldRuby(line)) return null;
  const place = findRubyPlace(line);
  if (place === null || !line.startsWith(': ', place.end)) return null;
  const rest = line.slice(place.end + 2);
  const said = messageLines(lines, at + 1);
  const named = splitRubyType(rest, true);
  const later = named === null ? said.findIndex((one) => splitRubyType(one, true) !== null) : -1;
  const found = named ?? (later === -1 ? null : splitRubyType(said[later] ?? '', true));
  if (found === null) return null;
  const message = named === null ? [rest, ...said.slice(0, later), found.message] : [found.message, ...said];
  return {
    before: line.slice(0, place.start),
    first: at,
    last: at + (named === null ? later + 1 : said.length),
    error: errorOf(found.type, message, [place.frame]),
  };
}

/** The lines of a message from this one on: up to an empty one, a frame, or another exception. */
function messageLines(lines: readonly string[], from: number): string[] {
  const found: string[] = [];
  for (let at = from; at < lines.length && found.length < MOST_MESSAGE_LINES; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '' || (mayHoldRuby(line) && findRubyPlace(line) !== null)) break;
    found.push(line);
  }
  return found;
}

/** The exception that is named above the first frame: nearest line that does. */
function findListed(lines: readonly string[], frame: number): Opening | null {
  const earliest = Math.max(0, frame - MOST_MESSAGE_LINES);
  const end = lastLineOf(lines, frame);
  for (let at = end; at >= earliest; at -= 1) {
    const line = lines[at] ?? '';
    // A message over several lines in Rails' brackets ends before the backtrace, not in the first line.
    const open = at < end && lines.slice(at + 1, end + 1).some(endsBracket) ? readRubyOpening(line) : null;
    if (open !== null && !endsBracket(line)) return listed(lines, at, frame, open);
    const error = SHOWN_SOURCE.test(line) ? null : readRubyError(line);
    if (error !== null) return listed(lines, at, frame, error);
  }
  return null;
}

/** The last line above a frame that says something. */
function lastLineOf(lines: readonly string[], frame: number): number {
  let at = frame - 1;
  while (at > 0 && (lines[at] ?? '').trim() === '') at -= 1;
  return at;
}

function endsBracket(line: string): boolean {
  return line.trimEnd().endsWith('):');
}

function listed(lines: readonly string[], first: number, frame: number, found: RubyError): Opening {
  const below = lines.slice(first + 1, frame);
  const blank = below.findIndex((line) => line.trim() === '' || SHOWN_SOURCE.test(line));
  const message = [found.message, ...(blank === -1 ? below : below.slice(0, blank))];
  const text = message.join('\n').replace(/\):\s*$/, '');
  return {
    before: found.before,
    first,
    last: frame - 1,
    error: errorOf(found.type, text.split('\n'), []),
  };
}

/** `Information for cause: Type (message):` of Rails, `Caused by: Type: message` of others. */
function readCause(lines: readonly string[], at: number): Opening | null {
  const line = (lines[at] ?? '').trimStart();
  const said = line.startsWith('Information for cause: ')
    ? line.slice(23)
    : line.startsWith('Caused by: ')
      ? line.slice(11)
      : null;
  if (said === null) return null;
  const below = messageLines(lines, at + 1);
  const error = readRubyError(said);
  if (error !== null && error.before === '') {
    return { before: '', first: at, last: at, error: errorOf(error.type, [error.message], []) };
  }
  const open = readRubyOpening(said);
  if (open === null) return null;
  const message = [open.message, ...below].join('\n').replace(/\):?\s*$/, '');
  return { before: '', first: at, last: at + below.length, error: errorOf(open.type, message.split('\n'), []) };
}

function errorOf(type: string, message: readonly string[], frames: ThrownError['frames']): ThrownError {
  return { type, message: withoutObjects(message.join('\n')).trim(), frames };
}

/** What was written before the exception; Rails names all of a chain before it shows them one by one. */
function headOf(lines: readonly string[], { before, first, error }: Opening): string {
  const isRepeated = before.endsWith('Information for: ');
  const named = isRepeated ? lines.findIndex((line) => line.includes(`${error.type} (`)) : -1;
  const until = named === -1 ? first : Math.min(named, first);
  return [...lines.slice(0, until), isRepeated ? '' : before].join('\n').trim();
}

/** Rails' tagged logger puts `[request id]` before each line. */
function withoutTags(lines: readonly string[]): readonly string[] {
  const last = lines.findLast((line) => line.trim() !== '') ?? '';
  const tag = last.startsWith('[') && lines.length > 1 ? /^(?:\[[^[\]]{1,200}\] ?){1,8}/.exec(last)?.[0] : undefined;
  if (tag === undefined) return lines;
  return lines.map((line) => (line.startsWith(tag) ? line.slice(tag.length) : line));
}
