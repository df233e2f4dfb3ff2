import type { Place } from '../../model/entry.ts';
import type { Graded } from '../../model/severity.ts';
import { compareText } from '../compare.ts';
import { type Distinct, distinctOf, hashesOf } from './distinct.ts';
import { type Extent, emptyExtent } from './extent.ts';
import type { KeptEntry } from './kept-entry.ts';
import { decodeDoubles, decodeIntegers, encodeDoubles, encodeIntegers } from './numbers-as-text.ts';
import { emptyOccurrences, type Occurrences } from './occurrences.ts';
import { emptyOrigins } from './origins.ts';
import { type Sample, settle } from './sample.ts';
import { emptyTraceSample } from './sampled-traces.ts';
import { type Summary, settleSummary } from './summary.ts';
import { emptySpans, emptyTallies, type Span, type Tally } from './tally.ts';
import { histogramOf, timelineOf } from './timeline.ts';

/** A sample by rising keys; a bound of null is none. */
interface Encoded<Kept> {
  readonly bound: number | null;
  readonly kept: Kept;
}

type Named<Value> = Encoded<[name: string, value: Value][]>;

/** A summary as JSON holds it. Numbers that may be many are bytes in base64, little-endian. */
export interface EncodedSummary {
  readonly count: number;
  /** Null of no entry. */
  readonly extent: Extent | null;
  readonly severities: Named<Tally<Graded>>;
  readonly timeline: ReturnType<typeof timelineOf>;
  readonly services: Named<Tally<string>>;
  readonly revisions: Named<Span>;
  readonly places: Named<Tally<Place>>;
  readonly statuses: Named<Tally<number>>;
  readonly errorGroups: Named<Tally<string>>;
  /** Hashes as doubles; null where there are too many to be counted exactly. */
  readonly instances: string | null;
  readonly users: string | null;
  readonly traces: string | null;
  /** Cells, then the span of each, 32 bits each. */
  readonly occurrences: Encoded<string>;
  /** 32 bits each; null where `traces` has them. */
  readonly sampledTraces: Encoded<string> | null;
  readonly examples: readonly KeptEntry[];
  readonly commonNames: readonly string[] | null;
}

/** Equal summaries are encoded alike, however they came about. */
export function encodeSummary(summary: Summary): EncodedSummary {
  settleSummary(summary);
  const { count, extent, occurrences, sampledTraces } = summary;
  return {
    count,
    extent: count === 0 ? null : extent,
    severities: encodeNamed(summary.severities),
    timeline: timelineOf(summary.timeline),
    services: encodeNamed(summary.services),
    revisions: encodeNamed(summary.revisions),
    places: encodeNamed(summary.places),
    statuses: encodeNamed(summary.statuses),
    errorGroups: encodeNamed(summary.errorGroups),
    instances: encodeDistinct(summary.instances),
    users: encodeDistinct(summary.users),
    traces: encodeDistinct(summary.traces),
    occurrences: {
      bound: encodeBound(occurrences),
      kept: encodeIntegers([...occurrences.keys, ...occurrences.spans]),
    },
    sampledTraces: summary.traces.overflown
      ? { bound: encodeBound(sampledTraces), kept: encodeIntegers(sampledTraces.keys) }
      : null,
    examples: summary.examples,
    commonNames: summary.commonNames,
  };
}

export function decodeSummary(encoded: EncodedSummary): Summary {
  const { count, extent, occurrences, sampledTraces } = encoded;
  return {
    ...emptyOrigins(),
    count,
    extent: extent ?? emptyExtent(),
    severities: { ...emptyTallies(), ...decodeNamed(encoded.severities) },
    timeline: histogramOf(encoded.timeline),
    services: { ...emptyTallies(), ...decodeNamed(encoded.services) },
    revisions: { ...emptySpans(), ...decodeNamed(encoded.revisions) },
    places: { ...emptyTallies(), ...decodeNamed(encoded.places) },
    statuses: { ...emptyTallies(), ...decodeNamed(encoded.statuses) },
    errorGroups: { ...emptyTallies(), ...decodeNamed(encoded.errorGroups) },
    instances: decodeDistinct(encoded.instances),
    users: decodeDistinct(encoded.users),
    traces: decodeDistinct(encoded.traces),
    occurrences: { ...emptyOccurrences(), bound: decodeBound(occurrences.bound), ...decodeCells(occurrences.kept) },
    sampledTraces: {
      ...emptyTraceSample(),
      bound: decodeBound(sampledTraces?.bound ?? null),
      keys: decodeIntegers(sampledTraces?.kept ?? ''),
    },
    examples: [...encoded.examples],
    commonNames: encoded.commonNames,
  };
}

function encodeNamed<Value>(sample: Sample<Value>): Named<Value> {
  const { kept } = settle(sample);
  return { bound: encodeBound(sample), kept: [...kept].sort(([a], [b]) => compareText(a, b)) };
}

function decodeNamed<Value>({ bound, kept }: Named<Value>): Pick<Sample<Value>, 'bound' | 'kept'> {
  return { bound: decodeBound(bound), kept: new Map(kept) };
}

function encodeBound({ bound }: { readonly bound: number }): number | null {
  return bound === Number.POSITIVE_INFINITY ? null : bound;
}

function decodeBound(bound: number | null): number {
  return bound ?? Number.POSITIVE_INFINITY;
}

function encodeDistinct(distinct: Distinct): string | null {
  const hashes = hashesOf(distinct);
  return hashes === null ? null : encodeDoubles(hashes);
}

function decodeDistinct(text: string | null): Distinct {
  return distinctOf(text === null ? null : decodeDoubles(text));
}

function decodeCells(text: string): Pick<Occurrences, 'keys' | 'spans'> {
  const numbers = decodeIntegers(text);
  const half = numbers.length / 2;
  return { keys: numbers.subarray(0, half), spans: numbers.subarray(half) };
}
