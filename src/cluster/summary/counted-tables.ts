import type { Place } from '../../model/entry.ts';
import type { Graded } from '../../model/severity.ts';
import { addDistinct } from './distinct.ts';
import { absorbExtent, type Extent, emptyExtent, extend } from './extent.ts';
import type { CountedEntry } from './kept-entry.ts';
import { addInstance, type Origins } from './origins.ts';
import { addTrace } from './sampled-traces.ts';
import { addTally, type Spans, spanOf, type Tallies } from './tally.ts';
import { addToHistogram, type Histogram } from './timeline.ts';

/** What is counted of each entry. */
export interface CountedTables extends Origins {
  count: number;
  readonly extent: Extent;
  readonly severities: Tallies<Graded>;
  readonly timeline: Histogram;
  readonly services: Tallies<string>;
  readonly revisions: Spans;
  readonly places: Tallies<Place>;
  readonly statuses: Tallies<number>;
}

/** Entries that say the same of where they come from. */
export interface Alike extends Graded {
  readonly service: string;
  readonly revision: string;
  readonly place: Place | null;
  /** Null where there is no request. */
  readonly status: number | null;
  readonly extent: Extent;
  count: number;
}

/** Instead of a hash where there is none. */
export const NO_HASH = -1;

/** Counts one entry. */
export function countEntry(tables: CountedTables, entry: CountedEntry): void {
  const { seconds, nanos, severity, severitySource: source, service, revision, place, http } = entry;
  const extent = emptyExtent();
  extend(extent, seconds, nanos);
  countAlike(tables, {
    severity,
    source,
    service,
    revision,
    place,
    status: http === null ? null : http.status,
    extent,
    count: 1,
  });
  const { instanceHash, userHash, traceHash } = entry;
  countNumbers(tables, seconds, nanos, instanceHash ?? NO_HASH, userHash ?? NO_HASH, traceHash ?? NO_HASH);
}

/** Counts what entries that are alike have in common. */
export function countAlike(tables: CountedTables, alike: Alike): void {
  const { severity, source, service, revision, place, status, extent, count } = alike;
  const grade = { severity, source };
  tables.count += count;
  addTally(tables.severities, grade, nameOfGrade(grade), count);
  if (service !== '') addTally(tables.services, service, service, count);
  if (place !== null) addTally(tables.places, place, keyOf(place), count);
  if (revision !== '') {
    const span = spanOf(tables.revisions, revision);
    span.count += count;
    absorbExtent(span, extent);
  }
  if (status !== null) addTally(tables.statuses, status, String(status), count);
  absorbExtent(tables.extent, extent);
}

/** What a severity is counted by. */
export function nameOfGrade({ severity, source }: Graded): string {
  return `${severity} ${source}`;
}

/** Counts what each entry has for itself: when, and the hashes of instance, user and trace. */
export function countNumbers(
  tables: CountedTables,
  seconds: number,
  nanos: number,
  instance: number,
  user: number,
  trace: number,
): void {
  addToHistogram(tables.timeline, seconds, 1);
  if (instance !== NO_HASH) addInstance(tables, instance, seconds, nanos);
  if (user !== NO_HASH) addDistinct(tables.users, user);
  if (trace !== NO_HASH) addTrace(tables, trace);
}

function keyOf({ module, function: name, file, line }: Place): string {
  return JSON.stringify([module, name, file, line]);
}
