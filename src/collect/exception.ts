import type { LogEntry } from '../model/entry.ts';
import { javaException } from './java-exception.ts';
import { field, isObject, textIn } from './json-fields.ts';
import { plainMessage } from './plain-message.ts';
import { pythonException, pythonFrames } from './python-exception.ts';

/** Fields that hold a stack trace or an exception's text, as Error Reporting and the loggers of each language name them. */
const TRACE_FIELDS = [
  'stack_trace',
  'stackTrace',
  'stacktrace',
  'stack',
  'exc_info',
  'exc_text',
  'exception',
  'traceback',
  'exception.stacktrace',
  // ECS, GELF, .NET and Serilog
  'error.stack_trace',
  '_error_stack_trace',
  'Exception',
  '@x',
  // Log4j, within what was thrown
  'extendedStackTrace',
] as const;
/** Objects that describe an exception. */
const OBJECT_FIELDS = [
  'error',
  'err',
  'exception',
  'exc_info',
  'thrown',
  'throwable',
  'error_details',
  'errorDetails',
] as const;
/** Type and message of an exception in fields side by side: OpenTelemetry, ECS, and what programs write themselves. */
const TYPE_AND_MESSAGE = [
  ['exception.type', 'exception.message'],
  ['error.type', 'error.message'],
  ['error_type', 'error_message'],
  ['errorType', 'errorMessage'],
  ['exc_type', 'exc_value'],
] as const;
/**
 * Objects that hold what was handed to the logger beside the message (Monolog's context, OpenTelemetry's attributes,
 * Python's extra), and what is read there.
 */
export const PLACES_BESIDE = ['context', 'attributes', 'extra'] as const;
const TRACES_BESIDE = ['exception.stacktrace', 'exception', 'exc_info', 'stack_trace'] as const;
const OBJECTS_BESIDE = ['exception', 'exc_info', 'error', 'err'] as const;

/**
 * `ModuleNotFoundError`, `java.io.IOException`, `ActiveRecord::RecordNotFound`; not `str`, which loggers give as a type
 * too.
 */
const EXCEPTION_TYPE = /^(?:[\w$]{1,80}(?:\.|::|\\)){0,12}[A-Z][\w$]{0,80}$/;
const EXCEPTION_ENDING =
  /::|\\|(?:Error|Exception|Interrupt|Exit|Iteration|Warning|Failure|Fault|Panic|Rejection|Timeout|Abort)$/;

/**
 * The stack trace or `Type: value` that a structured payload carries beside its message, or null: `stack_trace`,
 * `exc_info`, `error.stack`, `error: { type, value }` and the like. An `error` whose type is no exception's name
 * (`{ message: 'Missing field', type: 'str' }`) is none.
 */
export function exceptionOf(entry: LogEntry): string | null {
  const payload = entry.jsonPayload;
  if (payload === undefined) return null;
  const found =
    exceptionIn(payload, TRACE_FIELDS, OBJECT_FIELDS) ||
    inContext(field(field(payload, 'context'), 'exception')) ||
    firstOf(PLACES_BESIDE, (name) => exceptionIn(field(payload, name), TRACES_BESIDE, OBJECTS_BESIDE));
  return plainMessage(found) || null;
}

function exceptionIn(holder: unknown, traces: readonly string[], objects: readonly string[]): string {
  if (!isObject(holder)) return '';
  return (
    firstOf(traces, (name) => {
      const found = traceText(field(holder, name));
      return found === '' ? '' : withName(found, holder, name);
    }) ||
    firstOf(objects, (name) => describe(field(holder, name))) ||
    firstOf(TYPE_AND_MESSAGE, ([type, message]) => typeAndValue(textIn(holder, type), textIn(holder, message)))
  );
}

function firstOf<Item>(items: readonly Item[], find: (item: Item) => string): string {
  for (const item of items) {
    const found = find(item);
    if (found !== '') return found;
  }
  return '';
}

/** `error.type` and `error.message` beside `error.stack_trace`, where that is places alone, as Ruby's are. */
function withName(trace: string, payload: Record<string, unknown>, name: string): string {
  const [dotted] = name.split('.', 1);
  const type = name === dotted ? '' : textIn(payload, `${dotted}.type`);
  const thrown = typeAndValue(type, textIn(payload, `${dotted}.message`));
  return below(thrown, type, trace);
}

/** A trace with what was thrown above it, unless it says so itself. */
function below(thrown: string, type: string, trace: string): string {
  return thrown === '' || trace.includes(type) ? trace : `${thrown}\n${trace}`;
}

/** Monolog's, where its formatter makes JSON: as PHP would write it. */
function inContext(value: unknown): string {
  const thrown = isObject(value) ? typeAndValue(textIn(value, 'class'), textIn(value, 'message')) : traceText(value);
  const place = textIn(value, 'file');
  return thrown === '' || place === '' ? thrown : `${thrown} in ${place}`;
}

/** A text, or a list of lines as Python's traceback module makes them. `true` and `None` are no trace. */
function traceText(value: unknown): string {
  const structured = pythonException(value);
  if (structured !== '') return structured;
  if (Array.isArray(value) && value.length > 0 && value.every((line) => typeof line === 'string')) {
    return value
      .map((line) => line.replace(/\n$/, ''))
      .join('\n')
      .trim();
  }
  if (typeof value !== 'string') return '';
  const text = value.trim();
  return /^(?:None|null|true|false|NoneType: None)$/i.test(text) ? '' : text;
}

function describe(value: unknown): string {
  if (!isObject(value)) return '';
  const ofJava = javaException(value);
  if (ofJava !== '') return ofJava;
  const type = textIn(value, 'type', 'name', 'class');
  const named = typeAndValue(type, textIn(value, 'value', 'message', 'msg'));
  for (const name of [...TRACE_FIELDS, 'backtrace']) {
    const found = traceText(field(value, name));
    // Ruby's backtraces are places alone.
    if (found !== '') return below(named, type, found);
  }
  // Sentry's
  const frames = named === '' ? '' : pythonFrames(field(field(value, 'stacktrace'), 'frames'));
  return frames === '' ? named : `${frames}\n${named}`;
}

function typeAndValue(type: string, value: string): string {
  if (!EXCEPTION_TYPE.test(type) || !EXCEPTION_ENDING.test(type)) return '';
  return value === '' ? type : `${type}: ${value}`;
}
