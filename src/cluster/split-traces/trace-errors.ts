import { severityNamed } from '../../collect/severity-names.ts';
import type { Frame, ThrownError } from '../../model/cluster.ts';
import { type Member, type Voice, voiceOf } from '../member.ts';
import { parseErrorLine } from '../skeleton/stack-trace.ts';
import { findThrown, readThrown } from '../skeleton/traces/error-type.ts';
import { readObserved } from '../skeleton/traces/go.ts';
import { isRuntimePanic } from '../skeleton/traces/go-recovered.ts';
import { readRubyError } from '../skeleton/traces/ruby-errors.ts';
import { readPanicLine } from '../skeleton/traces/rust.ts';

/** The line of a stack trace that names its exception. */
export interface ErrorLine {
  /** What each example names; with the frames that its entry shows: all of a whole trace, or the one where it was thrown. */
  readonly errors: readonly ThrownError[];
  /** `Caused by: …` and the like: what stands before it in the same trace followed from it. */
  readonly isCause: boolean;
  /** `Wrapped by: …`: what stands before it in the same trace caused it. */
  readonly isWrapper: boolean;
  /** A panic within a panic: what stands before it in the same trace caused it, and threw all the frames. */
  readonly isRepanic: boolean;
  /** Ruby writes a cause behind what followed from it, and does not say so. */
  readonly mayBeCause: boolean;
  /** Nothing but an exception looks like this. `Abandon: gone` may be anything, unless frames are beside it. */
  readonly isCertain: boolean;
  /** It names the exception somewhere: then frames can only be below it. Python's last line begins with it. */
  readonly isQuoting: boolean;
  /** The entry holds frames too. */
  readonly isWhole: boolean;
  /** All its frames are known (place-throws.ts), but what it followed from may stand in other entries. */
  readonly isPlaced: boolean;
  /** What it says is on the next line: `thread 'main' panicked at src/main.rs:12:5:`. */
  readonly saysNext: boolean;
}

type Nature = Pick<ErrorLine, 'isCause' | 'isWrapper' | 'isRepanic' | 'isCertain' | 'isQuoting'>;
type Reading = Nature & {
  readonly error: { readonly type: string; readonly message: string; readonly frames?: Frame[] };
};

const LONGEST = 8_192;
const PREFIXES: readonly (readonly [keyof typeof NATURES, RegExp])[] = [
  // Behind a tab it is the cause of what Java suppressed.
  ['cause', /^(?: *Caused by|\s*\[cause\]): (?=\S)/],
  // Logback and Log4j, where they are told to write the root cause first.
  ['wrapper', /^\s*Wrapped by: (?=\S)/],
  // .NET: what an exception followed from, and one below the head of its console logger.
  ['cause', /^ {1,8}---> (?=\S)/],
  ['plain', /^ {6}(?=(?:[A-Z]\w{0,80}\.){1,10}\w{1,80}(?:Exception|Error)(?: \([0-9A-Fa-fx]{1,10}\))?: )/],
  ['plain', /^Unhandled exception\. (?=\S)/],
  // Next.js
  ['plain', /^\s{0,4}[⨯✖✗×] {1,4}(?=\S)/],
  ['plain', /^Exception in thread "[^"]{0,200}" (?=\S)/],
  ['plain', /^Uncaught (?=[\w$.])/],
  // An exception group, and its members, which it is made of.
  ['cause', /^ {4,40}\| (?=\S)/],
  ['plain', /^ {0,3}\| (?=\S)/],
];
const NATURE_OF_WHOLE: readonly (readonly [keyof typeof NATURES, RegExp])[] = [
  ['cause', /^\s*(?:Caused by|\[cause\]):|^\[previous exception\] /],
  // PHP prints the root first.
  ['wrapper', /^Next (?=[A-Z])/],
];
const PLAIN = { isCause: false, isWrapper: false, isRepanic: false, isCertain: true, isQuoting: false } as const;
const NATURES = {
  plain: PLAIN,
  cause: { ...PLAIN, isCause: true },
  wrapper: { ...PLAIN, isWrapper: true },
  repanic: { ...PLAIN, isRepanic: true },
  uncertain: { ...PLAIN, isCertain: false },
  quoting: { ...PLAIN, isCertain: false, isQuoting: true },
} as const;

const PANIC =
  /^(\s{0,20})(panic|fatal error|Fatal Python error|SIG[A-Z]{2,6}): (\S.{0,4000}?)(?: \[recovered(?:, repanicked)?\])?$/;
