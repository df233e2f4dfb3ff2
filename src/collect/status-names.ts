/** https://cloud.google.com/apis/design/errors#handling_errors; the position is the code. */
const STATUS_NAMES =
  `OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED RESOURCE_EXHAUSTED
   FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED`.split(/\s+/);

/** The name of one of Google's status codes: `INTERNAL` of 13, `status 99` of one that has none. */
export function statusName(code: number): string {
  return STATUS_NAMES[code] ?? `status ${code}`;
}
