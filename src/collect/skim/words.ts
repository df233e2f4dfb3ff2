/** Comparing and hashing bytes four at a time. */

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A copy of some bytes; Buffer's own slice would share them. */
export function copyOf(bytes: Uint8Array, start: number, end: number): DataView {
  return viewOf(new Uint8Array(bytes.subarray(start, end)));
}

/** Whether `length` bytes of `words`, from `from` on, stand at `at`. What differs often does so at the end: it comes first. */
export function standsAt(words: DataView, from: number, length: number, view: DataView, at: number): boolean {
  if (at + length > view.byteLength) return false;
  const last = length - 4;
  if (last < 0) {
    for (let i = 0; i < length; i += 1) if (words.getUint8(from + i) !== view.getUint8(at + i)) return false;
    return true;
  }
  if (words.getInt32(from + last, true) !== view.getInt32(at + last, true)) return false;
  for (let i = 0; i < last; i += 4) {
    if (words.getInt32(from + i, true) !== view.getInt32(at + i, true)) return false;
  }
  return true;
}

/** A hash of 30 bits, which V8 keeps in a Map without a box. What shares one is compared byte by byte. */
export function hashWords(view: DataView, start: number, end: number, seed: number): number {
  let hash = seed ^ (end - start);
  let at = start;
  for (; at + 4 <= end; at += 4) hash = Math.imul(hash ^ (hash >>> 15) ^ view.getInt32(at, true), 0x9e3779b1);
  for (; at < end; at += 1) hash = Math.imul(hash ^ view.getUint8(at), 0x01000193);
  return (hash ^ (hash >>> 15)) & 0x3fff_ffff;
}
