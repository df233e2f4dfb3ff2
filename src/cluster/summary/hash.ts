/** Cells and the keys of samples are 30 bits, which V8 keeps in a Map without a box; a rare collision does no harm there. */
export const LARGEST_CELL = 0x3fff_ffff;

/** A hash cut down to a key. */
export function toKey(hash: number): number {
  return hash & LARGEST_CELL;
}

/** A key out of the hash of an instance and the number of a window; three are made for each entry. */
export function hashCell(instance: number, step: number): number {
  const low = instance | 0;
  const high = (instance / 0x1_0000_0000) | 0;
  let mixed = low ^ Math.imul(high, 0x2c1b3c6d) ^ Math.imul(step, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) & LARGEST_CELL;
}
