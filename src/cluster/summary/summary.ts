import type { CollectedEntry, Place } from '../../model/entry.ts';
import type { Severity } from '../../model/severity.ts';
import { absorbExamples, addExample } from './examples.ts';
import { absorbExtent, type Extent, emptyExtent, extend } from './extent.ts';
import type { CountedEntry, KeptEntry } from './kept-entry.ts';
import { absorbOrigins, addOrigin, emptyOrigins, type Origins, settleOrigins } from './origins.ts';
import { namesAlsoIn, quotedNames } from './quoted-names.ts';
import {
  absorbSpans,
  absorbTallies,
  addTally,
  emptySpans,
  emptyTallies,
  type Spans,
  spanOf,
  type Tallies,
} from './tally.ts';
import { absorbHistogram, addToHistogram, emptyHistogram, type Histogram } from './timeline.ts';

/**
 * All that is remembered of a set of entries. A commutative monoid: `emptySummary` is its neutral element and
 * `absorbSummary` its operation, so slices of a log can be summarised anywhere, in any order, and put together.
 * Its size has a limit, whatever the number of entries.
 */
export interface Summary extends Origins {
  count: number;
  readonly extent: Extent;
  readonly severities: Tallies<Severity>;
  readonly timeline: Histogram;
  readonly services: Tallies<string>;
  readonly revisions: Spans;
  readonly places: Tallies<Place>;
  readonly statuses: Tallies<number>;
  readonly errorGroups: Tallies<string>;
  readonly examples: KeptEntry[];
  /** Identifiers that every message quotes; null when there is no entry yet. */
  commonNames: readonly string[] | null;
}

export function emptySummary(): Summary {
  return {
    count: 0,
    extent: emptyExtent(),
    severities: emptyTallies(),
    timeline: emptyHistogram(),
    services: emptyTallies(),
    revisions: emptySpans(),
    places: emptyTallies(),
    statuses: emptyTallies(),
    errorGroups: emptyTallies(),
    ...emptyOrigins(),
    examples: [],
    commonNames: null,
  };
}

/** Counts one entry in. Changes `summary`, since this runs once per entry of a log; holds nothing of the entry itself. */
export function addEntry(summary: Summary, entry: CollectedEntry): void {
  count(summary, entry);
  addExample(summary.examples, entry);
}

/** Counts an entry in that was kept before. */
export function addKeptEntry(summary: Summary, entry: KeptEntry): void {
  count(summary, entry);
  absorbExamples(summary.examples, [entry]);
}

function count(summary: Summary, entry: CountedEntry): void {
  const { seconds, nanos, severity, service, revision, place, http, errorGroups } = entry;
  summary.count += 1;
  extend(summary.extent, seconds, nanos);
  addToHistogram(summary.timeline, seconds, 1);
  // What was seen last is mostly seen again, and is compared here, since V8 learns about each comparison by its place.
  const { severities, services, revisions, places, statuses } = summary;
  if (severities.last?.what === severity) severities.last.count += 1;
  else addTally(severities, severity, severity);
  if (services.last?.what === service) services.last.count += 1;
  else if (service !== '') addTally(services, service, service);
  if (place !== null) {
    if (places.last?.what === place) places.last.count += 1;
    else addTally(places, place, nameOfPlace(place));
  }
  if (revision !== '') {
    const span = revisions.last?.what === revision ? revisions.last : spanOf(revisions, revision);
    span.count += 1;
    extend(span, seconds, nanos);
  }
  if (http !== null) addTally(statuses, http.status, String(http.status));
  for (let at = 0; at < errorGroups.length; at += 1) {
    const group = errorGroups[at] ?? '';
    addTally(summary.errorGroups, group, group);
  }
  addOrigin(summary, entry, summary.count);
  const names = summary.commonNames;
  if (names === null) summary.commonNames = quotedNames(entry.message);
  else if (names.length > 0) summary.commonNames = namesAlsoIn(names, entry.message);
}

/**
 * Adds all of `from` to `into`, so that many summaries are put together without copying each time. What `from` says does
 * not change.
 */
export function absorbSummary(into: Summary, from: Summary): void {
  settleOrigins(from);
  into.count += from.count;
  absorbExtent(into.extent, from.extent);
  absorbTallies(into.severities, from.severities);
  absorbHistogram(into.timeline, from.timeline);
  absorbTallies(into.services, from.services);
  absorbSpans(into.revisions, from.revisions);
  absorbTallies(into.places, from.places);
  absorbTallies(into.statuses, from.statuses);
  absorbTallies(into.errorGroups, from.errorGroups);
  absorbOrigins(into, from);
  absorbExamples(into.examples, from.examples);
  into.commonNames = commonTo(into.commonNames, from.commonNames);
}

function nameOfPlace({ module, function: name, file, line }: Place): string {
  return JSON.stringify([module, name, file, line]);
}

function commonTo(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  if (a === null || b === null) return a ?? b;
  const other = new Set(b);
  return a.filter((name) => other.has(name));
}
