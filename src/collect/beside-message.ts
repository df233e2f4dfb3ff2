import type { LogEntry } from '../model/entry.ts';
import { exceptionOf, PLACES_BESIDE } from './exception.ts';
import { field } from './json-fields.ts';
import { plainMessage } from './plain-message.ts';

/** Fields of a payload that hold an error's text: Go's loggers, pino, ECS, OpenTelemetry, GraphQL. */
const ERROR_FIELDS = [
  ...(['error', 'err', 'error_message', 'errorMessage', 'error.message', 'exception.message', 'errors'] as const),
];
/** An error that is an object has its text in one of these; MongoDB says `errmsg`. */
const TEXT_FIELDS = ['message', 'msg', 'errmsg', 'detail', 'reason', 'value'] as const;

/** What stands for no error; of a text, hexadecimal digits alone are an id. */
const NO_ERROR = /^(?:none|null|nil|<nil>|true|false|undefined|\[object Object\])$/i;
const LETTER = /(?![a-f])\p{L}/iu;

/** A stack that names no exception, as zap's do not: a function of Go above its place. */
const PLACES_ALONE = /^[^\s:]{1,300}\n\t(?!at )/;

/**
 * What the payload says of the trouble beside its message: the exception, or the text of an error (`msg: "job failed",
 * err: "no route to host"`), above the stack where that names none. Null where there is none, and where the message says
 * it.
 */
export function besideMessage(entry: LogEntry, message: string): string | null {
  const exception = exceptionOf(entry);
  if (exception !== null && !PLACES_ALONE.test(exception)) return exception === message ? null : exception;
  const error = plainMessage(errorText(entry.jsonPayload));
  const isSaid = error === '' || message.includes(error);
  if (isSaid || exception === null) return isSaid ? exception : error;
  return `${error}\n${exception}`;
}

function errorText(payload: Record<string, unknown> | undefined): string {
  if (payload === undefined) return '';
  for (const name of ERROR_FIELDS) {
    const found = textOf(field(payload, name));
    if (found !== '') return found;
  }
  for (const name of PLACES_BESIDE) {
    const place = field(payload, name);
    const found = textOf(field(place, 'error')) || textOf(field(place, 'err'));
    if (found !== '') return found;
  }
  const attributes = field(payload, 'attr');
  return textOf(field(attributes, 'error')) || textOf(field(attributes, 'message'));
}

/** The text of an error that is a text or has one; empty where it is a code, a flag or an id. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return Array.isArray(value[0]) ? '' : textOf(value[0]);
  const text = typeof value === 'string' ? value.trim() : wordsIn(value);
  return LETTER.test(text) && !NO_ERROR.test(text) ? text : '';
}

/** A message, else what Node's errors have besides: `{ code: 'ECONNREFUSED', syscall: 'connect' }`. */
function wordsIn(error: unknown): string {
  const told = TEXT_FIELDS.map((name) => field(error, name)).find((text) => typeof text === 'string' && text !== '');
  const words = told === undefined ? [field(error, 'syscall'), field(error, 'code')] : [told];
  return words
    .filter((word) => typeof word === 'string')
    .join(' ')
    .trim();
}
