import type { LogEntry } from '../model/entry.ts';
import { isObject } from './json-fields.ts';
import { mapStrings } from './map-strings.ts';

const TEXT_FIELDS = ['insertId', 'logName', 'timestamp', 'receiveTimestamp', 'textPayload', 'trace', 'spanId'] as const;
const OBJECT_FIELDS = ['jsonPayload', 'protoPayload', 'httpRequest', 'sourceLocation'] as const;

/**
 * A parsed JSON value as a LogEntry, or null where it is no object. Fields of the wrong type are put right rather than
 * lost: null counts as missing, numbers become texts, a text in `jsonPayload` its message.
 *
 * @throws TooDeepError
 */
export function toLogEntry(value: unknown): LogEntry | null {
  if (!isObject(value)) return null;
  const named = hasProtoNames(value) ? withJsonNames(value) : value;
  if (isLogEntry(named)) return named;
  const mended = mend(named);
  return isLogEntry(mended) ? mended : null;
}

/**
 * Whether the fields are named as in the protobuf, `insert_id`, which its JSON mapping allows too:
 * https://protobuf.dev/programming-guides/json/. Nothing but a whole entry is: a payload may name its fields as it likes.
 */
function hasProtoNames(value: Record<string, unknown>): boolean {
  return value.insertId === undefined && (value.insert_id !== undefined || value.log_name !== undefined);
}

function withJsonNames(value: Record<string, unknown>): Record<string, unknown> {
  const { http_request: request, ...rest } = value;
  const httpRequest = isObject(request) ? inJsonNames(request) : request;
  return inJsonNames({ ...rest, ...(httpRequest === undefined ? {} : { httpRequest }) });
}

function inJsonNames(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}

/** The schema LogEntry of model/entry.ts, by hand: this runs for every entry, where zod would take most of the time. */
function isLogEntry(value: Record<string, unknown>): value is LogEntry {
  for (const name of TEXT_FIELDS) {
    const text = value[name];
    if (text !== undefined && typeof text !== 'string') return false;
  }
  for (const name of OBJECT_FIELDS) {
    const object = value[name];
    if (object !== undefined && !isObject(object)) return false;
  }
  const { severity, resource, labels, errorGroups } = value;
  if (severity !== undefined && typeof severity !== 'string' && typeof severity !== 'number') return false;
  if (labels !== undefined && !isTexts(labels)) return false;
  if (errorGroups !== undefined && !isErrorGroups(errorGroups)) return false;
  return resource === undefined || isResource(resource);
}

function isResource(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { type, labels } = value;
  return (type === undefined || typeof type === 'string') && (labels === undefined || isTexts(labels));
}

function isErrorGroups(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((group) => isObject(group) && (group.id === undefined || typeof group.id === 'string'))
  );
}

function isTexts(value: unknown): boolean {
  if (!isObject(value)) return false;
  for (const name in value) if (typeof value[name] !== 'string') return false;
  return true;
}

function mend(value: Record<string, unknown>): Record<string, unknown> {
  // JSON.stringify below would exhaust the stack on what this refuses.
  mapStrings(value, { text: (text) => text, key: (key) => key });
  const mended: Record<string, unknown> = { ...value };
  const change = (name: string, to: (before: unknown) => unknown) => {
    const after = mended[name] === null || mended[name] === undefined ? undefined : to(mended[name]);
    if (after === undefined) delete mended[name];
    else mended[name] = after;
  };
  for (const name of TEXT_FIELDS) change(name, asText);
  for (const name of OBJECT_FIELDS) {
    change(name, (before) =>
      isObject(before) ? before : { [typeof before === 'string' ? 'message' : 'value']: before },
    );
  }
  change('severity', (before) => (typeof before === 'number' ? before : asText(before)));
  change('labels', asTexts);
  change('errorGroups', (before) =>
    (Array.isArray(before) ? before : [before]).map((group) =>
      isObject(group) ? mendField(group, 'id') : { id: asText(group) },
    ),
  );
  change('resource', (before) => {
    if (!isObject(before)) return { type: asText(before) };
    const labels = before.labels;
    return { ...mendField(before, 'type'), labels: labels === null || labels === undefined ? {} : asTexts(labels) };
  });
  return mended;
}

function mendField(object: Record<string, unknown>, name: string): Record<string, unknown> {
  const { [name]: before, ...rest } = object;
  return before === undefined || before === null ? rest : { ...rest, [name]: asText(before) };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function asTexts(value: unknown): Record<string, string> {
  if (!isObject(value)) return { value: asText(value) };
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, label]) => label !== null)
      .map(([name, label]) => [name, asText(label)]),
  );
}
