import { finishHash } from '../collect/hash.ts';

/** One hash out of two; the order of the two matters. */
export function hashPair(a: number, b: number): number {
  const low = Math.imul(a ^ 0x2c1b3c6d, 0x9e3779b1) ^ Math.imul(b ^ 0x297a2d39, 0x85ebca6b);
  const high = Math.imul((a / 0x1_0000_0000) ^ b, 0x5f356495) ^ Math.imul((b / 0x1_0000_0000) ^ a, 0xc2b2ae35);
  return finishHash(low, high);
}

/** A hash cut down to 30 bits, which V8 keeps in a Map without a box; for samples, where a rare collision does no harm. */
export function toKey(hash: number): number {
  return hash & 0x3fff_ffff;
}
