import { release } from './release.ts';

/** Remembers which entries were read already, by the hashes of their identities. */
export interface SeenIdentities {
  /** Whether this identity is new; it is known from then on. Zero twice is no identity, and always new. */
  add(low: number, high: number): boolean;
}

/** Those of one reading. */
export interface OwnIdentities extends SeenIdentities {
  /** Forgets all of them: their memory is free at once. */
  clear(): void;
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

/** Identities: a table with open addressing. */
export interface IdentityTable<Memory extends ArrayBufferLike = ArrayBufferLike> {
  /** Lower and upper half of each; 0 = free. */
  readonly slots: Int32Array<Memory>;
  /** How many there are, as its only number. */
  readonly size: Int32Array<Memory>;
}

const SLOT_BYTES = 2 * Int32Array.BYTES_PER_ELEMENT;

/**
 * A table that threads can share, if they take turns. It is there in full from the start, so that a million entries take
 * no more memory than a hundred thousand.
 *
 * @param capacity a power of two
 */
export function createIdentityTable(capacity = CAPACITY): IdentityTable<SharedArrayBuffer> {
  return {
    slots: new Int32Array(new SharedArrayBuffer(capacity * SLOT_BYTES)),
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
export function grownTable({ slots }: IdentityTable): IdentityTable<SharedArrayBuffer> {
  const larger = createIdentityTable(slots.length);
  addAll(larger, slots);
  return larger;
}

function addAll(table: IdentityTable, slots: Int32Array): void {
  for (let at = 0; at < slots.length; at += 2) addIdentity(table, slots[at] ?? 0, slots[at + 1] ?? 0);
}

/** Half a megabyte: an hour of a quiet service is less than this, and a worker reads many of them. */
const FIRST_CAPACITY = 2 ** 16;
/** What an entry takes in a file at least, as a rule. */
const ENTRY_BYTES = 400;

/** How large a table is for a file of so many bytes, so that it need not grow: a power of two. */
export function capacityFor(bytes: number): number {
  const entries = bytes / ENTRY_BYTES / FULLEST;
  return Math.min(CAPACITY, Math.max(FIRST_CAPACITY, 2 ** Math.ceil(Math.log2(Math.max(1, entries)))));
}

/** A table that grows by itself. */
export function createSeenIdentities(capacity = FIRST_CAPACITY): OwnIdentities {
  const create = (size: number): IdentityTable<ArrayBuffer> => ({
    slots: new Int32Array(new ArrayBuffer(size * SLOT_BYTES)),
    size: new Int32Array(1),
  });
  let table = create(capacity);
  return {
    add(low, high) {
      if (!addIdentity(table, low, high)) return false;
      if (isCrowded(table)) {
        const { slots } = table;
        table = create(slots.length);
        addAll(table, slots);
        release(slots);
      }
      return true;
    },
    clear() {
      release(table.slots);
      table = create(1);
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
