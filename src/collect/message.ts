import type { LogEntry } from '../model/entry.ts';
import { accessRequest } from './access-line.ts';
import { appEngineLines, appEngineRequest } from './app-engine-request.ts';
import { exceptionOf } from './exception.ts';
import { field, isObject, textIn } from './json-fields.ts';
import { DEEPEST, TooDeepError } from './map-strings.ts';
import { plainMessage } from './plain-message.ts';
import { sentenceOf, textOfSentence } from './platform-sentence.ts';
import { requestOf } from './request.ts';
import { statusName } from './status-names.ts';

/** What DESIGN.md names. */
const MESSAGE_FIELDS = ['message', 'msg'] as const;
/** Messages beside which an `error` is another text: structlog, HashiCorp's hclog, .NET, Serilog and GELF. */
const EVENT_FIELDS = [
  ...(['event', '@message', 'Message', 'RenderedMessage', '@m', 'MessageTemplate', '@mt', 'short_message'] as const),
];
/** Journald, Docker, payloads that wrap a text. */
const OTHER_FIELDS = ['textPayload', 'text', 'log', 'MESSAGE', 'body', 'description'] as const;
/** Payload fields that make an entry more than a line of a request log. */
const TEXT_FIELDS = [...MESSAGE_FIELDS, 'error'] as const;
const LONGEST_FALLBACK = 8_192;

/**
 * The message of an entry, plain: what Google Cloud's own services say in fields, `jsonPayload.message`, `.msg`, `.event` or
 * `.error`, `textPayload`, the method and status of an audit log, method, path template and status of a request; else the
 * exception it carries, else its structured payload as JSON. Empty where the entry says nothing.
 *
 * @throws TooDeepError where that payload is nested too deeply
 */
export function messageOf(entry: LogEntry): string {
  const sentence = sentenceOf(entry);
  if (sentence !== null) return textOfSentence(sentence);
  if (isAccessLine(entry)) return requestMessage(entry);
  return plainMessage(messageAsWritten(entry));
}

function messageAsWritten(entry: LogEntry): string {
  const payload = entry.jsonPayload;
  return (
    recordMessage(payload) ||
    textIn(payload, ...MESSAGE_FIELDS) ||
    nestedMessage(payload, MESSAGE_FIELDS) ||
    fullMessage(payload) ||
    textIn(payload, ...EVENT_FIELDS) ||
    nestedMessage(payload, ['error', 'err']) ||
    blankToEmpty(entry.textPayload) ||
    textIn(payload, ...OTHER_FIELDS) ||
    // Rust's tracing
    textIn(field(payload, 'fields'), 'message') ||
    auditMessage(entry) ||
    requestMessage(entry) ||
    exceptionOf(entry) ||
    fallback(payload)
  );
}

/** Whether the payload has a text of its own: a bare line of a request log has none. */
export function hasText(entry: LogEntry): boolean {
  const { textPayload, protoPayload, jsonPayload } = entry;
  if (appEngineRequest(entry) !== null) return appEngineLines(protoPayload) !== '';
  if (isAccessLine(entry)) return false;
  if (textPayload !== undefined || protoPayload !== undefined || sentenceOf(entry) !== null) return true;
  return TEXT_FIELDS.some((name) => {
    const value = jsonPayload?.[name];
    return typeof value === 'string' && value !== '';
  });
}

/** A request of a server's own log, and of no other that tells of it too. */
function isAccessLine(entry: LogEntry): boolean {
  const isTold = entry.httpRequest !== undefined || isObject(field(entry.jsonPayload, 'httpRequest'));
  return !isTold && accessRequest(entry) !== null;
}

function blankToEmpty(text: string | undefined): string {
  return text === undefined || text.trim() === '' ? '' : text;
}

/** `error` and `message` may be a text, a list of texts, or an object with a message of its own. */
function nestedMessage(payload: Record<string, unknown> | undefined, names: readonly string[]): string {
  for (const name of names) {
    const value = field(payload, name);
    if (Array.isArray(value) && value.length > 0 && value.every((part) => typeof part === 'string'))
      return value.join(' ');
    const found = typeof value === 'string' ? blankToEmpty(value) : textIn(value, 'message', 'msg');
    if (found !== '') return found;
  }
  return '';
}

/** PostgreSQL's own, which CloudNativePG logs as `msg: "record", record: { error_severity, message }`. */
function recordMessage(payload: Record<string, unknown> | undefined): string {
  const record = field(payload, 'record');
  return textIn(record, 'error_severity') === '' ? '' : textIn(record, 'message');
}

/** GELF's: its short message and what follows, a stack trace mostly. https://go2docs.graylog.org/current/getting_in_log_data/gelf.html */
function fullMessage(payload: Record<string, unknown> | undefined): string {
  const short = textIn(payload, 'short_message');
  const full = textIn(payload, 'full_message');
  return short !== '' && full.startsWith(short) ? full : '';
}

/** Audit logs name a method and a status; App Engine's request log has its lines inside, or none. */
function auditMessage(entry: LogEntry): string {
  const payload = entry.protoPayload;
  if (payload === undefined) return '';
  if (appEngineRequest(entry) !== null) return appEngineLines(payload) || requestMessage(entry);
  const method = textIn(payload, 'methodName');
  const status = field(payload, 'status');
  const code = field(status, 'code');
  const name = typeof code === 'number' ? statusName(code) : '';
  const outcome = [name, statusText(payload)].filter((part) => part !== '').join(': ');
  if (method !== '' || outcome !== '') return [method, outcome].filter((part) => part !== '').join(' ');
  return fallback(payload);
}

/** The message of an audit log's status; where that is a code alone, as Compute Engine's are, what its errors say. */
function statusText(payload: Record<string, unknown>): string {
  const said = textIn(field(payload, 'status'), 'message');
  if (!/^[A-Z][A-Z0-9_]{2,60}$/.test(said)) return said;
  const errors = field(field(field(payload, 'response'), 'error'), 'errors');
  return (Array.isArray(errors) ? textIn(errors[0], 'message') : '') || said;
}

function requestMessage(entry: LogEntry): string {
  const request = requestOf(entry);
  if (request === null) return '';
  return [request.method, request.pathTemplate, request.status === null ? '' : String(request.status)]
    .filter((part) => part !== '')
    .join(' ');
}

/** The payload as JSON, its keys in order, so that two exports of one entry read the same. */
function fallback(payload: Record<string, unknown> | undefined): string {
  if (payload === undefined || Object.keys(payload).length === 0) return '';
  return JSON.stringify(inKeyOrder(payload)).slice(0, LONGEST_FALLBACK);
}

function inKeyOrder(value: unknown, depth = 0): unknown {
  if (depth > DEEPEST) throw new TooDeepError();
  if (Array.isArray(value)) return value.map((part) => inKeyOrder(part, depth + 1));
  if (!isObject(value)) return value;
  const sorted: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value).sort()) sorted[key] = inKeyOrder(value[key], depth + 1);
  return sorted;
}
