import { parseTime, splitTime } from '../../../src/collect/time.ts';
import { bytes, integer, message, struct, text } from './wire.ts';

type Json = Readonly<Record<string, unknown>>;
/** Writes the value of a field of the JSON, none where it is not there. */
type Write = (json: unknown) => Uint8Array[];

const words =
  (number: number): Write =>
  (json) => [text(number, String(json))];
const whole =
  (number: number): Write =>
  (json) => [integer(number, Number(json))];
const oneOf =
  (number: number, ...names: readonly string[]): Write =>
  (json) => [integer(number, names.indexOf(String(json)) + 1)];
const structure =
  (number: number): Write =>
  (json) => [bytes(number, struct({ ...objectOf(json) }))];
const time =
  (number: number): Write =>
  (json) => {
    const { seconds, nanos } = splitTime(parseTime(String(json)) ?? 0n);
    return [bytes(number, message(integer(1, seconds), integer(2, nanos)))];
  };
const part =
  (number: number, fields: Readonly<Record<string, Write>>): Write =>
  (json) => [bytes(number, write(objectOf(json), fields))];
const several =
  (one: Write): Write =>
  (json) =>
    (Array.isArray(json) ? json : []).flatMap(one);
const map =
  (number: number): Write =>
  (json) =>
    Object.entries(objectOf(json)).map(([key, value]) => bytes(number, message(text(1, key), text(2, String(value)))));
const any =
  (number: number): Write =>
  (json) => {
    const { '@type': type, ...rest } = objectOf(json);
    const [, fields] = Object.entries(TYPES).find(([name]) => String(type).endsWith(`/${name}`)) ?? [];
    if (fields === undefined) throw new TypeError(`no type ${type}`);
    return [bytes(number, message(text(1, String(type)), bytes(2, write(rest, fields))))];
  };

function objectOf(json: unknown): Json {
  return typeof json === 'object' && json !== null ? { ...json } : {};
}

/** @throws TypeError where the JSON has a field that the message has not: nothing is lost in silence */
function write(json: Json, fields: Readonly<Record<string, Write>>): Uint8Array {
  const written = Object.entries(json).flatMap(([name, value]) => {
    const field = fields[name];
    if (field === undefined) throw new TypeError(`no field ${name}`);
    return value === undefined ? [] : field(value);
  });
  return message(...written);
}

/** What an Any may hold here. */
const TYPES: Readonly<Record<string, Readonly<Record<string, Write>>>> = {
  'google.rpc.ErrorInfo': { reason: words(1), domain: words(2), metadata: map(3) },
  'google.rpc.RetryInfo': {
    retryDelay: (json) => [bytes(1, integer(1, Number(String(json).replace('s', ''))))],
  },
  'google.iam.v1.logging.AuditData': {
    policyDelta: part(2, {
      bindingDeltas: several(
        part(1, {
          action: oneOf(1, 'ADD', 'REMOVE'),
          role: words(2),
          member: words(3),
          condition: part(4, { expression: words(1), title: words(2) }),
        }),
      ),
      auditConfigDeltas: several(
        part(2, { action: oneOf(1, 'ADD', 'REMOVE'), service: words(2), exemptedMember: words(3), logType: words(4) }),
      ),
    }),
  },
};

const RESOURCE = {
  service: words(1),
  name: words(2),
  type: words(3),
  labels: map(4),
  uid: words(5),
  annotations: map(6),
  displayName: words(7),
  createTime: time(8),
  updateTime: time(9),
  deleteTime: time(10),
  etag: words(11),
  location: words(12),
};
const REQUEST = {
  id: words(1),
  method: words(2),
  headers: map(3),
  path: words(4),
  host: words(5),
  scheme: words(6),
  query: words(7),
  time: time(9),
  size: whole(10),
  protocol: words(11),
  reason: words(12),
  auth: part(13, {
    principal: words(1),
    audiences: several(words(2)),
    presenter: words(3),
    claims: structure(4),
    accessLevels: several(words(5)),
  }),
  origin: words(14),
};
const AUDIT_LOG = {
  status: part(2, { code: whole(1), message: words(2), details: several(any(3)) }),
  authenticationInfo: part(3, {
    principalEmail: words(1),
    authoritySelector: words(2),
    thirdPartyPrincipal: structure(4),
    serviceAccountKeyName: words(5),
    serviceAccountDelegationInfo: several(
      part(6, {
        firstPartyPrincipal: part(1, { principalEmail: words(1), serviceMetadata: structure(2) }),
        thirdPartyPrincipal: part(2, { thirdPartyClaims: structure(1) }),
        principalSubject: words(3),
      }),
    ),
    principalSubject: words(8),
  }),
  requestMetadata: part(4, {
    callerIp: words(1),
    callerSuppliedUserAgent: words(2),
    callerNetwork: words(3),
    requestAttributes: part(7, REQUEST),
    destinationAttributes: part(8, {
      ip: words(1),
      port: whole(2),
      labels: map(6),
      principal: words(7),
      regionCode: words(8),
    }),
  }),
  serviceName: words(7),
  methodName: words(8),
  authorizationInfo: several(
    part(9, {
      resource: words(1),
      permission: words(2),
      granted: whole(3),
      resourceAttributes: part(5, RESOURCE),
      permissionType: oneOf(7, 'ADMIN_READ', 'ADMIN_WRITE', 'DATA_READ', 'DATA_WRITE'),
    }),
  ),
  resourceName: words(11),
  numResponseItems: whole(12),
  serviceData: any(15),
  request: structure(16),
  response: structure(17),
  metadata: structure(18),
  resourceOriginalState: structure(19),
  resourceLocation: part(20, { currentLocations: several(words(1)), originalLocations: several(words(2)) }),
  policyViolationInfo: part(25, {
    orgPolicyViolationInfo: part(1, {
      payload: structure(1),
      resourceType: words(2),
      resourceTags: map(3),
      violationInfo: several(
        part(4, {
          constraint: words(1),
          errorMessage: words(2),
          checkedValue: words(3),
          policyType: oneOf(4, 'BOOLEAN_CONSTRAINT', 'LIST_CONSTRAINT', 'CUSTOM_CONSTRAINT'),
        }),
      ),
    }),
  }),
};

/** The JSON of a `google.cloud.audit.AuditLog`, as gcloud prints it, as the bytes that Cloud Logging sends. */
export function encodeAuditLog(audit: Json): Uint8Array {
  return write(audit, AUDIT_LOG);
}
