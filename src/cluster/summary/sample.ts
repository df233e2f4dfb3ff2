import { hashText } from '../../collect/hash.ts';

/**
 * At most some number of names, those with the smallest hash, each with what is known about it ("bottom-k" sampling).
 * Which names remain depends on the set of names alone, not on their order; a name that remains was there from its first
 * occurrence on, so what is kept about it is complete. Two samples keep the same names of what they share. Plain data,
 * so that it can be sent to another thread.
 */
export interface Sample<Value> {
  /** No name with a larger hash can be among the smallest any more. */
  bound: number;
  readonly kept: Map<string, Value>;
}

/** Which names remain; the same one for all that is done with a sample. */
export interface Choice {
  readonly limit: number;
  readonly hashOf: (name: string) => number;
}

/** Names of one sort (places, revisions …) that are counted per pattern; a log has no more unless it is hostile. */
const NAMES: Choice = { limit: 1_000, hashOf: hashText };

export function emptySample<Value>(): Sample<Value> {
  return { bound: Number.POSITIVE_INFINITY, kept: new Map() };
}

/** Notes a name that is not kept yet; in vain if its hash is not among the smallest. */
export function keep<Value>(sample: Sample<Value>, name: string, value: Value, choice = NAMES): void {
  if (choice.hashOf(name) > sample.bound) return;
  sample.kept.set(name, value);
  // Twice the limit before sorting: the cost of a sort is spread over as many new names.
  if (sample.kept.size > 2 * choice.limit) settle(sample, choice);
}

/** Drops what is beyond the limit; afterwards every name with a hash up to `bound` is in `kept`. */
export function settle<Value>(sample: Sample<Value>, choice = NAMES): Sample<Value> {
  if (sample.kept.size > choice.limit) {
    const hashes = Float64Array.from(sample.kept.keys(), choice.hashOf).sort();
    sample.bound = hashes[choice.limit - 1] ?? sample.bound;
    dropBeyond(sample, choice);
  }
  return sample;
}

/** Drops what another sample, which this one is to take in, could not have kept. */
export function lowerBound<Value>(sample: Sample<Value>, bound: number, choice = NAMES): void {
  if (bound >= sample.bound) return;
  sample.bound = bound;
  dropBeyond(sample, choice);
}

function dropBeyond<Value>({ kept, bound }: Sample<Value>, { hashOf }: Choice): void {
  for (const name of kept.keys()) if (hashOf(name) > bound) kept.delete(name);
}
