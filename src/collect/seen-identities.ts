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

/**
 * A table with open addressing that is there in full from the start, so that a million entries take no more memory than
 * a hundred thousand; beyond 1.4 million it doubles.
 */
export function createSeenIdentities(capacity = CAPACITY): SeenIdentities {
  let table = new Int32Array(capacity * 2);
  let size = 0;

  const insert = (target: Int32Array, low: number, high: number): boolean => {
    const mask = target.length / 2 - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 2;
      if (target[at] === 0) {
        target[at] = low;
        target[at + 1] = high;
        return true;
      }
      if (target[at] === low && target[at + 1] === high) return false;
    }
  };

  const grow = () => {
    const bigger = new Int32Array(table.length * 2);
    for (let at = 0; at < table.length; at += 2) {
      const low = table[at] ?? 0;
      const high = table[at + 1] ?? 0;
      if (low !== 0) insert(bigger, low, high);
    }
    table = bigger;
  };

  return {
    add(low, high) {
      if (low === 0) return true;
      const isNew = insert(table, low, high);
      if (isNew) {
        size += 1;
        if (size > (table.length / 2) * FULLEST) grow();
      }
      return isNew;
    },
  };
}

/** Adds a list of identities (lower and upper half each): a 1 for each that was known already. */
export function duplicatesAmong(seen: SeenIdentities, identities: Int32Array): Uint8Array {
  const duplicates = new Uint8Array(identities.length / 2);
  for (let i = 0; i < duplicates.length; i += 1) {
    const low = identities[2 * i] ?? 0;
    const high = identities[2 * i + 1] ?? 0;
    if (!seen.add(low, high)) duplicates[i] = 1;
  }
  return duplicates;
}
