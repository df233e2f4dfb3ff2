/**
 * A 53-bit hash of a text, the same on every machine: two 32-bit multiply-and-xor lanes, finished as MurmurHash3 does.
 * Not for secrets. At 10,000 values the chance of one collision is below 1 in 100 million.
 */
export function hashText(text: string): number {
  let low = 0x5bd1e995;
  let high = 0x1b873593;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 0x9e3779b1);
    high = Math.imul(high ^ code, 0x5f356495);
  }
  return finishHash(low ^ text.length, high);
}

/** `hashText` of a text whose bytes are its characters. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let low = 0x5bd1e995;
  let high = 0x1b873593;
  for (let i = start; i < end; i += 1) {
    const code = bytes[i] ?? 0;
    low = Math.imul(low ^ code, 0x9e3779b1);
    high = Math.imul(high ^ code, 0x5f356495);
  }
  return finishHash(low ^ (end - start), high);
}

/** Two lanes, mixed until every bit depends on every bit of both. */
function finishHash(low: number, high: number): number {
  const a = scatter(low ^ Math.imul(high, 0x85ebca6b));
  const b = scatter(high ^ Math.imul(a, 0xc2b2ae35));
  return (b & 0x1f_ffff) * 0x1_0000_0000 + (a >>> 0);
}

function scatter(lane: number): number {
  let mixed = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
