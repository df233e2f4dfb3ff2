import type { Frame, ThrownError } from '../../../model/cluster.ts';
import { type PhpError, readPhpErrors } from './php-errors.ts';
import { pairPhpCalls, readPhpCall } from './php-frames.ts';
import type { StackTrace } from './stack-trace-shape.ts';

const MARKS = ['Stack trace:', '[stacktrace]', 'PHP Stack trace:'];
const PREVIOUS = '[previous exception] ';
const NEXT = 'Next ';
/** Ends of line that a logger wrote as `\\n`; not every `\\n`, since namespaces have some too: `app\\news`. */
const WRITTEN_ENDS =
  /(?:\\r)?\\n(?=(?:\\n){0,2}(?:Stack trace:|#\d{1,5} | {2}thrown in |\[stacktrace\]|\[previous exception\]|Next [A-Z]|"\}))/g;

/** Whether a text may hold a PHP exception: asked of every text with several lines. */
export function mayHoldPhp(text: string): boolean {
  return text.includes('\n#0 ') || text.includes('Stack trace:') || mayNamePhp(text);
}

/** The same for a line alone. */
export function mayNamePhp(line: string): boolean {
  return line.includes('.php:') || line.includes('Uncaught ') || line.includes('[object] (') || line.startsWith(NEXT);
}

/** A text whose ends of line were written as `\\n`, with ends of line. */
export function withPhpLines(text: string): string {
  return text.replace(WRITTEN_ENDS, '\n');
}

/**
 * A PHP stack trace as PHP prints it (`PHP Fatal error:  Uncaught Type: message in file:line`, or a `(string) $e`), root
 * cause first, or as Monolog does, root cause last. A line alone counts where it says both what was thrown and where.
 */
export function parsePhpTrace(text: string): StackTrace | null {
  const blocks = readBlocks(text.split('\n'));
  const [first] = blocks;
  if (first === undefined) return null;
  const thrown = blocks.flatMap(({ errors, calls }) =>
    errors.map((error, at) => thrownOf(error, at === 0 ? calls : [])),
  );
  if (thrown.every(({ frames }) => frames.length === 0)) return null;
  const isRootFirst = blocks.some(({ errors }) => errors[0]?.isNext) && blocks.length > 1;
  return { head: first.errors[0]?.head ?? '', thrown: isRootFirst ? thrown.reverse() : thrown };
}

/** What one stack trace belongs to. Older versions of Monolog name all of a chain above one. */
interface Block {
  readonly errors: readonly PhpError[];
  /** In PHP's order, innermost first. */
  readonly calls: Frame[];
}

function readBlocks(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let pending: string[] = [];
  let open: Block | null = null;
  const begin = (): Block | null => {
    const errors = readPhpErrors(pending);
    pending = [];
    const block = errors.length === 0 ? null : { errors, calls: [] };
    if (block !== null) blocks.push(block);
    return block;
  };
  for (const line of lines) {
    const call = readPhpCall(line);
    if (call !== null) {
      open ??= begin();
      // A list of other things, or a trace without its exception.
      if (open === null && blocks.length === 0) return [];
      open?.calls.push(call);
      continue;
    }
    open = null;
    if (MARKS.includes(line.trim())) open = begin();
    else {
      if (line.startsWith(PREVIOUS) && pending.length > 0) begin();
      pending.push(line);
    }
  }
  if (blocks.length === 0 || pending.some((line) => line.startsWith(PREVIOUS))) {
    if (mayNamePhp(pending.join('\n'))) begin();
  }
  return blocks;
}

function thrownOf({ type, message, place }: PhpError, calls: readonly Frame[]): ThrownError {
  const frames = place === null ? [...calls].reverse() : pairPhpCalls(place, calls);
  return { type, message, frames };
}
