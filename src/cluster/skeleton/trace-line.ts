import type { Frame } from '../../model/cluster.ts';
import { readDartFrame } from './traces/dart.ts';
import { readElixirFrame } from './traces/elixir.ts';
import { readGoFrame, readJavaFrame, readNodeFrame } from './traces/frames.ts';
import { readDotnetFrame } from './traces/frames-dotnet.ts';
import { isPointedAt, isSourceLine, prettyCall, readRecoveredAt, withoutArrow } from './traces/go-recovered.ts';
import { readPhpCall } from './traces/php-frames.ts';
import { isOwnPython } from './traces/python.ts';
import { readRubyFrame } from './traces/ruby-frames.ts';

/** A piece of a stack trace that names no exception: one line of it, or several. */
export interface TraceLine {
  /** `chain` = what Python writes between two exceptions of one chain. */
  readonly role: 'opening' | 'frame' | 'mark' | 'chain';
  /** On which side of it the exception's own line is. */
  readonly error: 'next' | 'previous' | 'either';
  /** In the order of the text. */
  readonly frames: readonly Frame[];
}

type Side = TraceLine['error'];

const LONGEST = 2_000;
const MOST_LINES = 400;

const HEADER = /(?:^|[\s:])Traceback \(most recent call last\):$/;
/** The margin is that of an exception group. */
const PYTHON_FRAME = /^(?:[ |]{0,40}[ |])?File "([^"]{1,1000})", line (\d{1,9})(?:, in (.{1,300}))?$/;
/** Where a frame of Python may begin behind what a logger puts before every line. */
const FRAME_OF_PYTHON = '  File "';
const LONGEST_PREFIX = 300;
/** What faulthandler writes when a process dies, the most recent call first. */
const FAULT_FRAME = /^ {2}File "([^"]{1,1000})", line (\d{1,9}) in (.{1,300})$/;
const CHAIN =
  /^[ |]{0,40}(?:During handling of the above exception, another exception occurred|The above exception was the direct cause of the following exception):$/;

