import { saidSpan } from '../cluster/titles/log-head.ts';
import { besideMessage } from '../collect/beside-message.ts';
import { textIn } from '../collect/json-fields.ts';
import { messageOf } from '../collect/message.ts';
import { withoutOrders } from '../collect/plain-message.ts';
import { sentenceOf } from '../collect/platform-sentence.ts';
import { requestOf } from '../collect/request.ts';
import type { Cluster, ThrownError } from '../model/cluster.ts';
import type { LogEntry } from '../model/entry.ts';
import { thrownText } from '../wording/thrown.ts';
import { clipTelling, sharedWords, wordsIn } from './clip-telling.ts';
import { textsHeld } from './texts-in.ts';

/** What the representative entry says is wrong, word for word as it stands there. */
export interface Told {
  /** Whose words they are. A text that we put together out of fields is not called what the log says. */
  readonly by: 'the log says' | 'the request log has' | "Google Cloud's log reports";
  /** How the message begins, where what is wrong stands further below or in another field; else empty. */
  readonly first: string;
  readonly line: string;
}

const MOST_LINES = 40;
/** Far more than is quoted; what strangers write may be megabytes. */
const LONGEST_TEXT = 16_384;
/** What .NET's console logger, Python, Rust, Dart and Elixir write above what went wrong. */
const HEAD =
  /^(?:(?:crit|fail): [\w.`+]{1,200}\[\d{1,9}\]$|Traceback |thread '.{0,300} panicked at \S{1,1000}$|Unhandled exception:$|.{0,300}\bterminating$)/;
/** The type of an error, or a logger: what it has to say stands behind the colon. */
const LABEL = /^[\w$.:\\/-]{1,200} {0,40}:(?=\s|$)\s*/;
/** JavaScript's plainest error, which is no level. */
const ERROR = /^(?:Uncaught )?Error: /;
const FRAME = /^(?:at |File "|#\d{1,3} |\.{3} \d)/;
/** The message of an error that is printed as an object. */
const MESSAGE_FIELD = /^["']?message["']? ?[:=] ?\S/;

/** The line of an entry of the root pattern that says what is wrong, at most `longest` characters of it. */
export function tellingLine(cluster: Cluster, longest: number): Told {
  const [root] = cluster.patterns;
  const message = root === undefined ? cluster.title : messageOf(root.example);
  const lines = linesOf(message);
  const [first = ''] = lines;
  if (root !== undefined && !textsHeld(root.example).some((text) => withoutOrders(text).includes(first))) {
    return composed(root.example, first, longest);
  }
  const beside = root === undefined ? [] : linesOf(besideMessage(root.example, message) ?? '');
  const about = wordsIn(cluster.title);
  const clip = (line: string): string => clipTelling(line, about, longest);
  const line = choose(first, [...lines.slice(1), ...beside], cluster.rootCause, about);
  const isFirstTold = line === first || !saysSomething(first) || said(first).includes(said(line));
  return { by: 'the log says', first: isFirstTold ? '' : clip(said(first)), line: clip(said(line)) };
}

/** Whether more than a logger's head or an error's type stands in it. */
export function saysSomething(line: string): boolean {
  return !HEAD.test(line) && /\p{L}{2}/u.test(said(line).replace(LABEL, ''));
}

/** The first line, unless another one has more of what the title says; of a trace, the line that names its cause. */
function choose(
  first: string,
  others: readonly string[],
  cause: ThrownError | null,
  about: ReadonlySet<string>,
): string {
  const below = cause === null ? others.filter((line) => !FRAME.test(line)) : linesOfCause(others, cause);
  const telling = [first, ...below].filter(saysSomething);
  // What ends in a colon leads up to what is wrong.
  const [best] = telling.toSorted((a, b) => Number(a.endsWith(':')) - Number(b.endsWith(':')) || points(b) - points(a));
  const isSaid = best === first || (best !== undefined && points(best) > 0);
  const printed = isSaid ? undefined : others.find((line) => MESSAGE_FIELD.test(line));
  const found = printed ?? best;
  if (found !== undefined) return found;
  if (cause === null || !HEAD.test(first)) return first;
  return below[0] ?? (linesOf(thrownText(cause))[0] || first);

  function points(line: string): number {
    return sharedWords(line, about);
  }
}

/** Of a message of several lines, as Node's errors have, each is one. */
function linesOfCause(lines: readonly string[], { type, message }: ThrownError): string[] {
  const name = type.slice(type.lastIndexOf('.') + 1);
  const thrown = linesOf(message);
  return lines.filter((line) =>
    thrown.length === 0
      ? line.includes(type)
      : thrown.some(
          (part) => line === part || (line.includes(part) && (line.includes(name) || wordsIn(part).size > 1)),
        ),
  );
}

/** Of a message that we made out of fields: the field that has most of it; else the message, and whose it is. */
function composed(entry: LogEntry, message: string, longest: number): Told {
  const isPlatform = entry.protoPayload !== undefined || sentenceOf(entry) !== null;
  const about = wordsIn(message);
  if (!isPlatform && requestOf(entry) !== null)
    return { by: 'the request log has', first: '', line: clipTelling(message, about, longest) };
  const method = textIn(entry.protoPayload, 'methodName');
  const held = textsHeld(entry)
    .filter((text) => text !== method)
    .flatMap((text) => linesOf(withoutOrders(text)))
    .map((line) => ({ line, shared: sharedWords(line, about) }))
    .filter(({ line, shared }) => /\p{L}{2}/u.test(line) && isPartOf(line, shared));
  const [best] = held.toSorted((a, b) => b.shared - a.shared || b.line.length - a.line.length);
  const by = best === undefined && isPlatform ? "Google Cloud's log reports" : 'the log says';
  return { by, first: '', line: clipTelling(best?.line ?? message, about, longest) };
}

const LEAST_SHARED = 4;

/** Names that happen to stand in the message are none of what it says. */
function isPartOf(line: string, shared: number): boolean {
  return shared >= LEAST_SHARED || shared * 2 >= wordsIn(line).size;
}

function linesOf(text: string): string[] {
  return text
    .slice(0, LONGEST_TEXT)
    .split('\n', MOST_LINES)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Without what the logger wrote before and behind it. */
function said(line: string): string {
  if (ERROR.test(line)) return line;
  const { start, end } = saidSpan(line);
  return line.slice(start, end).trim();
}
