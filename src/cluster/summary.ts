import type { CollectedEntry, Place } from '../model/entry.ts';
import { SEVERITIES, SEVERITY_RANK } from '../model/severity.ts';
import { absorbDistinct, addDistinct, type Distinct, emptyDistinct } from './distinct.ts';
import { absorbExamples, addExample, type Example } from './examples.ts';
import { toKey } from './hash.ts';
import { addOccurrence, emptyOccurrences, joinCells, type Occurrences } from './occurrences.ts';
import { namesAlsoIn, quotedNames } from './quoted-names.ts';
import { absorbSample, emptySample, keep, type Sample } from './sample.ts';
import {
  addSpan,
  addTally,
  earlier,
  emptyNames,
  joinSpans,
  joinTallies,
  later,
  type Moment,
  type Spans,
  type Tallies,
} from './tally.ts';
import { absorbHistogram, addToHistogram, emptyHistogram, type Histogram } from './timeline.ts';

const MOST_TRACES = 512;

/**
 * All that is remembered of a set of entries. A commutative monoid: `emptySummary` is its neutral element and
 * `mergeSummaries` its operation, so slices of a log can be summarised anywhere, in any order, and put together.
 * Its size has a limit, whatever the number of entries.
 */
export interface Summary {
  count: number;
  first: Moment | null;
  last: Moment | null;
  /** Entries per severity, by its rank. */
  readonly severities: number[];
  readonly timeline: Histogram;
  readonly services: Tallies<string>;
  readonly revisions: Spans;
  readonly places: Tallies<Place>;
  readonly statuses: Tallies<number>;
  readonly errorGroups: Tallies<string>;
  readonly instances: Distinct;
  readonly users: Distinct;
  readonly traces: Distinct;
  readonly occurrences: Occurrences;
  /** Some trace ids: those with the smallest hashes, so that patterns which share traces keep the same ones. */
  readonly sampledTraces: Sample<number, true>;
  readonly examples: Example[];
  /** Identifiers that every message quotes; null when there is no entry yet. */
  commonNames: readonly string[] | null;
}

export function emptySummary(): Summary {
  return {
    count: 0,
    first: null,
    last: null,
    severities: SEVERITIES.map(() => 0),
    timeline: emptyHistogram(),
    services: emptyNames(),
    revisions: emptyNames(),
    places: emptyNames(),
    statuses: emptyNames(),
    errorGroups: emptyNames(),
    instances: emptyDistinct(),
    users: emptyDistinct(),
    traces: emptyDistinct(),
    occurrences: emptyOccurrences(),
    sampledTraces: emptySample(MOST_TRACES, (trace) => trace),
    examples: [],
    commonNames: null,
  };
}

/** Counts one entry in. Changes `summary`, since this runs once per entry of a log. */
export function addEntry(summary: Summary, entry: CollectedEntry): void {
  const moment: Moment = { time: entry.time, text: entry.timestamp };
  const milliseconds = Number(entry.time / 1_000_000n);
  const rank = SEVERITY_RANK[entry.severity];
  summary.count += 1;
  summary.first = earlier(summary.first, moment);
  summary.last = later(summary.last, moment);
  summary.severities[rank] = (summary.severities[rank] ?? 0) + 1;
  addToHistogram(summary.timeline, Math.floor(milliseconds / 1000), 1);
  if (entry.service !== '') addTally(summary.services, entry.service, entry.service);
  if (entry.revision !== '') addSpan(summary.revisions, entry.revision, moment);
  if (entry.place !== null) addTally(summary.places, placeKey(entry.place), entry.place);
  if (entry.http !== null) addTally(summary.statuses, String(entry.http.status), entry.http.status);
  for (const group of entry.errorGroups) addTally(summary.errorGroups, group, group);
  if (entry.instanceHash !== null) {
    addDistinct(summary.instances, entry.instanceHash);
    addOccurrence(summary.occurrences, entry.instanceHash, milliseconds);
  }
  if (entry.userHash !== null) addDistinct(summary.users, entry.userHash);
  if (entry.traceHash !== null) {
    addDistinct(summary.traces, entry.traceHash);
    keep(summary.sampledTraces, toKey(entry.traceHash), true);
  }
  addExample(summary.examples, entry);
  summary.commonNames =
    summary.commonNames === null ? quotedNames(entry.message) : namesAlsoIn(summary.commonNames, entry.message);
}

/** The summary of both sets of entries; neither argument changes. */
export function mergeSummaries(a: Summary, b: Summary): Summary {
  const merged = emptySummary();
  absorbSummary(merged, a);
  absorbSummary(merged, b);
  return merged;
}

/** Adds all of `from` to `into`; for putting many summaries together without copying each time. */
export function absorbSummary(into: Summary, from: Summary): void {
  into.count += from.count;
  into.first = from.first === null ? into.first : earlier(into.first, from.first);
  into.last = from.last === null ? into.last : later(into.last, from.last);
  for (const [rank, count] of from.severities.entries()) {
    into.severities[rank] = (into.severities[rank] ?? 0) + count;
  }
  absorbHistogram(into.timeline, from.timeline);
  absorbSample(into.services, from.services, joinTallies);
  absorbSample(into.revisions, from.revisions, joinSpans);
  absorbSample(into.places, from.places, joinTallies);
  absorbSample(into.statuses, from.statuses, joinTallies);
  absorbSample(into.errorGroups, from.errorGroups, joinTallies);
  absorbDistinct(into.instances, from.instances);
  absorbDistinct(into.users, from.users);
  absorbDistinct(into.traces, from.traces);
  absorbSample(into.occurrences, from.occurrences, joinCells);
  absorbSample(into.sampledTraces, from.sampledTraces, () => true);
  absorbExamples(into.examples, from.examples);
  into.commonNames = commonTo(into.commonNames, from.commonNames);
}

function placeKey({ module, function: name, file, line }: Place): string {
  return `${module}\u0000${name}\u0000${file}\u0000${line}`;
}

function commonTo(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  if (a === null || b === null) return a ?? b;
  const other = new Set(b);
  return a.filter((name) => other.has(name));
}
