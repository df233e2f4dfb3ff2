import type { Frame, ThrownError } from '../../../model/cluster.ts';
import { isBlank, isDigit } from '../scanner/characters.ts';
import { readThrown } from './error-type.ts';
import type { StackTrace } from './stack-trace-shape.ts';

const PLUS = 43;
const BAR = 124;
const SPACE = 32;

const HEADER = 'Traceback (most recent call last):';
const CHAINS = ['During handling of the above exception', 'The above exception was the direct cause'];
/** Parts the members of an exception group. */
const DIVIDER = /^ {0,80}\+-(\+?)-/;
/** Lines of an exception's message that are kept. */
const MOST_MESSAGE_LINES = 10;

/** A Python traceback, chained ones and exception groups too. Python prints the root cause first. */
export function parsePythonTrace(text: string): StackTrace | null {
  const lines = text.split('\n');
  let begin = lines.findIndex((line) => line.includes(HEADER));
  if (begin === -1) begin = lines.findIndex((line) => readFrame(line) !== null);
  if (begin === -1) return null;
  const chain: ThrownError[] = [];
  const members: ThrownError[] = [];
  let frames: Frame[] = [];
  let messageLines: string[] | null = null;
  let current: ThrownError | null = null;
  let inGroup = false;
  const opening = lines[begin] ?? '';
  const column = opening.indexOf(HEADER);
  const margin = column > 0 && opening.slice(0, column).trim() === '' ? column : 0;
  for (let at = begin; at < lines.length; at += 1) {
    const raw = lines[at] ?? '';
    const sign = firstSign(raw);
    const divider = sign === PLUS ? DIVIDER.exec(raw) : null;
    if (divider !== null) {
      inGroup ||= divider[1] === '+';
      messageLines = null;
      continue;
    }
    const line = withoutMargin(raw.endsWith('\r') ? raw.slice(0, -1) : raw, sign, margin);
    if (line.includes(HEADER) || CHAINS.some((chained) => line.startsWith(chained))) {
      current = null;
      messageLines = null;
      frames = [];
      continue;
    }
    const frame = current === null ? readFrame(line) : null;
    if (frame !== null) {
      frames.push(frame);
      continue;
    }
    if (current === null) {
      const last = frames.at(-1);
      if (line === '' || isBlank(line.charCodeAt(0))) {
        const shown = line.trim();
        if (last !== undefined && last.code === '' && /[^\s^~]/.test(shown)) last.code = shown;
        continue;
      }
      const thrown = frames.length === 0 ? null : readThrown(line);
      if (thrown === null) {
        // Something else was printed in between; what follows is no longer this trace.
        if (frames.length > 0) break;
        continue;
      }
      current = { ...thrown, frames };
      messageLines = [current.message];
      (inGroup ? members : chain).push(current);
    } else if (line.trim() === '') messageLines = null;
    else if (messageLines !== null && messageLines.length < MOST_MESSAGE_LINES) {
      messageLines.push(line);
      current.message = messageLines.join('\n');
    }
  }
  if (chain.length + members.length === 0) return null;
  const before = column > 0 ? [...lines.slice(0, begin), opening.slice(0, column)] : lines.slice(0, begin);
  return { head: headOf(before), thrown: [...chain.reverse(), ...members] };
}

function headOf(lines: string[]): string {
  const head = lines.join('\n').trim();
  // The margin of an exception group: `  + Exception Group `.
  return head.replace(/\s{0,9}\+ Exception Group$/, '').trim();
}

/** Takes off the indentation of a nested trace, or the `|` of an exception group. */
function withoutMargin(line: string, sign: number, margin: number): string {
  const bar = sign === BAR || sign === PLUS ? /^ {0,40}[|+] /.exec(line) : null;
  if (bar !== null) return line.slice(bar[0].length);
  return margin > 0 && line.slice(0, margin).trim() === '' ? line.slice(margin) : line;
}

/** The first character that is no space. */
function firstSign(line: string): number {
  let at = 0;
  while (line.charCodeAt(at) === SPACE) at += 1;
  return line.charCodeAt(at);
}

/** `  File "/app/shop.py", line 12, in buy`; of a syntax error without the function. */
function readFrame(line: string): Frame | null {
  let at = 0;
  while (isBlank(line.charCodeAt(at))) at += 1;
  if (at === 0 || !line.startsWith('File "', at)) return null;
  const start = at + 6;
  const quote = line.indexOf('"', start);
  if (quote <= start || !line.startsWith('", line ', quote)) return null;
  const digits = quote + 8;
  let end = digits;
  while (isDigit(line.charCodeAt(end)) && end - digits < 10) end += 1;
  if (end === digits || end - digits > 9) return null;
  let name = '';
  if (end < line.length) {
    name = line.slice(end + 5);
    if (!line.startsWith(', in ', end) || name === '' || /[\r\u2028\u2029]/.test(name)) return null;
  }
  const file = line.slice(start, quote);
  return { file, function: name, line: Number(line.slice(digits, end)), own: isOwnPython(file), code: '' };
}

/** Whether a file is the application's, not the runtime's or an installed package's. */
export function isOwnPython(file: string): boolean {
  if (file.startsWith('<')) return false;
  if (file.includes('-packages') && /(?:site|dist)-packages\/|site-packages\\/.test(file)) return false;
  return !file.includes('ib') || !/(?:^|[/\\])(?:lib|Lib)[/\\](?:python\d|asyncio[/\\]|importlib[/\\])/.test(file);
}
