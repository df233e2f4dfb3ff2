import type { Frame, ThrownError } from '../../model/cluster.ts';
import { readThrown } from './error-type.ts';
import type { StackTrace } from './stack-trace-shape.ts';

const HEADER = 'Traceback (most recent call last):';
const FRAME = /^\s+File "([^"]+)", line (\d{1,9})(?:, in (.+))?$/;
const CHAINS = ['During handling of the above exception', 'The above exception was the direct cause'];
/** Lines of an exception's message that are kept. */
const MOST_MESSAGE_LINES = 10;

/** A Python traceback, chained ones and exception groups too. Python prints the root cause first. */
export function parsePythonTrace(text: string): StackTrace | null {
  const lines = text.split('\n');
  let begin = lines.findIndex((line) => line.includes(HEADER));
  if (begin === -1) begin = lines.findIndex((line) => FRAME.test(line));
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
  for (const raw of lines.slice(begin)) {
    const divider = /^ {0,80}\+-(\+?)-/.exec(raw);
    if (divider !== null) {
      inGroup ||= divider[1] === '+';
      messageLines = null;
      continue;
    }
    const line = withoutMargin(raw.endsWith('\r') ? raw.slice(0, -1) : raw, margin);
    if (line.includes(HEADER) || CHAINS.some((chained) => line.startsWith(chained))) {
      current = null;
      messageLines = null;
      frames = [];
      continue;
    }
    const frame = current === null ? FRAME.exec(line) : null;
    if (frame !== null) {
      const file = frame[1] ?? '';
      frames.push({ file, function: frame[3] ?? '', line: Number(frame[2]), own: isOwn(file), code: '' });
      continue;
    }
    if (current === null) {
      const last = frames.at(-1);
      if (/^\s/.test(line) || line === '') {
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
function withoutMargin(line: string, margin: number): string {
  const bar = /^ {0,40}[|+] /.exec(line);
  if (bar !== null) return line.slice(bar[0].length);
  return margin > 0 && line.slice(0, margin).trim() === '' ? line.slice(margin) : line;
}

function isOwn(file: string): boolean {
  if (file.startsWith('<')) return false;
  if (file.includes('site-packages/') || file.includes('dist-packages/') || file.includes('site-packages\\'))
    return false;
  return !/(?:^|[/\\])(?:lib|Lib)[/\\](?:python\d|asyncio[/\\]|importlib[/\\])/.test(file);
}
