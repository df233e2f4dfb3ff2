import { latencyMs } from '../request.ts';

const DOT = 0x2e;
const ZERO = 0x30;
const SMALL_S = 0x73;
/** So many digits are a number that is held exactly, and so is what it is divided by. */
const MOST_DIGITS = 15;
/** Before the point, and behind it. */
const MOST_OF_EACH = 9;

/** `latencyMs` of `0.123456s`, read off its bytes: the same, since both are the nearest number to it. */
export function latencyAt(bytes: Buffer, start: number, end: number, parsed: () => unknown): number | null {
  let digits = 0;
  let count = 0;
  let scale = 0;
  for (let at = start; at < end - 1; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === DOT && scale === 0 && count > 0 && count <= MOST_OF_EACH) scale = 1;
    else if (byte >= ZERO && byte <= ZERO + 9) {
      digits = 10 * digits + byte - ZERO;
      count += 1;
      if (scale !== 0) scale *= 10;
    } else return latencyMs(parsed());
  }
  const isUsual = bytes[end - 1] === SMALL_S && scale > 1 && scale <= 10 ** MOST_OF_EACH && count <= MOST_DIGITS;
  return isUsual ? Math.round((digits / scale) * 1000) : latencyMs(parsed());
}
