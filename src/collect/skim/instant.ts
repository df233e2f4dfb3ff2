import { parseTime, splitTime } from '../time.ts';

/** A point in time, as two numbers. */
export interface Instant {
  seconds: number;
  nanos: number;
}

const DASH = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;

/** Reads timestamps in bytes as Cloud Logging prints them; the day is looked up only when it changes. */
export function createInstantReader() {
  let dayWritten = -1;
  let dayStart = 0;

  /** Sets `into`; false where the text is written in another way, and parseTime must look at it. */
  return (bytes: Uint8Array, start: number, end: number, into: Instant): boolean => {
    if (end - start < 20 || bytes[end - 1] !== LETTER_Z || bytes[start + 10] !== LETTER_T) return false;
    if (bytes[start + 4] !== DASH || bytes[start + 7] !== DASH) return false;
    if (bytes[start + 13] !== COLON || bytes[start + 16] !== COLON) return false;
    const century = twoDigits(bytes, start);
    const year = twoDigits(bytes, start + 2);
    const month = twoDigits(bytes, start + 5);
    const day = twoDigits(bytes, start + 8);
    const hour = twoDigits(bytes, start + 11);
    const minute = twoDigits(bytes, start + 14);
    const second = twoDigits(bytes, start + 17);
    if ((century | year | month | day | hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59)
      return false;
    const written = ((century * 100 + year) * 100 + month) * 100 + day;
    if (written !== dayWritten) {
      const date = Buffer.from(bytes.subarray(start, start + 10)).toString('latin1');
      const midnight = parseTime(`${date}T00:00:00Z`);
      if (midnight === null) return false;
      dayWritten = written;
      dayStart = splitTime(midnight).seconds;
    }
    let nanos = 0;
    if (end - start > 20) {
      const digits = end - start - 21;
      if (bytes[start + 19] !== DOT || digits < 1 || digits > 9) return false;
      for (let i = 0; i < 9; i += 1) {
        const digit = i < digits ? (bytes[start + 20 + i] ?? 0) - ZERO : 0;
        if (digit < 0 || digit > 9) return false;
        nanos = nanos * 10 + digit;
      }
    }
    into.seconds = dayStart + hour * 3600 + minute * 60 + second;
    into.nanos = nanos;
    return true;
  };
}

/** The number that two digits make, or -1. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - ZERO;
  const ones = (bytes[at + 1] ?? 0) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}
