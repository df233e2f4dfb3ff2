import { withoutJavaHead } from '../../collect/java-head.ts';
import type { Frame, ThrownError } from '../../model/cluster.ts';
import { thrownText } from '../../wording/thrown.ts';
import { addLine } from './add-line.ts';
import { addPlace } from './place-token.ts';
import { TokenList } from './scanner/token-list.ts';
import { readTokens } from './scanner/token-text.ts';
import { addSeveralLines } from './several-lines.ts';
import { SLOT } from './skeleton.ts';
import { mayThrowAlone, parseErrorLine, parseStackTrace, type StackTrace } from './stack-trace.ts';
import { traceLineSkeleton } from './trace-line-skeleton.ts';
import { AT, CAUSE, ERROR, TRACE } from './trace-tokens.ts';

/** Own frames, innermost ones, that tell where an exception comes from. */
const TOP_FRAMES = 3;

/** `ActiveRecord::RecordNotFound: …`, `App\CartIsEmpty: …`: where nothing but an exception is looked for. */
const NAMESPACED = /^((?:\w{1,80}(?:::|\\)){1,12}[A-Z]\w{0,80}): (\S.*)$/;

const NUL = '\u0000';

const list = new TokenList();

/**
 * The skeleton of a whole entry: of its message, or, where it carries a stack trace (`exception` is one that the
 * payload has beside the message), of the text before it, each exception's type and message, and the top own frames
 * without line numbers.
 */
export function messageSkeleton(
  message: string,
  exception: string | null,
): { tokens: string[]; trace: StackTrace | null } {
  list.clear();
  const trace = writeSkeleton(message, exception, list);
  return { tokens: readTokens(list.codes, 0, list.length), trace };
}

/** Adds the tokens of `messageSkeleton` to a list; returns the stack trace that was found on the way. */
export function writeSkeleton(message: string, exception: string | null, list: TokenList): StackTrace | null {
  // Most messages are one line; only a `\\n` in it, or an exception with its place, can hide more.
  const isLine =
    exception === null && !message.includes('\n') && !message.includes('\\') && !message.includes('   at ');
  if (isLine && !mayThrowAlone(message)) return addPlain(message, list);
  const text = withoutJavaHead(withoutNul(message));
  const inMessage = parseStackTrace(text);
  if (inMessage !== null) {
    addTrace(inMessage.head, inMessage.thrown, list);
    return inMessage;
  }
  const beside = exception === null ? null : readException(withoutNul(exception));
  if (beside !== null) {
    addTrace(text, beside.thrown, list);
    return beside;
  }
  addPlain(text, list);
  if (exception !== null) {
    list.addToken(ERROR);
    addText(withoutNul(exception), list);
  }
  return null;
}

/** Adds a message that is no stack trace, but may be a piece of one. */
function addPlain(message: string, list: TokenList): null {
  const piece = traceLineSkeleton(message);
  if (piece === null) addText(message, list);
  else for (const token of piece) list.addToken(token);
  if (list.count === 0) list.addToken(SLOT);
  return null;
}

/** A NUL counts as white space, as it does in a line. */
function withoutNul(text: string): string {
  return text.includes(NUL) ? text.replaceAll(NUL, ' ') : text;
}

function readException(text: string): StackTrace | null {
  const trace = parseStackTrace(text);
  if (trace !== null) return trace;
  const line = text.trimStart().split('\n', 1)[0] ?? '';
  const [, type = '', message = ''] = NAMESPACED.exec(line) ?? [];
  const error = type === '' ? parseErrorLine(line) : { type, message };
  return error === null ? null : { head: '', thrown: [{ ...error, frames: [] }] };
}

function addTrace(head: string, thrown: readonly ThrownError[], list: TokenList): void {
  // A value in a text that stands there twice would never be one.
  if (!thrown.some((error) => isSaidBy(error, head))) addText(head, list);
  thrown.forEach((error, index) => {
    list.addToken(index === 0 ? TRACE : CAUSE);
    list.addToken(`${error.type.includes(' ') ? error.type.replaceAll(' ', '_') : error.type}:`);
    addText(error.message, list);
  });
  const frames = tellingFrames(thrown);
  const own = frames.filter((frame) => frame.own);
  for (const { file, function: name } of (own.length > 0 ? own : frames).slice(-TOP_FRAMES)) {
    list.addToken(AT);
    addPlace(file, name, list);
  }
}

/** What stands before an exception in a line of its own. */
const LEADS = ['', 'Caused by: ', '[cause]: ', '---> ', '| ', 'Uncaught ', 'Unhandled exception. '] as const;

/** What Node and .NET write behind a type: `TypeError [ERR_INVALID_ARG_TYPE]: …`, `SocketException (111): …`. */
const CODE = / (?:\[[A-Z0-9_]{1,64}\]|\((?:0x)?[0-9A-Fa-f]{1,8}\)):/;
/** More than may stand around type and message in one line. */
const LONGEST_LEAD = 120;

/** Whether a text is what an exception says, with or without its type. */
function isSaidBy({ type, message }: ThrownError, text: string): boolean {
  if (text.length > type.length + message.length + LONGEST_LEAD) return false;
  const said = text.trim().replace(CODE, ':');
  const named = thrownText({ type, message });
  if (LEADS.some((lead) => said === `${lead}${named}`)) return true;
  // Beside a field of its own; as Elixir writes it, and Rails.
  return message !== '' && [message, `** (${type}) ${message}`, `${type} (${message}):`].includes(said);
}

/** The root cause says where; only where it shows no code of ours, what came of it does. */
function tellingFrames(thrown: readonly ThrownError[]): readonly Frame[] {
  const telling = thrown.findLast(({ frames }) => frames.some((frame) => frame.own)) ?? thrown.at(-1);
  return telling?.frames ?? [];
}

function addText(text: string, list: TokenList): void {
  if (text.includes('\n')) addSeveralLines(text, list);
  else addLine(text, list);
}
