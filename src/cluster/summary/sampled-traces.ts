import { addDistinct, type Distinct, overflow } from './distinct.ts';
import { toKey } from './hash.ts';
import { absorbSample, emptySample, keep, type Sample, settle } from './sample.ts';

const MOST_TRACES = 512;

/**
 * Some trace ids: those with the smallest hashes, so that patterns which share traces keep the same ones. As long as all
 * traces are known by their hashes (see distinct.ts), the sample is only taken when it is asked for.
 */
export interface SampledTraces extends Sample<number, true> {
  /** Of how many traces it was taken; less than there are now = it is to be taken anew. */
  takenOf: number;
}

interface Traces {
  readonly traces: Distinct;
  readonly sampledTraces: SampledTraces;
}

export function emptyTraceSample(): SampledTraces {
  return { ...emptySample<number, true>(MOST_TRACES, (trace) => trace), takenOf: 0 };
}

export function addTrace({ traces, sampledTraces }: Traces, hash: number): void {
  if (!traces.overflown) {
    const { slots } = traces;
    addDistinct(traces, hash);
    if (!traces.overflown) return;
    sampleAll(sampledTraces, slots);
  }
  sample(sampledTraces, hash);
}

export function absorbTraces(into: Traces, from: Traces): void {
  if (from.traces.overflown) {
    settleTraces(into);
    overflow(into.traces);
    absorbSample(into.sampledTraces, from.sampledTraces, () => true);
  } else {
    for (const hash of from.traces.slots) if (hash !== 0) addTrace(into, hash);
  }
}

/** Takes the sample, from what is known so far. */
export function settleTraces({ traces, sampledTraces }: Traces): void {
  if (sampledTraces.takenOf < traces.count) sampleAll(sampledTraces, traces.slots);
  sampledTraces.takenOf = traces.count;
  settle(sampledTraces);
}

function sampleAll(sampled: SampledTraces, hashes: Float64Array): void {
  for (const hash of hashes) if (hash !== 0) sample(sampled, hash);
}

function sample(sampled: SampledTraces, hash: number): void {
  const trace = toKey(hash);
  if (trace <= sampled.bound) keep(sampled, trace, true);
}