/** Python's exceptions that are written small. */
const SMALL_TYPES = /^(?:binascii|copy|dbm|locale|re|select|socket|struct|zlib)\.(?:error|gaierror|herror|timeout)$/;
/** What Node shows of an error without a stack trace, or of what was thrown that is no error. */
const BRACKETED = /^\[((?:[A-Z]\w{0,80})?(?:Error|Exception|Rejection)): (.{0,4000})\](?: \{)?$/;
/** `Error [ERR_STREAM_PREMATURE_CLOSE]: Premature close`: no level, which `Error: …` may be. */
const CODED = /^Error \[[A-Z][A-Z\d_]{1,60}\]: /;
const OBSERVED = /\bObserved a panic: (\S.{0,4000})$/;
const SERVING = /\bpanic serving \S{1,100}: (\S.{0,4000})$/;

/** What a pattern's examples name; null where one of them names no exception on a line of its own. */
export function errorLineOf({ kind, voices, summary }: Member): ErrorLine | null {
  const [first] = voices;
  if (first === undefined) return null;
  const placed = summary.examples[0]?.exception == null ? null : placedLineOf(voices, first);
  if (placed !== null) return placed;
  if (kind === 'exception' && first.hasTrace) {
    const errors = voices.map(({ thrown }) => thrown[0]).filter((error) => error !== undefined);
    const nature = NATURE_OF_WHOLE.find(([, begins]) => begins.test(first.message))?.[0] ?? 'plain';
    const isWhole = first.message.trim().includes('\n') || first.thrown.flatMap(({ frames }) => frames).length > 1;
    const mayBeCause = !isWhole && /:in [`'][^']{1,500}': /.test(first.message);
    const isLess = errors.length < voices.length;
    return isLess ? null : { ...NATURES[nature], errors, mayBeCause, isWhole, isPlaced: false, saysNext: false };
  }
  const reading = readVoice(first);
  if (reading === null) return null;
  const readings = voices.map(readVoice);
  const errors = readings.filter((one) => one !== null).map(({ error }) => ({ frames: [], ...error }));
  if (errors.length < voices.length) return null;
  const saysNext = errors.every(({ type, message }) => type === 'panic' && message === '');
  return { ...natureOf(reading), errors, saysNext, mayBeCause: false, isWhole: false, isPlaced: false };
}

/** Of lines that name an exception whose trace is known. */
function placedLineOf(voices: readonly Voice[], first: Voice): ErrorLine | null {
  const reading = first.message.trim().includes('\n') ? null : readVoice(first);
  if (reading === null) return null;
  if (!voices.every(({ hasTrace }) => hasTrace)) return null;
  const errors = voices.flatMap(({ thrown }) => thrown.find(({ type }) => type === reading.error.type) ?? []);
  if (errors.length < voices.length) return null;
  return { ...natureOf(reading), errors, saysNext: false, mayBeCause: false, isWhole: false, isPlaced: true };
}

function natureOf({ isCause, isWrapper, isRepanic, isCertain, isQuoting }: Reading): Nature {
  return { isCause, isWrapper, isRepanic, isCertain, isQuoting };
}

/** What one line names; null where it names no exception. */
export function readErrorLine(message: string): Reading | null {
  return readVoice(voiceOf(message, null));
}

function readVoice({ message, line }: Voice): Reading | null {
  const raw = message.split('\n', 20).find((text) => text.trim() !== '') ?? '';
  if (raw.length > LONGEST) return null;
  const panic = PANIC.exec(raw.trimEnd());
  if (panic !== null) {
    const nature = panic[1] === '' ? NATURES.plain : NATURES.repanic;
    return { ...nature, error: { type: panic[2] ?? '', message: panic[3] ?? '' } };
  }
  const panicked = readPanicLine(raw.trimEnd());
  if (panicked !== null) {
    return { ...NATURES.plain, error: { type: 'panic', message: '', frames: [panicked.place] } };
  }
  if (isRuntimePanic(raw.trimEnd())) {
    return { ...NATURES.uncertain, error: { type: 'panic', message: raw.trimEnd() } };
  }
  const serving = SERVING.exec(line);
  if (serving !== null) return { ...NATURES.plain, error: { type: 'panic', message: serving[1] ?? '' } };
  const observed = OBSERVED.exec(line);
  if (observed !== null)
    return { ...NATURES.plain, error: { type: 'panic', message: readObserved(observed[1] ?? '') } };
  const bracketed = BRACKETED.exec(raw.trimEnd());
  if (bracketed !== null) {
    return { ...NATURES.plain, error: { type: bracketed[1] ?? '', message: bracketed[2] ?? '' } };
  }
  for (const [nature, prefix] of PREFIXES) {
    const match = prefix.exec(raw);
    if (match === null) continue;
    const rest = raw.slice(match[0].length).replace(/ \{$/, '').trim();
    const error = readThrown(rest);
    if (error !== null) return { ...NATURES[nature], error };
  }
  // Code that throws names exceptions too, and is always indented.
  if (/^\s/.test(raw)) return null;
  const named = parseErrorLine(line);
  // What merely names an exception, as Celery's line above a trace does, may have a trace of its own, or not.
  if (named !== null) return { ...(line.startsWith(named.type) ? NATURES.plain : NATURES.quoting), error: named };
  const ruby = readRubyError(line);
  if (ruby !== null) {
    const error = { type: ruby.type, message: ruby.message };
    return { ...(ruby.before.endsWith('Information for cause: ') ? NATURES.cause : NATURES.uncertain), error };
  }
  const thrown = readThrown(line);
  if (thrown !== null && CODED.test(line)) return { ...NATURES.plain, error: thrown };
  const name = thrown?.type.slice(thrown.type.lastIndexOf('.') + 1) ?? '';
  if (thrown === null) return readLabelled(line);
  if (severityNamed(name) !== null) return null;
  if (SMALL_TYPES.test(thrown.type)) return { ...NATURES.plain, error: thrown };
  if (!/^_?[A-Z][\w$]*[a-z]/.test(name)) return null;
  // `app.flow.Abandon: gone` is how Python prints the classes of modules.
  return { ...(thrown.type.includes('.') ? NATURES.plain : NATURES.uncertain), error: thrown };
}

/** What `console.error('Redis error', error)` writes: a label, then the error with its stack trace. */
function readLabelled(line: string): Reading | null {
  const found = findThrown(line);
  return found === null || found.type !== 'Error' ? null : { ...NATURES.quoting, error: found };
}
