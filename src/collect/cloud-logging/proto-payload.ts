import { isObject } from '../json-fields.ts';
import { APP_ENGINE_LOG } from './app-engine-log.ts';
import { auditLog, IAM_AUDIT_DATA } from './audit-log.ts';
import { ERROR_DETAILS } from './error-details.ts';
import { readStruct } from './struct.ts';
import { type Fields, type Reader, readMessage, WireError } from './wire.ts';

/**
 * A payload of type Any as protobuf's JSON prints it. Audit logs, App Engine's request logs and what Google puts into
 * them are known. Of other types, and of broken ones, only the number of bytes is said: what cannot be read cannot be
 * redacted either.
 *
 * @param depth how many messages it lies in
 */
export function plainProtoPayload(payload: unknown, depth = 0): Record<string, unknown> {
  if (!isObject(payload)) return {};
  const type = String(payload.typeUrl ?? payload.type_url ?? '');
  const bytes = payload.value instanceof Uint8Array ? payload.value : new Uint8Array();
  try {
    const read = readAs(type.slice(type.lastIndexOf('/') + 1), bytes, depth);
    if (read !== null) return { '@type': type, ...read };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
  }
  const size = `${bytes.length} ${bytes.length === 1 ? 'byte' : 'bytes'}`;
  return { '@type': type, value: `${size} of ${type || 'unknown type'}, not decoded` };
}

const readAny: Reader = (value, depth) =>
  value instanceof Uint8Array ? plainProtoPayload(readMessage(value, ANY, depth), depth) : undefined;
const ANY: Fields = { 1: ['typeUrl', 'text'], 2: ['value', 'raw'] };

const TYPES: Readonly<Record<string, Fields>> = {
  ...ERROR_DETAILS,
  'google.cloud.audit.AuditLog': auditLog(readAny),
  'google.iam.v1.logging.AuditData': IAM_AUDIT_DATA,
  'google.appengine.logging.v1.RequestLog': APP_ENGINE_LOG,
};

/** Null where the type is not known. */
function readAs(type: string, bytes: Uint8Array, depth: number): Record<string, unknown> | null {
  // Its JSON is one of its own: it stands for itself.
  if (type === 'google.protobuf.Struct') return { value: readStruct(bytes, depth) };
  const fields = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  return fields === undefined ? null : readMessage(bytes, fields, depth);
}
