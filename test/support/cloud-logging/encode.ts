import { parseTime, splitTime } from '../../../src/collect/time.ts';
import type { LogEntry } from '../../../src/model/entry.ts';

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

/** What `protoPayload` holds is bytes already: a test gives them as they are, under `bytes`. */
function encodeAny({ '@type': type, bytes }: Record<string, unknown>): Message {
  if (typeof type !== 'string' || !(bytes instanceof Uint8Array)) throw new TypeError('give @type and bytes');
  return { type_url: type, value: bytes };
}

function encodeRequest({ latency, ...rest }: Record<string, unknown>): Message {
  if (typeof latency !== 'string') return rest;
  const [seconds = '0', fraction = ''] = latency.replace(/s$/, '').split('.');
  return { ...rest, latency: { seconds, nanos: Number(fraction.padEnd(9, '0')) } };
}
