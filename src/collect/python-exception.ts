import { field, isObject, textIn } from './json-fields.ts';

const MOST_STACKS = 20;
const MOST_FRAMES = 200;
const NAME = /^[\w.]{1,200}$/;

/**
 * An exception that a logger of Python's wrote as JSON and not as text, the way Python would print it: structlog's
 * `[{ exc_type, exc_value, frames }]`, or `exc_info` as three texts. Empty where the value is neither.
 */
export function pythonException(value: unknown): string {
  return Array.isArray(value) && value.length > 0 ? fromStacks(value) || fromExcInfo(value) : '';
}

/** The lines of a trace for frames of Python's files, as Sentry and structlog write them; empty for any other. */
export function pythonFrames(frames: unknown): string {
  if (!Array.isArray(frames)) return '';
  const lines: string[] = [];
  for (const frame of frames.slice(-MOST_FRAMES)) {
    const file = textIn(frame, 'filename', 'abs_path');
    const line = field(frame, 'lineno');
    // Where frames were left out, structlog says so in a frame without a file.
    if (file === '' || typeof line !== 'number') continue;
    if (!file.endsWith('.py') || file.includes('"')) return '';
    lines.push(`  File "${file}", line ${line}, in ${textIn(frame, 'name', 'function') || '?'}`);
  }
  return lines.length === 0 ? '' : `Traceback (most recent call last):\n${lines.join('\n')}`;
}

/**
 * The exception that was met last comes first, then what caused it:
 * https://www.structlog.org/en/stable/api.html#structlog.tracebacks.ExceptionDictTransformer
 */
function fromStacks(stacks: readonly unknown[]): string {
  const thrown = stacks.slice(0, MOST_STACKS).map(stackText);
  if (thrown.includes('')) return '';
  return thrown.reduceRight((before, after, at) => {
    const how =
      field(stacks[at + 1], 'is_cause') === true
        ? 'The above exception was the direct cause of the following exception:'
        : 'During handling of the above exception, another exception occurred:';
    return `${before}\n\n${how}\n\n${after}`;
  });
}

function stackText(stack: unknown): string {
  const type = textIn(stack, 'exc_type');
  if (!isObject(stack) || !NAME.test(type)) return '';
  const value = textIn(stack, 'exc_value');
  const frames = pythonFrames(field(stack, 'frames'));
  return [frames, value === '' ? type : `${type}: ${value}`].filter((part) => part !== '').join('\n');
}

/** `["<class 'KeyError'>", "KeyError('sku')", "<traceback object at 0x7f12>"]`, what `sys.exc_info()` gives, as texts. */
function fromExcInfo([first, second]: readonly unknown[]): string {
  if (typeof first !== 'string' || typeof second !== 'string') return '';
  const type = /^<class '([\w.]{1,200})'>$/.exec(first)?.[1];
  if (type === undefined) return '';
  const given = /^\w{1,100}\((.*?),?\)$/s.exec(second.slice(0, 4_000))?.[1] ?? second;
  // Alone among them a KeyError prints what it was given with its quotes.
  const value = type === 'KeyError' ? given : (/^'([^']*)'$/.exec(given)?.[1] ?? given);
  return value === '' ? type : `${type}: ${value}`;
}
