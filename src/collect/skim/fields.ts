/**
 * The fields of a LogEntry that the fast reader knows by name. All that later rooms want to know of an entry depends on
 * these alone (a test compares both ways of reading); every other field is only stepped over.
 */
export const ENTRY_NAMES: readonly string[] = [
  ...['insertId', 'logName', 'timestamp', 'receiveTimestamp', 'severity', 'textPayload', 'trace', 'spanId'],
  ...['jsonPayload', 'protoPayload', 'httpRequest', 'resource', 'labels', 'sourceLocation', 'errorGroups'],
  'split',
];

/** Fields of `jsonPayload`, by what is read off them; see message.ts, severity.ts, exception.ts, place.ts, origin.ts. */
export const EVENT_FIELDS: readonly string[] = [
  ...['event', '@message', 'Message', 'RenderedMessage', '@m', 'MessageTemplate', '@mt', 'short_message'],
];
const MESSAGE_FIELDS = ['message', 'msg', 'error', 'err', ...EVENT_FIELDS];
export const LEVEL_FIELDS: readonly string[] = [
  ...['severity', 'level_name', 'level', 'levelname', 'log_level', 'loglevel', 'lvl', 'severity_text', 'levelno'],
  ...['severityText', 'log.level', 'LogLevel', 'Level', '@l', '@level', 'error_severity', 'log'],
  ...['record', 'PRIORITY'],
  ...['s', 'c', 'ctx'],
];
export const EXCEPTION_FIELDS: readonly string[] = [
  ...['stack_trace', 'stackTrace', 'stacktrace', 'stack', 'exc_info', 'exc_text', 'exception', 'traceback'],
  ...['exception.stacktrace', 'exception.type', 'exception.message', 'error', 'err'],
  ...[
    'error.stack_trace',
    '_error_stack_trace',
    'error.type',
    'error.message',
    'Exception',
    '@x',
    'extendedStackTrace',
    'thrown',
  ],
  ...[
    'error_details',
    'throwable',
    'errors',
    'errorDetails',
    'error_type',
    'error_message',
    'errorType',
    'errorMessage',
    'exc_type',
    'exc_value',
  ],
];
export const PLACE_FIELDS: readonly string[] = [
  ...['logging.googleapis.com/sourceLocation', 'sourceLocation', 'labels', 'context', 'caller'],
  ...['module', 'function', 'funcName', 'func_name', 'func', 'line', 'lineno', 'line_number', 'lineNumber'],
  ...['pathname', 'filename', 'file', 'logger', 'logger_name', 'loggerName'],
];
export const USER_FIELDS: readonly string[] = ['user_id', 'userId', 'user_uuid', 'uid'];
export const TRACE_FIELDS: readonly string[] = [
  ...['logging.googleapis.com/trace', 'trace_id', 'traceId', 'dd.trace_id', 'trace'],
];
/** What a payload tells of a request, by which its status is looked for; see access-line.ts. */
export const ACCESS_FIELDS: readonly string[] = ['method', 'RequestMethod', 'request'];
export const STATUS_FIELDS: readonly string[] = ['status', 'response_code', 'DownstreamStatus', 'status_code'];

/** Objects of the payload that may tell of an exception, and the fields that do; see exception.ts, beside-message.ts. */
export const BESIDE_PLACES: readonly string[] = ['context', 'attributes', 'extra', 'attr'];
export const BESIDE_NAMES: readonly string[] = [
  ...['exception', 'exception.type', 'exception.message', 'exception.stacktrace', 'exc_info', 'stack_trace'],
  ...['error', 'err', 'error.type', 'error.message', 'error_type', 'error_message', 'errorType', 'errorMessage'],
  ...['exc_type', 'exc_value', 'message'],
];

export const PAYLOAD_NAMES: readonly string[] = [
  ...new Set([
    ...MESSAGE_FIELDS,
    ...LEVEL_FIELDS,
    ...EXCEPTION_FIELDS,
    ...PLACE_FIELDS,
    ...USER_FIELDS,
    ...TRACE_FIELDS,
    ...BESIDE_PLACES,
    ...ACCESS_FIELDS,
    ...STATUS_FIELDS,
    'user',
    'httpRequest',
    '@type',
    'full_message',
    'involvedObject',
    'record',
  ]),
];

/** Fields of `httpRequest`; see request.ts. */
export const REQUEST_NAMES: readonly string[] = [
  ...['requestMethod', 'method', 'status', 'latency', 'requestUrl', 'url', 'path'],
];

/** Numbers of the first field of each: those of the entry begin at 0. */
export const PAYLOAD_BASE = ENTRY_NAMES.length;
export const REQUEST_BASE = PAYLOAD_BASE + PAYLOAD_NAMES.length;
export const BESIDE_BASE = REQUEST_BASE + REQUEST_NAMES.length;
export const FIELDS = BESIDE_BASE + BESIDE_NAMES.length;

export function entryField(name: string): number {
  return numberOf(ENTRY_NAMES, name);
}

export function payloadField(name: string): number {
  return PAYLOAD_BASE + numberOf(PAYLOAD_NAMES, name);
}

export function besideField(name: string): number {
  return BESIDE_BASE + numberOf(BESIDE_NAMES, name);
}

export function requestField(name: string): number {
  return REQUEST_BASE + numberOf(REQUEST_NAMES, name);
}

function numberOf(names: readonly string[], name: string): number {
  const index = names.indexOf(name);
  if (index === -1) throw new RangeError(`The fast reader does not know the field ${name}.`);
  return index;
}
