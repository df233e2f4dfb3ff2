import { isObject } from '../json-fields.ts';
import { plainStruct, STRUCT } from './struct.ts';
import { timeIn } from './times.ts';
import { type Fields, readMessage, WireError } from './wire.ts';

const TIMESTAMP: Fields = { 1: ['seconds', 'integer'], 2: ['nanos', 'integer'] };
const STATUS: Fields = { 1: ['code', 'integer'], 2: ['message', 'text'] };

/** google.cloud.audit.AuditLog: https://github.com/googleapis/googleapis/blob/master/google/cloud/audit/audit_log.proto */
const AUDIT_LOG: Fields = {
  2: ['status', STATUS],
  3: [
    'authenticationInfo',
    {
      1: ['principalEmail', 'text'],
      2: ['authoritySelector', 'text'],
      5: ['serviceAccountKeyName', 'text'],
      8: ['principalSubject', 'text'],
    },
  ],
  4: [
    'requestMetadata',
    {
      1: ['callerIp', 'text'],
      2: ['callerSuppliedUserAgent', 'text'],
      3: ['callerNetwork', 'text'],
      7: ['requestAttributes', { 9: ['time', TIMESTAMP], 12: ['reason', 'text'], 13: ['auth', {}] }],
      8: ['destinationAttributes', {}],
    },
  ],
  7: ['serviceName', 'text'],
  8: ['methodName', 'text'],
  9: [
    'authorizationInfo',
    {
      1: ['resource', 'text'],
      2: ['permission', 'text'],
      3: ['granted', 'flag'],
      5: ['resourceAttributes', { 1: ['service', 'text'], 2: ['name', 'text'], 3: ['type', 'text'] }],
    },
    'several',
  ],
  11: ['resourceName', 'text'],
  12: ['numResponseItems', 'integer'],
  16: ['request', STRUCT],
  17: ['response', STRUCT],
  18: ['metadata', STRUCT],
  19: ['resourceOriginalState', STRUCT],
  20: ['resourceLocation', { 1: ['currentLocations', 'text', 'several'], 2: ['originalLocations', 'text', 'several'] }],
};
const STRUCTS = ['request', 'response', 'metadata', 'resourceOriginalState'] as const;

/** google.appengine.logging.v1.RequestLog, what App Engine writes per request, its lines included. */
const REQUEST_LOG: Fields = {
  1: ['appId', 'text'],
  2: ['versionId', 'text'],
  3: ['requestId', 'text'],
  4: ['ip', 'text'],
  6: ['startTime', TIMESTAMP],
  7: ['endTime', TIMESTAMP],
  8: ['latency', TIMESTAMP],
  10: ['method', 'text'],
  11: ['resource', 'text'],
  12: ['httpVersion', 'text'],
  13: ['status', 'integer'],
  14: ['responseSize', 'integer'],
  15: ['referrer', 'text'],
  16: ['userAgent', 'text'],
  20: ['host', 'text'],
  28: ['instanceId', 'text'],
  29: ['line', { 1: ['time', TIMESTAMP], 2: ['severity', 'integer'], 3: ['logMessage', 'text'] }, 'several'],
  37: ['moduleId', 'text'],
  39: ['traceId', 'text'],
};

/**
 * A payload of type Any as protobuf's JSON prints it. Audit logs and App Engine's request logs are known. Of other types,
 * and of broken ones, only the number of bytes is said: what cannot be read cannot be redacted either.
 */
export function plainProtoPayload(payload: unknown): Record<string, unknown> {
  if (!isObject(payload)) return {};
  const type = String(payload.typeUrl ?? payload.type_url ?? '');
  const bytes = payload.value instanceof Uint8Array ? payload.value : new Uint8Array();
  const decode = DECODERS[type.slice(type.lastIndexOf('/') + 1)];
  try {
    if (decode !== undefined) return { '@type': type, ...decode(bytes) };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
  }
  const size = `${bytes.length} ${bytes.length === 1 ? 'byte' : 'bytes'}`;
  return { '@type': type, value: `${size} of ${type || 'unknown type'}, not decoded` };
}

const DECODERS: Readonly<Record<string, (bytes: Uint8Array) => Record<string, unknown>>> = {
  'google.cloud.audit.AuditLog': plainAuditLog,
  'google.appengine.logging.v1.RequestLog': plainRequestLog,
};

function plainAuditLog(bytes: Uint8Array): Record<string, unknown> {
  const audit = readMessage(bytes, AUDIT_LOG);
  for (const name of STRUCTS) if (audit[name] !== undefined) audit[name] = plainStruct(audit[name]);
  const { status } = audit;
  if (isObject(status) && status.code !== undefined) audit.status = { ...status, code: Number(status.code) };
  const { requestMetadata } = audit;
  if (isObject(requestMetadata) && isObject(requestMetadata.requestAttributes)) {
    const { time, ...rest } = requestMetadata.requestAttributes;
    requestMetadata.requestAttributes = time === undefined ? rest : { ...rest, time: timeIn(time) };
  }
  return audit;
}

const SEVERITY_OF_HUNDREDS = [
  ...['DEFAULT', 'DEBUG', 'INFO', 'NOTICE', 'WARNING', 'ERROR', 'CRITICAL', 'ALERT', 'EMERGENCY'],
] as const;

function plainRequestLog(bytes: Uint8Array): Record<string, unknown> {
  const log = readMessage(bytes, REQUEST_LOG);
  const { latency, line, status } = log;
  if (status !== undefined) log.status = Number(status);
  for (const name of ['startTime', 'endTime']) if (log[name] !== undefined) log[name] = timeIn(log[name]);
  if (isObject(latency)) log.latency = `${latency.seconds ?? 0}.${String(latency.nanos ?? 0).padStart(9, '0')}s`;
  if (Array.isArray(line)) {
    log.line = line.filter(isObject).map(({ time, severity, ...rest }) => ({
      ...(time !== undefined && { time: timeIn(time) }),
      ...(severity !== undefined && { severity: SEVERITY_OF_HUNDREDS[Number(severity) / 100] ?? 'DEFAULT' }),
      ...rest,
    }));
  }
  return log;
}
