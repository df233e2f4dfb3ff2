import { classOf, SPACE } from './scanner/characters.ts';
import { lastPart, SPEAKING } from './scanner/words.ts';

const LONGEST = 8192;
const [QUOTE, BACKSLASH, EQUALS, BLANK] = [34, 92, 61, 32];
const LEVELS: ReadonlySet<string> = new Set(['level', 'lvl', 'severity']);
const MESSAGES: ReadonlySet<string> = new Set(['msg', 'message']);
/** Who says it. */
const SOURCES: ReadonlySet<string> = new Set([
  'lvl',
  'logger',
  'component',
  'module',
  'subsystem',
  'service',
  'controller',
]);

/**
 * Of a line of `key=value` with a level and a message, as Go's slog, logrus and go-kit write them, what tells problems
 * apart: the message, the error, and whose keys say so (https://brandur.org/logfmt). Other keys come and go with their
 * entries. The text itself where it is no such line.
 */
export function withoutContext(line: string): string {
  // Most lines are none: two looks that cost next to nothing.
  if (!line.includes('msg=') && !line.includes('message=')) return line;
  const kept: string[] = [];
  let hasLevel = false;
  let hasMessage = false;
  const end = Math.min(line.length, LONGEST);
  for (let at = 0; at < end; ) {
    if (classOf(line.charCodeAt(at)) === SPACE) {
      at += 1;
      continue;
    }
    const stop = endOfPair(line, at, end);
    const pair = line.slice(at, stop);
    const equals = pair.indexOf('=');
    const key = pair.slice(0, Math.max(equals, 0));
    if (equals > 0) {
      hasLevel ||= LEVELS.has(key);
      hasMessage ||= MESSAGES.has(key);
    }
    if (equals < 1 || isTelling(key)) kept.push(pair);
    at = stop;
  }
  return hasLevel && hasMessage ? kept.join(' ') : line;
}

/** Behind a word, or behind a value in quotes. */
function endOfPair(line: string, start: number, end: number): number {
  for (let at = start; at < end; at += 1) {
    const code = line.charCodeAt(at);
    if (code === BLANK || classOf(code) === SPACE) return at;
    if (code !== QUOTE || line.charCodeAt(at - 1) !== EQUALS) continue;
    let close = at + 1;
    while (close < end && line.charCodeAt(close) !== QUOTE) close += line.charCodeAt(close) === BACKSLASH ? 2 : 1;
    return Math.min(close + 1, end);
  }
  return end;
}

function isTelling(key: string): boolean {
  if (key.length > 40) return false;
  const last = lastPart(key);
  return SPEAKING.has(last) || SOURCES.has(last);
}
