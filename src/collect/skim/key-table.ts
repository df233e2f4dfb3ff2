/** Names of fields, each known by its place in the list; looked up in bytes without making a string of them. */
export interface KeyTable {
  /** The position of the name that stands at `start` to `end`, or -1. */
  find(bytes: Uint8Array, start: number, end: number): number;
}

/** `names` are ASCII. */
export function createKeyTable(names: readonly string[]): KeyTable {
  // Room for sixteen times as many, so that a name that is none of them mostly meets a free place.
  const mask = 2 ** Math.ceil(Math.log2(names.length * 16)) - 1;
  const slots = new Int16Array(mask + 1).fill(-1);
  const encoded = names.map((name) => new Uint8Array(Buffer.from(name, 'latin1')));
  encoded.forEach((name, index) => {
    let slot = hashName(name, 0, name.length) & mask;
    while (slots[slot] !== -1) slot = (slot + 1) & mask;
    slots[slot] = index;
  });
  return {
    find(bytes, start, end) {
      for (let slot = hashName(bytes, start, end) & mask; ; slot = (slot + 1) & mask) {
        const index = slots[slot] ?? -1;
        if (index === -1) return -1;
        const name = encoded[index];
        if (name !== undefined && name.length === end - start && standsAt(name, bytes, start)) return index;
      }
    },
  };
}

/** Names differ in their length, first, middle and last byte, nearly always. */
function hashName(bytes: Uint8Array, start: number, end: number): number {
  const middle = bytes[(start + end) >>> 1] ?? 0;
  const hash = ((end - start) << 16) ^ ((bytes[start] ?? 0) << 8) ^ (middle << 3) ^ (bytes[end - 1] ?? 0);
  return Math.imul(hash, 0x9e3779b1) >>> 16;
}

function standsAt(name: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < name.length; i += 1) if (name[i] !== bytes[start + i]) return false;
  return true;
}
