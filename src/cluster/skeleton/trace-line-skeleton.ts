import type { Frame } from '../../model/cluster.ts';
import { goCallIn, readTraceLine } from './trace-line.ts';
import { AT, TRACE } from './trace-tokens.ts';
import { isSourceLine } from './traces/go-recovered.ts';
import { mayHoldRuby } from './traces/ruby-frames.ts';
import { readPanicLine } from './traces/rust.ts';

/** Like the tokens of trace-tokens.ts, for a line of code. */
const CODE = '<code>';
/** What Node ends with when an error was not caught, before its version. */
const NODE = 'Node.js v';

const [TAB, SPACE, HASH, QUOTE, CLOSING, SLASH, ZERO, NINE, CAPITAL_N, SMALL_C] = [
  9, 32, 35, 39, 41, 47, 48, 57, 78, 99,
];

const LONGEST_TOKEN = 300;
/** Frames, from the one nearest to the exception, that tell one piece of a trace from another. */
const TOP_FRAMES = 3;

/** Code that a stack trace shows below a frame; what else is indented (JSON, lists, tables) is read like any message. */
const CODE_LINE =
  /^\s{1,80}(?:(?:return|raise|await|yield|throw|assert|del|const|let|var)\b(?! ?[:=])|from [\w.]{1,200} import |import [\w.]{1,200}$|(?:with|for|if|elif|while|def|class|async|except)\b.{0,300}:$|(?:else|try|finally):$|[A-Za-z_$@][\w$.[\]'"]{0,200}(?: = .{0,300})?\()/;

/**
 * The skeleton of an entry that holds a piece of a stack trace without its exception, or null. Unlike in a whole trace,
 * lines count: they tell traces apart that go through the same function. Never merged with another one, since which frame
 * it is decides which exception it belongs to.
 */
export function traceLineSkeleton(message: string): string[] | null {
  // Where a panic of Rust began: its message is on the next line.
  const panic = message.endsWith(':') ? readPanicLine(message) : null;
  if (panic !== null) return [AT, tokenOf(placeOf({ ...panic.place, function: 'panic' }))];
  if (!mayBeTraceLine(message)) return null;
  const text = message.trimEnd();
  const read = readTraceLine(text);
  if (read === null) {
    const isCode = text.length <= LONGEST_TOKEN && CODE_LINE.test(text);
    return isCode ? [CODE, tokenOf(text.trim().replaceAll(/\d+/g, '#'))] : null;
  }
  const [frame] = read.frames;
  if (text.includes('\n')) return read.frames.length === 0 ? null : pieceSkeleton(read.error, read.frames);
  if (frame !== undefined) return [AT, tokenOf(placeOf(frame))];
  if (isSourceLine(text)) return [AT, tokenOf(text.trim().replaceAll(/\d+/g, '#'))];
  const call = goCallIn(text);
  if (call !== null) {
    return [AT, tokenOf(call.replace(/\((?:0x|_|\{|\.\.\.).*$|\(\)$/, '').replace(/ in goroutine \d+$/, ''))];
  }
  // A place alone (`/app/pay.js:12`) would be a variable like any other.
  return /^\S+:\d+$/.test(text) ? [AT, tokenOf(text)] : text.startsWith(NODE) ? [NODE, '<*>'] : null;
}

/** A look at the first and last characters, since this is asked of every message. */
function mayBeTraceLine(message: string): boolean {
  const first = message.charCodeAt(0);
  if (first === SPACE || first === TAB) return true;
  if (message.includes('\n')) {
    return (
      message.includes('File "') ||
      message.includes('\tat ') ||
      message.includes('    at ') ||
      message.includes('.go:') ||
      message.includes('#0 ') ||
      mayHoldRuby(message)
    );
  }
  // `#0 /app/cart.php(12): add()`
  if (first === HASH) return true;
  const last = message.charCodeAt(message.length - 1);
  if (last === QUOTE) return message.includes(':in ');
  if (last >= ZERO && last <= NINE && message.startsWith('.erb:', message.lastIndexOf(':') - 4)) return true;
  if (last === CLOSING) {
    // `/app/users.go:31 (0x8a0f31)`
    if (first === SLASH) return message.includes('.go:') || message.includes('.s:');
    const space = message.indexOf(' ');
    return space === -1 || space > message.indexOf('(');
  }
  // `[rank0]:   File "/app/shop.py", line 12, in buy`
  if (message.includes('  File "')) return true;
  // `/app/src/pay.js:12`, `github.com/acme/shop/cart.(*Cart).Add`
  if (!message.includes(' ')) return message.includes('/') || message.includes('.');
  return (first === SMALL_C && message.startsWith('created by ')) || (first === CAPITAL_N && message.startsWith(NODE));
}

function pieceSkeleton(side: string, frames: readonly Frame[]): string[] {
  const nearest = side === 'previous' ? frames.slice(0, TOP_FRAMES) : frames.slice(-TOP_FRAMES);
  return [TRACE, ...nearest.flatMap((frame) => [AT, tokenOf(placeOf(frame))])];
}

/** `/app/shop/cart.py:12(add_item)`. Other numbers in it come from a build, not from the code. */
function placeOf({ file, line, function: name }: Frame): string {
  const place = file.replaceAll(/\d+/g, '#');
  return `${place}${line === null ? '' : `:${line}`}${name === '' ? '' : `(${name.replaceAll(/\d+/g, '#')})`}`;
}

function tokenOf(text: string): string {
  return text.slice(0, LONGEST_TOKEN).replaceAll(/\s+/g, '_');
}
