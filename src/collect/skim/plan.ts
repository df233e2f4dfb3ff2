import {
  ACCESS_FIELDS,
  BESIDE_NAMES,
  besideField,
  EVENT_FIELDS,
  EXCEPTION_FIELDS,
  entryField,
  LEVEL_FIELDS,
  PLACE_FIELDS,
  payloadField,
  requestField,
  STATUS_FIELDS,
  TRACE_FIELDS,
  USER_FIELDS,
} from './fields.ts';
import { VALUE } from './shapes.ts';

/** What there is to read in the lines of one shape: fields by their numbers, in the order in which they are asked. */
export interface Plan {
  /** The kinds of all fields; 0 for what the lines do not have. */
  readonly kinds: Uint8Array;
  readonly hasPayload: boolean;
  readonly hasRequest: boolean;
  readonly received: number | null;
  readonly logName: number | null;
  readonly trace: number | null;
  readonly latency: number | null;
  /** Where the message stands; null where the request is the message. */
  readonly message: number | null;
  /** Fields of the payload of which one that is not empty makes the entry one with a text; null where it is one anyway. */
  readonly texts: readonly number[] | null;
  readonly resource: number | null;
  readonly labels: number | null;
  /** Both of them. */
  readonly origin: readonly number[];
  readonly severity: readonly number[];
  /** What tells whether that is no more than what GKE takes a stream for. */
  readonly stream: readonly number[];
  /** What the severity is read off where the entry states none: levels first, then the text, then the rest. */
  readonly level: readonly number[];
  readonly rest: readonly number[];
  readonly place: readonly number[];
  readonly exception: readonly number[];
  /** Method and status of the request, and all that is known of it. */
  readonly requestLine: readonly number[];
  readonly request: readonly number[];
  readonly users: readonly number[];
  /** Objects that may name a user. */
  readonly userPlaces: readonly number[];
  /** Payload fields that may hold the status of a request that the payload tells of. */
  readonly statuses: readonly number[];
  /** Payload fields that may hold a trace's id. */
  readonly traces: readonly number[];
}

export const INSERT_ID = entryField('insertId');
export const TIMESTAMP = entryField('timestamp');
const PAYLOAD = entryField('jsonPayload');
const REQUEST = entryField('httpRequest');
export const ERROR_GROUPS = entryField('errorGroups');
const LOG_NAME = entryField('logName');
const RECEIVED = entryField('receiveTimestamp');
const TRACE = entryField('trace');
const TEXT_PAYLOAD = entryField('textPayload');
const LATENCY = requestField('latency');

const RESOURCE = entryField('resource');
const LABELS = entryField('labels');
const SEVERITY = [entryField('severity')];
const EXCEPTION = EXCEPTION_FIELDS.map(payloadField);
const PLACE = [entryField('sourceLocation'), ...PLACE_FIELDS.map(payloadField)];
const REQUEST_LINE = ['requestMethod', 'method', 'status'].map(requestField);
const REQUEST_URL = ['requestUrl', 'url', 'path'].map(requestField);
const LEVEL = LEVEL_FIELDS.map(payloadField);
const REST = [...EXCEPTION, ...REQUEST_LINE];
const USERS = USER_FIELDS.map(payloadField);
const USER_PLACES = ['context', 'labels'].map(payloadField);
const ACCESS = ACCESS_FIELDS.map(payloadField);
const STATUSES = STATUS_FIELDS.map(payloadField);
const TRACES = TRACE_FIELDS.map(payloadField);
/** The first of these that there is must be the message, as messageOf has it. */
const MESSAGES = [...['message', 'msg', ...EVENT_FIELDS, 'error', 'err'].map(payloadField), TEXT_PAYLOAD];
const TEXTS = ['message', 'msg', 'error'].map(payloadField);

/** What only a whole entry can be asked about. */
const UNUSUAL = [
  ...[entryField('protoPayload'), entryField('split'), payloadField('httpRequest'), payloadField('user')],
  ...['@type', 'error_severity', 'full_message', 'involvedObject', 'record'].map(payloadField),
  ...BESIDE_NAMES.map(besideField),
];

/** Null where lines of this shape must be parsed as a whole. */
export function planFor(kinds: Uint8Array): Plan | null {
  const has = (field: number): boolean => kinds[field] !== 0;
  const isText = (field: number): boolean => kinds[field] === VALUE.text;
  const orNull = (field: number): number | null => (has(field) ? field : null);
  const message = MESSAGES.find(has) ?? null;
  if (!isText(INSERT_ID) || !isText(TIMESTAMP) || UNUSUAL.some(has)) return null;
  if (message === null ? has(PAYLOAD) || !has(REQUEST) : !isText(message)) return null;
  const users = USERS.filter(has);
  const traces = TRACES.filter(has);
  if (!traces.every(isText) || users.some((field) => kinds[field] === VALUE.nested)) return null;
  return {
    kinds,
    hasPayload: has(PAYLOAD),
    hasRequest: has(REQUEST),
    received: orNull(RECEIVED),
    logName: orNull(LOG_NAME),
    trace: orNull(TRACE),
    latency: orNull(LATENCY),
    message,
    texts: has(TEXT_PAYLOAD) ? null : TEXTS.filter(isText),
    resource: orNull(RESOURCE),
    labels: orNull(LABELS),
    origin: [RESOURCE, LABELS].filter(has),
    severity: SEVERITY.filter(has),
    stream: [...SEVERITY, LOG_NAME].filter(has),
    level: LEVEL.filter(has),
    rest: REST.filter(has),
    place: PLACE.filter(has),
    exception: EXCEPTION.filter(has),
    requestLine: REQUEST_LINE.filter(has),
    request: [...REQUEST_LINE, ...REQUEST_URL].filter(has),
    users,
    userPlaces: USER_PLACES.filter(has),
    statuses: ACCESS.some(has) ? STATUSES.filter(has) : [],
    traces,
  };
}
