import { addDistinct, type Distinct, overflow } from './distinct.ts';
import { LARGEST_CELL, toKey } from './hash.ts';
import { absorbKeys, emptyKeySample, type KeySample, riseOnce } from './key-sample.ts';

const MOST_TRACES = 512;
/** So many more keys than are kept lie below a bound that is guessed. */
const MARGIN = 1.5;

const NO_KEYS = new Int32Array(0);

/**
 * Some trace ids: those with the smallest hashes, so that patterns which share traces keep the same ones. As long as all
 * traces are known by their hashes (see distinct.ts), the sample is only taken when it is asked for.
 */
export interface SampledTraces extends KeySample {
  /** Of how many traces it was taken; less than there are now = it is to be taken anew. */
  takenOf: number;
  /** Keys that are not in the sample yet. */
  fresh: Int32Array;
  freshCount: number;
}

interface Traces {
  readonly traces: Distinct;
  readonly sampledTraces: SampledTraces;
}

export function emptyTraceSample(): SampledTraces {
  return { ...emptyKeySample(), takenOf: 0, fresh: NO_KEYS, freshCount: 0 };
}

export function addTrace({ traces, sampledTraces }: Traces, hash: number): void {
  if (!traces.overflown) {
    const { slots, count } = traces;
    addDistinct(traces, hash);
    if (!traces.overflown) return;
    absorbKeys(sampledTraces, smallestOf(slots, count), MOST_TRACES);
  }
  const key = toKey(hash);
  if (key > sampledTraces.bound) return;
  if (sampledTraces.freshCount === sampledTraces.fresh.length) makeRoom(sampledTraces);
  sampledTraces.fresh[sampledTraces.freshCount] = key;
  sampledTraces.freshCount += 1;
}

export function absorbTraces(into: Traces, from: Traces): void {
  if (from.traces.overflown) {
    settleTraces(into);
    overflow(into.traces);
    absorbKeys(into.sampledTraces, from.sampledTraces, MOST_TRACES);
  } else {
    for (const hash of from.traces.slots) if (hash !== 0) addTrace(into, hash);
  }
}

/** Takes the sample, from what is known so far. */
export function settleTraces({ traces, sampledTraces }: Traces): void {
  if (sampledTraces.takenOf < traces.count) {
    absorbKeys(sampledTraces, smallestOf(traces.slots, traces.count), MOST_TRACES);
  }
  sampledTraces.takenOf = traces.count;
  takeFresh(sampledTraces);
  sampledTraces.fresh = NO_KEYS;
}

function makeRoom(sampled: SampledTraces): void {
  takeFresh(sampled);
  if (sampled.fresh.length === 0) sampled.fresh = new Int32Array(MOST_TRACES);
}

function takeFresh(sampled: SampledTraces): void {
  if (sampled.freshCount === 0) return;
  const keys = riseOnce(sampled.fresh.subarray(0, sampled.freshCount));
  sampled.freshCount = 0;
  absorbKeys(sampled, { keys, bound: Number.POSITIVE_INFINITY }, MOST_TRACES);
}

/**
 * The keys of all these hashes (0 = none), or, where there are many, only the smallest of them: as many as are kept and
 * more. Hashes spread evenly, so that a bound can be guessed, and few need to be sorted.
 */
function smallestOf(hashes: Float64Array, count: number): KeySample {
  const guess = Math.floor((LARGEST_CELL * MOST_TRACES * MARGIN) / count);
  const few = guess < LARGEST_CELL ? keysUpTo(hashes, guess, count) : NO_KEYS;
  const keys = few.length > MOST_TRACES ? few : keysUpTo(hashes, LARGEST_CELL, count);
  return { keys, bound: Number.POSITIVE_INFINITY };
}

function keysUpTo(hashes: Float64Array, most: number, count: number): Int32Array {
  const keys = new Int32Array(count);
  let length = 0;
  for (let at = 0; at < hashes.length; at += 1) {
    const hash = hashes[at] ?? 0;
    const key = toKey(hash);
    if (hash === 0 || key > most) continue;
    keys[length] = key;
    length += 1;
  }
  return riseOnce(keys.subarray(0, length));
}
