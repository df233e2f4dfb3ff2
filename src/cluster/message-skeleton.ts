import type { Frame, ThrownError } from '../model/cluster.ts';
import { SLOT, skeletonOf } from './skeleton.ts';
import { parseErrorLine, parseStackTrace, type StackTrace } from './stack-trace.ts';

/** Tokens that skeletonOf never makes, so that a trace, several lines and one line never share a template. */
const TRACE = '<trace>';
const CAUSE = '<cause>';
const AT = '<at>';
const LINES = '<lines>';

/** Own frames, innermost ones, that tell where an exception comes from. */
const TOP_FRAMES = 3;
/** Words that make a first line a sentence; a shorter one (`Errors:`) needs the next line beside it. */
const ENOUGH_WORDS = 3;
const MOST_LINES = 4;
/** Where lines are looked for: far more than a sentence, far less than a dump. */
const LONGEST_LINES = 16_384;

/**
 * The skeleton of a whole entry: of its message, or, where it carries a stack trace (`exception` is one that the
 * payload has beside the message), of the text before it, each exception's type and message, and the top own frames
 * without line numbers.
 */
export function messageSkeleton(
  message: string,
  exception: string | null,
): { tokens: string[]; trace: StackTrace | null } {
  const inMessage = parseStackTrace(message);
  if (inMessage !== null) return { tokens: traceSkeleton(inMessage.head, inMessage.thrown), trace: inMessage };
  const beside = exception === null ? null : readException(exception);
  if (beside !== null) return { tokens: traceSkeleton(message, beside.thrown), trace: beside };
  const tokens = textSkeleton(message);
  return { tokens: tokens.length === 0 ? [SLOT] : tokens, trace: null };
}

function readException(text: string): StackTrace | null {
  const trace = parseStackTrace(text);
  if (trace !== null) return trace;
  const error = parseErrorLine(text.trimStart().split('\n', 1)[0] ?? '');
  return error === null ? null : { head: '', thrown: [{ ...error, frames: [] }] };
}

function traceSkeleton(head: string, thrown: readonly ThrownError[]): string[] {
  const tokens = textSkeleton(head);
  thrown.forEach((error, index) => {
    tokens.push(index === 0 ? TRACE : CAUSE, `${error.type.replaceAll(' ', '_')}:`, ...textSkeleton(error.message));
  });
  // The root cause says where; only where it shows no code of ours, what came of it does.
  const telling = thrown.findLast((error) => error.frames.some((frame) => frame.own)) ?? thrown.at(-1);
  const frames = telling?.frames ?? [];
  const own = frames.filter((frame) => frame.own);
  for (const frame of (own.length > 0 ? own : frames).slice(-TOP_FRAMES)) tokens.push(AT, frameToken(frame));
  return tokens;
}

/** File and function as one token: `/app/shop/cart.py(add_item)`. Numbers in them come from a build, not from the code. */
function frameToken({ file, function: name }: Frame): string {
  const token = `${file}(${name})`.slice(0, 300);
  return token.replaceAll(/\d+/g, '#').replaceAll(/\s+/g, '_');
}

/** Of several lines the first that make a sentence. */
function textSkeleton(text: string): string[] {
  if (!text.includes('\n')) return skeletonOf(text);
  const lines = text
    .slice(0, LONGEST_LINES)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const tokens: string[] = [];
  let used = 0;
  while (used < lines.length && used < MOST_LINES && countWords(tokens) < ENOUGH_WORDS) {
    if (used > 0) tokens.push(LINES);
    tokens.push(...skeletonOf(lines[used] ?? ''));
    used += 1;
  }
  if (used < lines.length || lines.length > 1) tokens.push(LINES);
  return tokens;
}

function countWords(tokens: readonly string[]): number {
  return tokens.filter((token) => token !== SLOT && /[a-z]/i.test(token)).length;
}
