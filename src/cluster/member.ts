import { withoutJavaHead } from '../collect/java-head.ts';
import type { Fingerprint, Pattern, ThrownError } from '../model/cluster.ts';
import { SEVERITY_RANK } from '../model/severity.ts';
import { messageSkeleton } from './skeleton/message-skeleton.ts';
import { skeletonOf } from './skeleton/skeleton.ts';
import { parseErrorLine, parseStackTrace } from './skeleton/stack-trace.ts';
import type { Summary } from './summary/summary.ts';

/** A pattern with what is needed to find the problem it belongs to. */
export interface Member {
  readonly fingerprint: Fingerprint;
  readonly tokens: readonly string[];
  /** See NamedTemplate in name-new-templates.ts. */
  readonly isVariant: boolean;
  readonly kind: Pattern['kind'];
  /** Its template changes by nothing else in a log (see request.ts). */
  readonly isFinal: boolean;
  /** Made from an entry without words. */
  readonly isWordless: boolean;
  readonly severityRank: number;
  readonly summary: Summary;
  /** One per example, in the same order. */
  readonly voices: readonly Voice[];
}

/** What one example says. */
export interface Voice {
  readonly message: string;
  /** First line that is not empty. */
  readonly line: string;
  /** The exceptions of its stack trace or the one that it names, root cause last. */
  readonly thrown: readonly ThrownError[];
  readonly hasTrace: boolean;
  /** Words of all that is said: the line and each exception's `Type: message`. */
  readonly texts: readonly (readonly string[])[];
}

export const ERROR_RANK = SEVERITY_RANK.ERROR;

/** Reads an example's message and the exception its payload carries, when it is asked: of most only the first is. */
export function voiceOf(message: string, exception: string | null): Voice {
  let voice: Voice | null = null;
  const read = (): Voice => {
    voice ??= readVoice(message, exception);
    return voice;
  };
  return {
    message,
    get line() {
      return read().line;
    },
    get thrown() {
      return read().thrown;
    },
    get hasTrace() {
      return read().hasTrace;
    },
    get texts() {
      return read().texts;
    },
  };
}

function readVoice(message: string, exception: string | null): Voice {
  const inMessage = parseStackTrace(message);
  const line = firstLine(withoutJavaHead(inMessage === null ? message : inMessage.head));
  const { trace } = messageSkeleton(message, exception);
  const named = trace === null ? parseErrorLine(line) : null;
  const thrown = named === null ? (trace?.thrown ?? []) : [{ ...named, frames: [] }];
  return voiceOfThrown({ message, line }, thrown);
}

/** The same text, known to throw these. */
export function voiceOfThrown(
  { message, line }: Pick<Voice, 'message' | 'line'>,
  thrown: readonly ThrownError[],
): Voice {
  let texts: string[][] | null = null;
  return {
    message,
    line,
    thrown,
    hasTrace: thrown.some(({ frames }) => frames.length > 0),
    get texts() {
      texts ??= [wordsOf(line), ...thrown.map((error) => [error.type, ':', ...wordsOf(firstLine(error.message))])];
      return texts;
    },
  };
}

/** The skeleton of a line with its quotes as tokens of their own, so that it looks the same wherever it is quoted. */
export function wordsOf(line: string): string[] {
  return skeletonOf(line).flatMap((token) => token.split(/(['"`])/).filter((part) => part !== ''));
}

/** U+FFFC later stands for a value (see blank-slots.ts). */
const NOT_TEXT = /\uFFFC/g;

/** `==================`, which Go writes above and below a report. */
const DRAWN = /^(?:={3,200}|-{3,200}|\*{3,200}|_{3,200}|#{3,200}|~{3,200})$/;

/** A text without the character that stands for a value in titles. */
export function withoutBlanks(text: string): string {
  return text.replace(NOT_TEXT, '');
}

/** The first line that says something, as plain text without white space around it; a line that was drawn does not. */
export function firstLine(text: string): string {
  let drawn = '';
  for (const line of text.split('\n', 20)) {
    const plain = withoutBlanks(line).trim();
    if (plain !== '' && !DRAWN.test(plain)) return plain;
    drawn ||= plain;
  }
  return drawn;
}
