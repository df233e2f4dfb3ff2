import { isObject } from '../json-fields.ts';
import { formatTime } from '../time.ts';
import { type Fields, made, type Reader } from './wire.ts';

const PER_SECOND = 1_000_000_000n;

/**
 * A protobuf Timestamp, seconds as text or number, as RFC 3339 with all its nanoseconds; undefined where it is none, or
 * lies beyond the years that have four digits.
 */
export function timeIn(message: unknown): string | undefined {
  const parts = partsOf(message);
  if (parts === null) return undefined;
  try {
    return formatTime(parts.seconds * PER_SECOND + BigInt(parts.nanos));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A protobuf Duration as its JSON: `0.250s`, with 0, 3, 6 or 9 digits; undefined where it is none. */
export function durationIn(message: unknown): string | undefined {
  const parts = partsOf(message);
  if (parts === null) return undefined;
  const { seconds, nanos } = parts;
  const sign = seconds < 0n || nanos < 0 ? '-' : '';
  const whole = `${sign}${seconds < 0n ? -seconds : seconds}`;
  if (nanos === 0) return `${whole}s`;
  const digits = Math.abs(nanos).toString().padStart(9, '0');
  const needed = digits.endsWith('000000') ? 3 : digits.endsWith('000') ? 6 : 9;
  return `${whole}.${digits.slice(0, needed)}s`;
}

/** Both on the wire. */
const PARTS: Fields = { 1: ['seconds', 'integer'], 2: ['nanos', 'count'] };
export const readTime: Reader = made(PARTS, timeIn);
export const readDuration: Reader = made(PARTS, durationIn);

function partsOf(message: unknown): { seconds: bigint; nanos: number } | null {
  if (!isObject(message)) return null;
  const { seconds = 0, nanos = 0 } = message;
  if (typeof seconds !== 'string' && typeof seconds !== 'number') return null;
  return { seconds: BigInt(seconds), nanos: Number(nanos) };
}
