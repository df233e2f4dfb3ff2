import { isBlamed } from './blamed-status.ts';
import { classOf, codeAt, isDigit, LETTER } from './characters.ts';
import { beforeMarks, isNumber, isOneOf, isSpaceOnly, keyOf, startOfWord } from './code-context.ts';
import {
  ANSWERED,
  ANSWERERS,
  ANSWERING,
  ANSWERING_WITH,
  ENDING,
  ERROR_KEYS,
  EXIT_KEYS,
  FILLERS,
  SENDING,
  STATUS_KEYS,
} from './code-words.ts';
import { isNumericErrorCode } from './error-code.ts';
import { hasReason, isColumn, isCount, isRequestBefore, isStatus } from './http-status.ts';
import { WordSet } from './word-set.ts';

/** Ranges of numbers that are codes where the words before them say so; counts, ports and ids are not. */
type CodeKind = 'http' | 'answer' | 'server-error' | 'exit' | 'signal' | 'error' | 'none';

const LONGEST_CODE = 6;
/** What is looked back over for what was expected. */
const [MOST_WORDS, MOST_MARKS] = [8, 4];
const EXPECTING = new WordSet(['expected', 'expects', 'expecting', 'wanted', 'want']);

/** By their last two letters, the words before a code that need not look like an HTTP status: spares most numbers the rest. */
const ENDS = new Uint8Array(1024);
for (const [a = '', b = ''] of 'de te ue it us no rc th is as al'.split(' ')) {
  ENDS[pairOf(a.charCodeAt(0), b.charCodeAt(0))] = 1;
}

/**
 * Whether a number is a code that tells events apart: an HTTP status, the code a process exits with, the code of an
 * error. Looks at the words around it, so that `HTTP 503` and `responded with 503` are told apart from `503 rows`.
 */
export function isCode(text: Uint16Array, start: number, stop: number): boolean {
  if (stop - start > LONGEST_CODE) return isNumericErrorCode(text, start, stop);
  const first = codeAt(text, start);
  if (!isDigit(first) && first !== 45) return false;
  const gap = beforeMarks(text, start);
  if (!isStatus(text, start, stop)) {
    if (isNumericErrorCode(text, start, stop)) return true;
    if (ENDS[pairOf(codeAt(text, gap - 2), codeAt(text, gap - 1))] !== 1) return false;
    const kind = kindBefore(text, start, gap);
    if (kind === 'signal') return isSignal(text, start, stop);
    return kind === 'error' || (kind === 'exit' && isExitCode(text, start, stop));
  }
  switch (kindBefore(text, start, gap)) {
    case 'answer':
      return !isCount(text, stop) || hasReason(text, start, stop);
    case 'server-error':
      return first === 53;
    case 'signal':
      return false;
    case 'none':
      return (
        hasReason(text, start, stop) ||
        isRequestBefore(text, gap) ||
        isColumn(text, gap, stop) ||
        isBlamed(text, start, stop)
      );
    default:
      return true;
  }
}

/** Two letters as one number, in small letters. Others may share it. */
function pairOf(a: number, b: number): number {
  return ((a & 31) << 5) | (b & 31);
}

/** What the words that end at `gap` make of the number at `start`. */
function kindBefore(text: Uint16Array, start: number, gap: number): CodeKind {
  let at = startOfWord(text, gap);
  if (at === gap) return 'none';
  let word = keyOf(text, at, gap);
  if (word === '') return 'none';
  const next = (): string => {
    const stop = beforeMarks(text, at);
    at = startOfWord(text, stop);
    return keyOf(text, at, stop);
  };
  while (FILLERS.has(word)) word = next();
  if (ERROR_KEYS.has(word)) return 'error';
  if (EXIT_KEYS.has(word)) return 'exit';
  if (word === 'signal') return 'signal';
  if (word === 'code' || word === 'value' || word === 'status') {
    const isStatusKey = word !== 'value';
    word = next();
    if (word === 'with') word = next();
    if (ENDING.has(word)) return 'exit';
    if (word === 'error' && isStatusKey) return 'error';
    // An access log that names its numbers lists them for every request, good or bad.
    if (word === 'http' && codeAt(text, at + 4) === 47) return 'server-error';
    return isStatusKey ? 'http' : 'none';
  }
  if (STATUS_KEYS.has(word) || word.endsWith('status') || word.endsWith('statuscode')) return 'http';
  if (word === 'with') {
    word = next();
    return word === 'exited' ? 'exit' : ANSWERING_WITH.has(word) ? 'answer' : 'none';
  }
  if (word === 'by') return ANSWERING_WITH.has(next()) ? 'answer' : 'none';
  if (SENDING.has(word)) return isSpaceOnly(text, gap, start) && ANSWERERS.has(next()) ? 'answer' : 'none';
  if (ANSWERING.has(word) || (word === 'failed' && codeAt(text, start - 1) === 40)) return 'answer';
  return ANSWERED.has(word) && isSpaceOnly(text, gap, start) && !isExpected(text, at) ? 'answer' : 'none';
}

/** `expected 12 columns, got 404`: whether the words before say how many there should be. */
function isExpected(text: Uint16Array, from: number): boolean {
  let at = from;
  let isCounted = false;
  for (let nth = 0; nth < MOST_WORDS; nth += 1) {
    let end = at;
    while (
      end > 0 &&
      at - end < MOST_MARKS &&
      classOf(codeAt(text, end - 1)) !== LETTER &&
      !isDigit(codeAt(text, end - 1))
    )
      end -= 1;
    at = startOfWord(text, end);
    if (at === end) return false;
    if (isOneOf(EXPECTING, text, at, end)) return isCounted;
    isCounted ||= isNumber(text, at, end) && isCount(text, end);
  }
  return false;
}

function isExitCode(text: Uint16Array, start: number, stop: number): boolean {
  const digits = codeAt(text, start) === 45 ? start + 1 : start;
  return stop - digits <= 3 && isNumber(text, digits, stop);
}

/** `Uncaught signal: 11`, `killed by signal 9`: 1 to 31 (https://man7.org/linux/man-pages/man7/signal.7.html). */
function isSignal(text: Uint16Array, start: number, stop: number): boolean {
  if (!isNumber(text, start, stop) || stop - start > 2 || isCount(text, stop)) return false;
  const first = codeAt(text, start) - 48;
  const signal = stop - start === 1 ? first : 10 * first + codeAt(text, start + 1) - 48;
  return signal > 0 && signal < 32;
}
