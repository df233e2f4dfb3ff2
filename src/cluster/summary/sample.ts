/**
 * At most `limit` keys, those with the smallest hash, each with what is known about it ("bottom-k" sampling).
 * Which keys remain depends on the set of keys alone, not on their order; a key that remains was there from its first
 * occurrence on, so what is kept about it is complete. Two samples keep the same keys of what they share.
 */
export interface Sample<Key, Value> {
  readonly limit: number;
  readonly hashOf: (key: Key) => number;
  /** No key with a larger hash can be among the smallest any more. */
  bound: number;
  readonly kept: Map<Key, Value>;
}

export function emptySample<Key, Value>(limit: number, hashOf: (key: Key) => number): Sample<Key, Value> {
  return { limit, hashOf, bound: Number.POSITIVE_INFINITY, kept: new Map() };
}

/** Notes a key that is not kept yet; in vain if its hash is not among the smallest. */
export function keep<Key, Value>(sample: Sample<Key, Value>, key: Key, value: Value): void {
  if (sample.hashOf(key) > sample.bound) return;
  sample.kept.set(key, value);
  // Twice the limit before sorting: the cost of a sort is spread over as many new keys.
  if (sample.kept.size > 2 * sample.limit) settle(sample);
}

/** Drops what is beyond the limit; afterwards every key with a hash up to `bound` is in `kept`. */
export function settle<Key, Value>(sample: Sample<Key, Value>): Sample<Key, Value> {
  if (sample.kept.size > sample.limit) tighten(sample);
  return sample;
}

function tighten<Key, Value>(sample: Sample<Key, Value>): void {
  const hashes = Float64Array.from(sample.kept.keys(), sample.hashOf).sort();
  sample.bound = hashes[sample.limit - 1] ?? sample.bound;
  dropBeyond(sample);
}

/** Drops what another sample, which this one is to take in, could not have kept. */
export function lowerBound<Key, Value>(sample: Sample<Key, Value>, bound: number): void {
  if (bound >= sample.bound) return;
  sample.bound = bound;
  dropBeyond(sample);
}

function dropBeyond<Key, Value>({ kept, hashOf, bound }: Sample<Key, Value>): void {
  for (const key of kept.keys()) if (hashOf(key) > bound) kept.delete(key);
}
