import { absorbDistinct, addDistinct, type Distinct, emptyDistinct } from './distinct.ts';
import {
  absorbOccurrences,
  addOccurrence,
  emptyOccurrences,
  type Occurrences,
  settleOccurrences,
} from './occurrences.ts';
import { absorbTraces, emptyTraceSample, type SampledTraces, settleTraces } from './sampled-traces.ts';

/** Which instances, users and traces entries came from, and when an instance wrote them. */
export interface Origins {
  readonly instances: Distinct;
  readonly users: Distinct;
  readonly traces: Distinct;
  readonly occurrences: Occurrences;
  readonly sampledTraces: SampledTraces;
}

export function emptyOrigins(): Origins {
  return {
    instances: emptyDistinct(),
    users: emptyDistinct(),
    traces: emptyDistinct(),
    occurrences: emptyOccurrences(),
    sampledTraces: emptyTraceSample(),
  };
}

/** Makes the samples complete: to be called before anything is read. */
export function settleOrigins(origins: Origins): void {
  settleOccurrences(origins.occurrences);
  settleTraces(origins);
}

/** Adds all of another's, which must be settled. */
export function absorbOrigins(into: Origins, from: Origins): void {
  absorbDistinct(into.instances, from.instances);
  absorbDistinct(into.users, from.users);
  absorbTraces(into, from);
  absorbOccurrences(into.occurrences, from.occurrences);
}

/** Hashes of an instance, and when it wrote an entry. */
export function addInstance(
  { instances, occurrences }: Origins,
  instance: number,
  seconds: number,
  nanos: number,
): void {
  addDistinct(instances, instance);
  addOccurrence(occurrences, instance, seconds, nanos);
}