/** Lines that nothing but a stack trace has, and on which side of them its exception is. */
const MARKS: readonly (readonly [Side, RegExp])[] = [
  ['next', /^\s{0,40}\[Previous line repeated \d{1,9} more times?\]$/],
  ['either', /^ {1,80}\+-\+?-{4,80}(?: \d{1,6} -{4,40})?$/],
  ['either', /^[ |]{0,200}(?:\^{1,200}|~{1,100}\^{1,200}~{0,100}|~{2,200})$/],
  ['previous', /^\s{0,40}\.\.\. \d{1,6} (?:more|common frames omitted)$/],
  ['previous', /^(?:\s{0,40}Suppressed|\t{1,20}Caused by): [\w$.]{1,200}/],
  ['previous', /^goroutine \d{1,12} (?:gp=\S{1,40} m=\S{1,40} (?:mp=\S{1,40} )?)?\[[^\]]{1,100}\]:$/],
  ['previous', /^\[signal SIG[A-Z]{2,6}: [^\]]{1,200}\]$/],
  ['previous', /^\[originating from goroutine \d{1,12}\]:$/],
  ['previous', /^(?:Current t|T)hread 0x[0-9a-f]{1,16}(?: \[[^\]]{1,40}\])? \(most recent call first\):$/],
  ['previous', /^exit status \d{1,3}$/],
  ['previous', /^Node\.js v\d{1,3}\.\d{1,3}\.\d{1,3}$/],
  ['previous', /^Emitted 'error' event on .{1,200} at:$/],
  ['previous', /^Require stack:$/],
  ['previous', /^- \/\S{1,1000}\.(?:[cm]?[jt]s|node|json)$/],
  ['previous', /^LINE \d{1,6}: \S.{0,1900}$/],
  ['next', /^(?:node:|file:\/\/|\/)[^\s:]{1,1000}:\d{1,9}$/],
  ['previous', /^\(Background on this error at: https?:\/\/\S{1,200}\)$/],
  ['previous', /^\[(?:SQL|parameters): .{0,1990}\]?$/],
  ['previous', /^\s{0,40}--- End of (?:inner exception stack trace ---|stack trace from previous location)/],
  // Dart
  ['next', /^Unhandled exception:$/],
  // Elixir, of the process that ended.
  ['previous', /^(?:Last message(?: \(from [^()]{1,80}\))?|State): \S/],
  // Rust, where a backtrace is asked for: its head, and what calls it names above their places.
  ['previous', /^stack backtrace:$/],
  ['previous', /^\s{1,20}\d{1,6}: (?:0x[0-9a-f]{1,16} - )?[^\s:]{1,300}::\S.{0,500}$/],
  ['previous', /^note: (?:run with `RUST_BACKTRACE=|[Ss]ome details are omitted, run with `RUST_BACKTRACE=)/],
  [
    'next',
    /^#<Thread:0x[0-9a-f]{1,16} \S{1,1000} \w{1,20}> terminated with exception \(report_on_exception is \w{4,5}\):$/,
  ],
  ['previous', /^\s{0,8}\.\.\. \d{1,6} levels\.\.\.$/],
  ['previous', /^(?:(?:PHP )?Stack trace:|\[stacktrace\])$/],
  ['previous', /^\s{1,8}thrown in .{1,1000} on line \d{1,9}"?/],
  ['previous', /^"\}(?: \[\])?$/],
];

/** The piece of a stack trace that a text is, white space before it included; null where it is none. */
export function readTraceLine(text: string): TraceLine | null {
  if (text.length > MOST_LINES * LONGEST) return null;
  return text.trimEnd().includes('\n') ? readLines(text.trimEnd().split('\n', MOST_LINES)) : readLine(text.trimEnd());
}

function readLine(line: string): TraceLine | null {
  if (line.length > LONGEST) return null;
  const frame = readFrame(line);
  if (frame !== null) return { role: 'frame', error: frame.error, frames: frame.frames };
  if (HEADER.test(line)) return { role: 'opening', error: 'next', frames: [] };
  if (CHAIN.test(line)) return { role: 'chain', error: 'either', frames: [] };
  for (const [error, mark] of MARKS) if (mark.test(line)) return { role: 'mark', error, frames: [] };
  return null;
}

/** Of several lines the last one must be of a trace, or show the code of a frame before it. */
function readLines(lines: readonly string[]): TraceLine | null {
  const read = lines.map((line) => readLine(line.trimEnd())).filter((line) => line !== null);
  const last = readLine((lines.at(-1) ?? '').trimEnd());
  const isCode = last === null && read.length > 0 && /^\s/.test(lines.at(-1) ?? '');
  const [first] = read;
  if (first === undefined || (last === null && !isCode)) return null;
  const frames = read.flatMap((line) => line.frames);
  const side = read.find(({ role, error }) => role !== 'mark' || error !== 'either')?.error ?? first.error;
  return { role: frames.length > 0 ? 'frame' : (last ?? first).role, error: side, frames };
}

/**
 * What stands before a frame of Python, `[rank0]: ` in `[rank0]:   File "/app/shop.py", line 12, in buy`; empty where that
 * is its margin only, or where there is no frame.
 */
export function prefixOfFrame(line: string): string {
  const at = line.indexOf(FRAME_OF_PYTHON);
  if (at < 1 || at > LONGEST_PREFIX || /^[\s|]/.test(line)) return '';
  return PYTHON_FRAME.test(line.slice(at).trimEnd()) ? line.slice(0, at) : '';
}

function readFrame(line: string): { error: Side; frames: Frame[] } | null {
  const fault = FAULT_FRAME.exec(line);
  const python = fault ?? PYTHON_FRAME.exec(line.slice(prefixOfFrame(line).length));
  if (python !== null) {
    const [, file = '', number = '', name = ''] = python;
    return {
      error: fault === null ? 'next' : 'previous',
      frames: [{ file, function: name, line: Number(number), own: isOwnPython(file), code: '' }],
    };
  }
  const at = /^(\s{0,80})at (\S.*?)(?: \{)?$/.exec(line);
  if (at !== null) {
    const frame = readJavaFrame(at[2] ?? '') ?? readNodeFrame(at[2] ?? '');
    const isPlace = frame !== null && (frame.file === '' || /[/\\.]|^node:|^native$/.test(frame.file));
    if (isPlace && (at[1] !== '' || frame.file !== '')) return { error: 'previous', frames: [frame] };
  }
  const unlike =
    readDotnetFrame(line) ?? readElixirFrame(line) ?? readDartFrame(line) ?? readRubyFrame(line) ?? readPhpCall(line);
  if (unlike !== null) return { error: 'previous', frames: [unlike] };
  if (goCallIn(line) !== null || isSourceLine(line)) return { error: 'previous', frames: [] };
  const isPlace = /^\s/.test(line) && /\.(?:go|s):\d/.test(line);
  const place = isPlace ? readGoFrame('', withoutArrow(line)) : readRecoveredAt(line);
  return place === null ? null : { error: 'previous', frames: [place] };
}

/**
 * A function without what it was called with, as zap and pkg/errors write it: `github.com/acme/shop/cart.(*Cart).Add`,
 * `net/http.HandlerFunc.ServeHTTP`, `main.main`. Elsewhere only capitals tell it from a host's name or a file's.
 */
const GO_FUNCTION =
  /^(?:(?:[\w.~-]{1,100}\/){0,12}[\w.~-]{1,100}\.\(\*\w{1,100}(?:\[\.\.\.\])?\)(?:\.\w{1,100}){1,6}|(?:[\w.~-]{1,100}\/){1,12}\w{1,100}(?:\.\w{1,100}){0,3}\.(?:[A-Z]+[a-z]\w{0,100}(?:\.func\d{1,4}(?:\.\d{1,4}){0,4})?|func\d{1,4}(?:\.\d{1,4}){0,4})|(?:main|runtime)\.(?!(?:[cm]?[jt]sx?|css|error|go|java|json|log|php|py|rb|rs)$)[A-Za-z]\w{0,100}(?:\.func\d{1,4}(?:\.\d{1,4}){0,4})?)$/;
/** Behind chi's arrow any function, unexported and generic ones too. */
const POINTED_AT = /^(?:[\w.~-]{1,100}\/){0,12}[\w~-]{1,100}\.[\w.()*[\]]{1,200}$/;
const CREATED_BY = /^created by [^\s()]{1,300}(?:\(\*?\w{1,100}\)[^\s()]{1,300})?(?: in goroutine \d{1,12})?$/;

/**
 * `main.(*Server).Handle(0xc000010000, {0x1, 0x2})`, `main.load(...)`, `created by main.main in goroutine 1`: the first of
 * the two lines that Go writes for a frame, without what chi puts before it; null where a line is none.
 */
export function goCallIn(line: string): string | null {
  const pretty = prettyCall(withoutArrow(line));
  if (pretty !== null) {
    const isCall = CREATED_BY.test(pretty) || (isPointedAt(line) ? POINTED_AT : GO_FUNCTION).test(pretty);
    return isCall ? pretty : null;
  }
  return isGoCall(line) ? line : null;
}

function isGoCall(line: string): boolean {
  if (CREATED_BY.test(line)) return true;
  if (GO_FUNCTION.test(line)) return true;
  const open = line.lastIndexOf('(');
  if (open < 1 || !line.endsWith(')')) return false;
  const name = line.slice(0, open);
  if (!/^[\w./~%*()[\]\u00b7-]{1,400}$/.test(name) || !(name.includes('.') || name === 'panic')) return false;
  return /^(?:\.\.\.|(?:0x|_|\{)[0-9a-fx?,{} ._]{0,1000})?$/.test(line.slice(open + 1, -1));
}
