import { bytes, integer, message, struct, text } from './wire.ts';

type Json = Readonly<Record<string, unknown>>;

const objectOf = (json: unknown): Json => (typeof json === 'object' && json !== null ? { ...json } : {});
const textField = (number: number, json: unknown): Uint8Array[] =>
  typeof json === 'string' ? [text(number, json)] : [];
const structField = (number: number, json: unknown): Uint8Array[] =>
  json === undefined ? [] : [bytes(number, struct({ ...objectOf(json) }))];
/** A message that is there, however little stands in it. */
const part = (number: number, json: unknown, fields: (json: Json) => Uint8Array[]): Uint8Array[] =>
  json === undefined ? [] : [bytes(number, message(...fields(objectOf(json))))];

/** The JSON of a `google.cloud.audit.AuditLog`, as far as tests use it, as the bytes that Cloud Logging sends. */
export function encodeAuditLog(audit: Json): Uint8Array {
  const { authorizationInfo = [] } = audit;
  return message(
    ...part(2, audit.status, ({ code, message: said }) => [
      ...(typeof code === 'number' ? [integer(1, code)] : []),
      ...textField(2, said),
    ]),
    ...part(3, audit.authenticationInfo, ({ principalEmail, principalSubject }) => [
      ...textField(1, principalEmail),
      ...textField(8, principalSubject),
    ]),
    ...part(
      4,
      audit.requestMetadata,
      ({ callerIp, callerSuppliedUserAgent, requestAttributes, destinationAttributes }) => [
        ...textField(1, callerIp),
        ...textField(2, callerSuppliedUserAgent),
        ...part(7, requestAttributes, ({ time, auth }) => [
          ...(typeof time === 'string' ? [bytes(9, integer(1, Date.parse(time) / 1000))] : []),
          ...part(13, auth, () => []),
        ]),
        ...part(8, destinationAttributes, () => []),
      ],
    ),
    ...textField(7, audit.serviceName),
    ...textField(8, audit.methodName),
    ...(Array.isArray(authorizationInfo) ? authorizationInfo : []).flatMap((info) =>
      part(9, info, ({ resource, permission, granted, resourceAttributes }) => [
        ...textField(1, resource),
        ...textField(2, permission),
        ...(granted === true ? [integer(3, 1)] : []),
        ...part(5, resourceAttributes, ({ name }) => textField(2, name)),
      ]),
    ),
    ...textField(11, audit.resourceName),
    ...structField(16, audit.request),
    ...structField(17, audit.response),
  );
}
