/** Remembers which entries were read already. */
export interface SeenIdentities {
  /** Whether this identity is new; it is known from then on. `time` is nanoseconds since 1970. */
  add(logName: string, time: bigint, insertId: string): boolean;
}

/** 16 MB; room for 1.4 million entries before it grows. */
const CAPACITY = 2 ** 21;
const FULLEST = 0.7;
const REMEMBERED_LOGS = 1_000;

/**
 * Identity of an entry is logName, timestamp and insertId (https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry).
 * Kept as 64-bit hashes, two 32-bit words in a table with open addressing that is there in full from the start, so that
 * a million entries take no more memory than a hundred thousand; beyond 1.4 million it doubles. Two among a million
 * different identities share a hash once in 40 million runs.
 */
export function createSeenIdentities(capacity = CAPACITY): SeenIdentities {
  let table = new Uint32Array(capacity * 2);
  let size = 0;
  const logs = new Map<string, Hash>();

  const insert = (target: Uint32Array, high: number, low: number): boolean => {
    const mask = target.length / 2 - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 2;
      if (target[at] === 0 && target[at + 1] === 0) {
        target[at] = high;
        target[at + 1] = low;
        return true;
      }
      if (target[at] === high && target[at + 1] === low) return false;
    }
  };

  const grow = () => {
    const bigger = new Uint32Array(table.length * 2);
    for (let at = 0; at < table.length; at += 2) {
      const high = table[at] ?? 0;
      const low = table[at + 1] ?? 0;
      if (high !== 0 || low !== 0) insert(bigger, high, low);
    }
    table = bigger;
  };

  const hashOfLog = (logName: string): Hash => {
    let hash = logs.get(logName);
    if (hash === undefined) {
      hash = absorb(START, logName);
      if (logs.size >= REMEMBERED_LOGS) logs.clear();
      logs.set(logName, hash);
    }
    return hash;
  };

  return {
    add(logName, time, insertId) {
      const { high, low } = finish(absorbTime(absorb(hashOfLog(logName), insertId), time));
      // All zero marks a free slot.
      const isNew = insert(table, high, low === 0 && high === 0 ? 1 : low);
      if (isNew) {
        size += 1;
        if (size > (table.length / 2) * FULLEST) grow();
      }
      return isNew;
    },
  };
}

interface Hash {
  readonly high: number;
  readonly low: number;
}

const START: Hash = { high: 0xdeadbeef, low: 0x41c6ce57 };

/** Two multiplicative lanes with different constants, after bryc's cyrb53 (https://github.com/bryc/code, public domain). */
function absorb(hash: Hash, text: string): Hash {
  let { high, low } = hash;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  // The length, so that parts cannot be shifted from one text into the next.
  return {
    high: Math.imul(high ^ (text.length + 0x10000), 2_654_435_761),
    low: Math.imul(low ^ text.length, 1_597_334_677),
  };
}

/** The time rounded to a double, and its last 32 bits exactly: together all of it, without printing the bigint. */
function absorbTime({ high, low }: Hash, time: bigint): Hash {
  const rough = Number(time);
  const exact = Number(BigInt.asUintN(32, time));
  return {
    high: Math.imul(high ^ exact, 2_654_435_761) ^ Math.floor(rough / 2 ** 32),
    low: Math.imul(low ^ Math.floor(rough / 2 ** 32), 1_597_334_677) ^ exact,
  };
}

function finish({ high, low }: Hash): Hash {
  const mixedHigh = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  const mixedLow =
    Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(mixedHigh ^ (mixedHigh >>> 13), 3_266_489_909);
  return { high: mixedHigh >>> 0, low: mixedLow >>> 0 };
}
