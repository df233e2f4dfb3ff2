/** Remembers which entries were read already, by the hashes of their identities. */
export interface SeenIdentities {
  /** Whether this identity is new; it is known from then on. Zero twice is no identity, and always new. */
  add(low: number, high: number): boolean;
}

/**
 * What tells an entry from all others: logName, timestamp and insertId
 * (https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry), the texts as hashes (hash.ts).
 */
export interface Identity {
  readonly logHash: number;
  readonly seconds: number;
  readonly nanos: number;
  readonly insertHash: number;
}

/** The lower 32 bits of an identity's hash; never 0. Two among a million share all 64 bits once in 40 million runs. */
export function identityLow({ logHash, nanos, insertHash }: Identity): number {
  const low = scatter(insertHash ^ Math.imul(logHash, 0x9e3779b1) ^ Math.imul(nanos, 0x85ebca6b));
  return low === 0 ? 1 : low;
}

/** The upper 32 bits. */
export function identityHigh({ logHash, seconds, insertHash }: Identity, low: number): number {
  return scatter(upper(insertHash) ^ Math.imul(upper(logHash), 0x5f356495) ^ Math.imul(low ^ seconds, 0xc2b2ae35));
}

function upper(hash: number): number {
  return Math.floor(hash / 0x1_0000_0000);
}

/** MurmurHash3's last step; gives a 32-bit integer. */
function scatter(lane: number): number {
  let mixed = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** 16 MB; room for 1.4 million entries before it grows. */
const CAPACITY = 2 ** 21;
const FULLEST = 0.7;

/** Identities in memory that threads can share, if they take turns: a table with open addressing. */
export interface IdentityTable {
  /** Lower and upper half of each; 0 = free. */
  readonly slots: Int32Array<SharedArrayBuffer>;
  /** How many there are, as its only number. */
  readonly size: Int32Array<SharedArrayBuffer>;
}

/**
 * A table that is there in full from the start, so that a million entries take no more memory than a hundred thousand.
 *
 * @param capacity a power of two
 */
export function createIdentityTable(capacity = CAPACITY): IdentityTable {
  return {
    slots: new Int32Array(new SharedArrayBuffer(capacity * 2 * Int32Array.BYTES_PER_ELEMENT)),
    size: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
  };
}

/** Whether this identity is new; it is in the table from then on. Zero twice is no identity, and always new. */
export function addIdentity({ slots, size }: IdentityTable, low: number, high: number): boolean {
  if (low === 0) return true;
  const mask = slots.length / 2 - 1;
  for (let slot = low & mask; ; slot = (slot + 1) & mask) {
    const at = slot * 2;
    if (slots[at] === 0) {
      slots[at] = low;
      slots[at + 1] = high;
      size[0] = (size[0] ?? 0) + 1;
      return true;
    }
    if (slots[at] === low && slots[at + 1] === high) return false;
  }
}

/** It should grow; there is room for hundreds of thousands more all the same, unless it is a small one. */
export function isCrowded({ slots, size }: IdentityTable): boolean {
  return (size[0] ?? 0) > (slots.length / 2) * FULLEST;
}

/** The same identities in a table twice as large. */
export function grownTable({ slots }: IdentityTable): IdentityTable {
  const larger = createIdentityTable(slots.length);
  for (let at = 0; at < slots.length; at += 2) addIdentity(larger, slots[at] ?? 0, slots[at + 1] ?? 0);
  return larger;
}

/** Half a megabyte: an hour of a quiet service is less than this, and a worker reads many of them. */
const FIRST_CAPACITY = 2 ** 16;

/** A table that grows by itself. */
export function createSeenIdentities(capacity = FIRST_CAPACITY): SeenIdentities {
  let table = createIdentityTable(capacity);
  return {
    add(low, high) {
      if (!addIdentity(table, low, high)) return false;
      if (isCrowded(table)) table = grownTable(table);
      return true;
    },
  };
}

/** Adds a list of identities (lower and upper half each): a 1 for each that was known already. */
export function duplicatesAmong(table: IdentityTable, identities: Int32Array): Uint8Array {
  const duplicates = new Uint8Array(identities.length / 2);
  for (let i = 0; i < duplicates.length; i += 1) {
    if (!addIdentity(table, identities[2 * i] ?? 0, identities[2 * i + 1] ?? 0)) duplicates[i] = 1;
  }
  return duplicates;
}
