/**
 * At most some number of keys, the smallest ones of a set ("bottom-k" sampling), each at most 30 bits. Which keys remain
 * depends on the set alone; two samples keep the same keys of what they share. Tables of numbers, since each pattern has
 * two of them.
 */
export interface KeySample {
  /** No larger key can be among the smallest any more. */
  bound: number;
  /** Rising. */
  keys: Int32Array;
}

const NO_KEYS = new Int32Array(0);

export function emptyKeySample(): KeySample {
  return { bound: Number.POSITIVE_INFINITY, keys: NO_KEYS };
}

/** Adds all of another sample: at most `limit` keys remain. */
export function absorbKeys(into: KeySample, from: KeySample, limit: number): void {
  const [mine, theirs] = [into.keys, from.keys];
  const keys = new Int32Array(Math.min(limit, mine.length + theirs.length));
  const bound = Math.min(into.bound, from.bound);
  let length = 0;
  let [at, other] = [0, 0];
  while (length < limit && (at < mine.length || other < theirs.length)) {
    const next = Math.min(mine[at] ?? Number.POSITIVE_INFINITY, theirs[other] ?? Number.POSITIVE_INFINITY);
    if (next > bound) break;
    if (mine[at] === next) at += 1;
    if (theirs[other] === next) other += 1;
    keys[length] = next;
    length += 1;
  }
  const hasMore = bound < Number.POSITIVE_INFINITY || at < mine.length || other < theirs.length;
  into.bound = length === limit && hasMore ? (keys[limit - 1] ?? bound) : bound;
  into.keys = length === keys.length ? keys : keys.slice(0, length);
}

/** Sorts the keys in place, and drops the second of equal ones. */
export function riseOnce(keys: Int32Array): Int32Array {
  keys.sort();
  let length = 0;
  for (let at = 0; at < keys.length; at += 1) {
    if (at > 0 && keys[at] === keys[at - 1]) continue;
    keys[length] = keys[at] ?? 0;
    length += 1;
  }
  return keys.subarray(0, length);
}

/** Where a key stands, or -1. */
export function placeOfKey({ keys }: KeySample, key: number): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? 0) < key) low = middle + 1;
    else high = middle;
  }
  return keys[low] === key ? low : -1;
}
