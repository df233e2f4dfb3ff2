import type { CollectedEntry } from '../../model/entry.ts';
import type { Graded } from '../../model/severity.ts';
import { type CountedTables, countEntry, nameOfGrade } from './counted-tables.ts';
import { absorbExamples, addExample, MOST_EXAMPLES } from './examples.ts';
import { absorbExtent, emptyExtent } from './extent.ts';
import type { CountedEntry, KeptEntry } from './kept-entry.ts';
import { absorbOrigins, emptyOrigins, settleOrigins } from './origins.ts';
import { namesAlsoIn, quotedNames } from './quoted-names.ts';
import { absorbSpans, absorbTallies, addTally, emptySpans, emptyTallies, type Tallies } from './tally.ts';
import { absorbHistogram, emptyHistogram } from './timeline.ts';

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
  };
}

/** Counts one entry in. Changes `summary`; holds nothing of the entry itself. */
export function addEntry(summary: Summary, entry: CollectedEntry): void {
  countEntry(summary, entry);
  addTexts(summary, entry);
}

/** Notes what counting an entry in its tables leaves out: which error groups it names, what it quotes, itself as an example. */
export function addTexts(summary: Summary, entry: CollectedEntry): void {
  addNames(summary, entry);
  addExample(summary.examples, entry);
}

/** Counts an entry in that was kept before. */
export function addKeptEntry(summary: Summary, entry: KeptEntry): void {
  countEntry(summary, entry);
  addNames(summary, entry, entry.isPlaced ? `${entry.message}\n${entry.exception}` : entry.message);
  absorbExamples(summary.examples, [entry]);
}

/** `addTexts` of an entry whose hash is larger than this, and which is in no error group, changes nothing. */
export function changesUpTo(summary: Summary): number {
  const { examples, commonNames } = summary;
  const last = examples[MOST_EXAMPLES - 1];
  return last === undefined || commonNames === null || commonNames.length > 0
    ? Number.POSITIVE_INFINITY
    : last.insertHash;
}

/** Counts an entry in of which no more is known than what is counted. */
export function addBareEntry(summary: Summary, entry: CountedEntry): void {
  countEntry(summary, entry);
  addErrorGroups(summary, entry);
}

function addErrorGroups(summary: Summary, { errorGroups }: CountedEntry): void {
  for (let at = 0; at < errorGroups.length; at += 1) {
    const group = errorGroups[at] ?? '';
    addTally(summary.errorGroups, group, group);
  }
}

function addNames(summary: Summary, entry: CountedEntry, said = entry.message): void {
  addErrorGroups(summary, entry);
  const names = summary.commonNames;
  if (names === null) summary.commonNames = quotedNames(said);
  else if (names.length > 0) summary.commonNames = namesAlsoIn(names, said);
}

/** Makes the samples complete: to be called before anything is read but the number of entries. */
export function settleSummary(summary: Summary): void {
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

/** The same entries, all of this severity. */
export function regraded(summary: Summary, grade: Graded): Summary {
  const severities: Summary['severities'] = emptyTallies();
  addTally(severities, grade, nameOfGrade(grade), summary.count);
  return { ...summary, severities };
}

function commonTo(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  if (a === null || b === null) return a ?? b;
  const other = new Set(b);
  return a.filter((name) => other.has(name));
}
