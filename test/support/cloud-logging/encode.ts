import { parseTime, splitTime } from '../../../src/collect/time.ts';
import type { LogEntry } from '../../../src/model/entry.ts';
import { encodeAuditLog } from './audit-log.ts';

const AUDIT_LOG = 'type.googleapis.com/google.cloud.audit.AuditLog';

type Message = Record<string, unknown>;

/** An entry's JSON form as the message that goes over the wire, in the shape that proto-loader takes. */
export function encodeEntry(json: LogEntry): Message {
  const { timestamp, receiveTimestamp, jsonPayload, protoPayload, httpRequest, ...rest } = json;
  return {
    ...rest,
    ...(timestamp !== undefined && { timestamp: encodeTime(timestamp) }),
    ...(receiveTimestamp !== undefined && { receiveTimestamp: encodeTime(receiveTimestamp) }),
    ...(jsonPayload !== undefined && { jsonPayload: encodeStruct(jsonPayload) }),
    ...(protoPayload !== undefined && { protoPayload: encodeAny(protoPayload) }),
    ...(httpRequest !== undefined && { httpRequest: encodeRequest(httpRequest) }),
  };
}

function encodeTime(text: string): Message {
  const time = parseTime(text);
  if (time === null) throw new TypeError(`"${text}" is no time`);
  const { seconds, nanos } = splitTime(time);
  return { seconds: String(seconds), nanos };
}

function encodeStruct(object: Record<string, unknown>): Message {
  return { fields: Object.fromEntries(Object.entries(object).map(([name, value]) => [name, encodeValue(value)])) };
}

function encodeValue(value: unknown): Message {
  if (value === null || value === undefined) return { nullValue: 'NULL_VALUE' };
  if (typeof value === 'number') return { numberValue: value };
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (Array.isArray(value)) return { listValue: { values: value.map(encodeValue) } };
  return { structValue: encodeStruct({ ...value }) };
}

/** An audit log, or what a test gives as bytes, under `bytes`. */
function encodeAny({ '@type': type, ...payload }: Record<string, unknown>): Message {
  const { bytes } = payload;
  if (type === AUDIT_LOG && bytes === undefined) return { type_url: type, value: encodeAuditLog(payload) };
  if (typeof type !== 'string' || !(bytes instanceof Uint8Array)) throw new TypeError('give @type and bytes');
  return { type_url: type, value: bytes };
}

function encodeRequest({ latency, ...rest }: Record<string, unknown>): Message {
  if (typeof latency !== 'string') return rest;
  const [seconds = '0', fraction = ''] = latency.replace(/s$/, '').split('.');
  return { ...rest, latency: { seconds, nanos: Number(fraction.padEnd(9, '0')) } };
}
