import { formatTime } from './time.ts';

/** A point in time in two numbers: seconds since 1970, and nanoseconds of that second. */
export interface Instant {
  readonly seconds: number;
  readonly nanos: number;
}

export function isBefore(seconds: number, nanos: number, other: Instant): boolean {
  return seconds < other.seconds || (seconds === other.seconds && nanos < other.nanos);
}

export function isAfter(seconds: number, nanos: number, other: Instant): boolean {
  return seconds > other.seconds || (seconds === other.seconds && nanos > other.nanos);
}

/** RFC 3339 in UTC; see formatTime. */
export function timestampOf({ seconds, nanos }: Instant): string {
  return formatTime(BigInt(seconds) * 1_000_000_000n + BigInt(nanos));
}
