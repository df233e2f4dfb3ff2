import type { Frame, ThrownError } from '../model/cluster.ts';
import { headOf } from './head.ts';
import { firstLine, wordsOf } from './member.ts';
import { SLOT } from './skeleton/skeleton.ts';
import { isSlip } from './slips.ts';
import { keyOf } from './token-key.ts';

/** Words that are in so many error messages that they say nothing about which problem it is. */
const GENERIC: ReadonlySet<string> = new Set(
  (
    'a an and any are at be been by can cannot could did do does for from had has have in is it its no not of on or out ' +
    'please the this to was were while will with without you your an unknown unexpected internal server client error ' +
    'errors exception failed failure fail fails invalid bad request response operation connection connect timed time ' +
    'timeout refused reset peer closed aborted occurred something went wrong try again later message missing field ' +
    'value null none undefined true false upstream returned responded answered status'
  ).split(' '),
);

const LEAST_WORDS = 3;

/** Something was not reached, answered, read or written: every part of a program may say so. */
const EVERYDAY =
  /\bno such file\b|\bENOENT\b|\bpermission denied\b|\bis a directory\b|\btime-?d? ?out\b|\bdeadline exceeded\b|\bE(?:CONN|TIMED|HOST|NET|PIPE|AI_)[A-Z_]*\b|\bhang up\b|\b(?:connection|socket|stream|loop|channel|session|pool|client|server|transport|pipe)\b.{0,40}\b(?:closed|reset|refused|aborted|broken|lost|ended|terminated|disconnected)\b|\bbroken pipe\b|\bio exception\b|\bunavailable\b|\bunreachable\b|\bstatus(?: code)? ?[:=]? ?[45]\d\d\b|^[45]\d\d\b|\b[45]\d\d (?:client|server) error\b|\bend of file\b|\bunexpected eof\b|\binternal server error\b|\bbad gateway\b|\btoo many requests\b/i;

/** Whether a message says only what any part of a program may meet with: a file, a host, an answer that is not there. */
export function isEveryday(message: string): boolean {
  return EVERYDAY.test(headOf(message));
}

/** Whether a word is in so many error messages that it says nothing; in lower case. */
export function isGenericWord(word: string): boolean {
  return GENERIC.has(word);
}

/** An exception, as far as it tells problems apart. */
export interface RootException {
  readonly error: ThrownError;
  /** Type without package. */
  readonly type: string;
  /** Words of the message's first line (see `wordsOf`). */
  readonly words: readonly string[];
  /** File and function of the innermost frame that is the application's own, else of the innermost; null without frames. */
  readonly home: string | null;
  /** Whether the message alone says which problem it is. */
  readonly specific: boolean;
}

export function describeException(error: ThrownError): RootException {
  const line = firstLine(error.message);
  const words = wordsOf(line);
  return {
    error,
    type: shortType(error.type),
    words,
    home: homeOf(innermostFrame(error)),
    specific: isSpecific(words),
  };
}

/** Two exceptions with the same key are one problem. Null: it says too little to be compared with anything. */
export function problemKey({ error, type, words, home, specific }: RootException): string | null {
  const needsHome = !specific || isSlip(type, error.message) || isEveryday(error.message);
  if (needsHome && home === null) return null;
  return keyOf([type, ...words, ...(needsHome ? ['', home ?? ''] : [])]);
}

/** Thrown when code cannot even be loaded: the process that meets it does not come up. */
const CANNOT_LOAD =
  /^(?:ModuleNotFoundError|ImportError|LoadError|GemNotFound|ParseError|SyntaxError|IndentationError|NoClassDefFoundError)$|^Cannot find module /;

/** Whether an exception keeps the process that meets it from coming up. */
export function cannotLoad({ type, message }: ThrownError): boolean {
  return CANNOT_LOAD.test(shortType(type)) || CANNOT_LOAD.test(message);
}

/** `java.lang.IllegalStateException`, `App\Exceptions\CartIsEmpty` → what is behind the package. */
export function shortType(type: string): string {
  const ends = ['.', ':', '/', '\\'].map((sign) => type.lastIndexOf(sign));
  return type.slice(Math.max(...ends) + 1);
}

/** The frame to look at first: the innermost of the application's own code; null where there is none. */
export function topOwnFrame(thrown: ThrownError | null): Frame | null {
  return thrown?.frames.findLast((frame) => frame.own) ?? null;
}

/** The innermost frame of the application's own code, else the innermost, else null. */
export function innermostFrame(error: ThrownError): Frame | null {
  return topOwnFrame(error) ?? error.frames.at(-1) ?? null;
}

/** A place in the code as one text, by which two exceptions are compared: file and function, no line. */
export function homeOf(frame: Frame | null): string | null {
  return frame === null ? null : `${frame.file}\u0000${frame.function}`;
}

/** How many exceptions a trace shows, and frames of the application: the fewer, the nearer it was taken to where it was thrown. */
export function depthOf(thrown: readonly ThrownError[]): { thrown: number; own: number } {
  const own = thrown.reduce((sum, { frames }) => sum + frames.filter((frame) => frame.own).length, 0);
  return { thrown: thrown.length, own };
}

/**
 * Whether a text quotes these words: one after the other, and not in the middle of a phrase. `Cannot read properties of
 * undefined` is not quoted by `Job 7: Cannot read properties of undefined yet`.
 */
export function quotesWords(text: readonly string[], words: readonly string[]): boolean {
  const [head] = words;
  if (head === undefined) return false;
  for (let at = text.indexOf(head); at !== -1; at = text.indexOf(head, at + 1)) {
    const inPhrase = isWord(text[at - 1]) || isWord(text[at + words.length]);
    if (!inPhrase && words.every((word, i) => text[at + i] === word)) return true;
  }
  return false;
}

function isWord(token: string | undefined): boolean {
  return token !== undefined && /\p{L}/u.test(token);
}

/** At least three words, not all of them such as every error message has; or a dotted name. */
function isSpecific(words: readonly string[]): boolean {
  const named = words.filter((word) => word !== SLOT && /\p{L}{2}/u.test(word));
  if (named.some((word) => word.split('.').length >= 3)) return true;
  return named.length >= LEAST_WORDS && named.some((word) => !GENERIC.has(word.toLowerCase()));
}
