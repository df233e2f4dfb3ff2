import { isObject } from '../json-fields.ts';
import { plainProtoPayload } from './proto-payload.ts';
import { plainStruct } from './struct.ts';
import { durationIn, timeIn } from './times.ts';

/** Of a message of the client: this name is the discriminator of its payload, and no field. */
const PAYLOAD_KIND = 'payload';

/**
 * An entry as the gRPC client hands it over, as the JSON that `gcloud logging read --format=json` prints: times with all
 * their nanoseconds, payloads as plain objects, fields that hold only their default left out.
 *
 * Only `errorGroups` is never among them: REST's LogEntry has it, while no version of the protos that Google publishes
 * names or numbers it. A client whose protos do will hand it on from here.
 */
export function decodeEntry(message: unknown): Record<string, unknown> {
  if (!isObject(message)) return {};
  const { timestamp, receiveTimestamp, jsonPayload, protoPayload, textPayload, httpRequest, severity, ...rest } =
    message;
  const kind = message[PAYLOAD_KIND];
  return {
    ...withoutDefaults({ ...rest, [PAYLOAD_KIND]: undefined }),
    ...present('timestamp', timeIn(timestamp)),
    ...present('receiveTimestamp', timeIn(receiveTimestamp)),
    ...(typeof severity === 'string' && severity !== 'DEFAULT' && { severity }),
    ...(isObject(httpRequest) && { httpRequest: decodeRequest(httpRequest) }),
    ...(isObject(jsonPayload) && { jsonPayload: plainStruct(jsonPayload) }),
    ...(isObject(protoPayload) && { protoPayload: plainProtoPayload(protoPayload) }),
    // An empty text is a payload, where it is the one that was chosen.
    ...(typeof textPayload === 'string' && (textPayload !== '' || kind === 'textPayload') && { textPayload }),
  };
}

function decodeRequest({ latency, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return { ...withoutDefaults(rest), ...present('latency', durationIn(latency)) };
}

function present(name: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [name]: value };
}

/** protobuf's JSON has no fields that hold their default; inside `labels` an empty text is a value, though. */
function withoutDefaults(message: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(message)) {
    if (value === undefined || value === null || value === '' || value === 0 || value === '0' || value === false)
      continue;
    if (Array.isArray(value)) {
      if (value.length > 0) kept[name] = value;
    } else if (!isObject(value)) kept[name] = value;
    else if (name === 'labels') {
      if (Object.keys(value).length > 0) kept.labels = value;
    } else if (name === 'metadata') kept.metadata = decodeMetadata(value);
    else kept[name] = withoutDefaults(value);
  }
  return kept;
}

/** What the platform adds about a resource; its `systemLabels` are a Struct. */
function decodeMetadata({ systemLabels, userLabels }: Record<string, unknown>): Record<string, unknown> {
  return {
    ...(isObject(systemLabels) && { systemLabels: plainStruct(systemLabels) }),
    ...(isObject(userLabels) && { userLabels }),
  };
}
