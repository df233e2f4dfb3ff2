import type { CollectedEntry } from '../../model/entry.ts';
import { absorbExamples, addExample } from './examples.ts';
import { absorbExtent, emptyExtent } from './extent.ts';
import type { CountedEntry, KeptEntry } from './kept-entry.ts';
import { absorbOrigins, emptyOrigins, settleOrigins } from './origins.ts';
import { namesAlsoIn, quotedNames } from './quoted-names.ts';
import { absorbSpans, absorbTallies, addTally, emptySpans, emptyTallies, type Tallies } from './tally.ts';
import { absorbHistogram, emptyHistogram } from './timeline.ts';
import { type CountedTables, countWaiting, emptyWaiting, putOff } from './waiting.ts';

/**
 * All that is remembered of a set of entries. A commutative monoid: `emptySummary` is its neutral element and
 * `absorbSummary` its operation, so slices of a log can be summarised anywhere, in any order, and put together.
 * Its size has a limit, whatever the number of entries.
 */
export interface Summary extends CountedTables {
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
    waiting: emptyWaiting(),
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
  const { errorGroups } = entry;
  summary.count += 1;
  putOff(summary, entry);
  for (let at = 0; at < errorGroups.length; at += 1) {
    const group = errorGroups[at] ?? '';
    addTally(summary.errorGroups, group, group);
  }
  const names = summary.commonNames;
  if (names === null) summary.commonNames = quotedNames(entry.message);
  else if (names.length > 0) summary.commonNames = namesAlsoIn(names, entry.message);
}

/** Counts what waits and makes the samples complete: to be called before anything is read but the number of entries. */
export function settleSummary(summary: Summary): void {
  countWaiting(summary);
  settleOrigins(summary);
}

/**
 * Adds all of `from` to `into`, so that many summaries are put together without copying each time. What `from` says does
 * not change.
 */
export function absorbSummary(into: Summary, from: Summary): void {
  settleSummary(from);
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

function commonTo(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  if (a === null || b === null) return a ?? b;
  const other = new Set(b);
  return a.filter((name) => other.has(name));
}
