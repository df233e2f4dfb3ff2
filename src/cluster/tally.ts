import { hashText } from '../collect/hash.ts';
import { emptySample, keep, type Sample } from './sample.ts';

/** Names of one sort (places, revisions …) that are counted per pattern; a log has no more unless it is hostile. */
const MOST_NAMES = 1_000;

/** A point in time: exact, and as the entry prints it. */
export interface Moment {
  readonly time: bigint;
  readonly text: string;
}

/** How often a name was seen. Changes while entries are counted. */
export interface Tally<What> {
  readonly what: What;
  count: number;
}

/** How often a name was seen, and when. */
export interface Span extends Tally<string> {
  first: Moment;
  last: Moment;
}

export type Tallies<What> = Sample<string, Tally<What>>;
export type Spans = Sample<string, Span>;

export function emptyNames<Value>(): Sample<string, Value> {
  return emptySample(MOST_NAMES, hashText);
}

/** Counts a name; `what` it stands for is kept beside it. */
export function addTally<What>(tallies: Tallies<What>, name: string, what: What): void {
  const known = tallies.kept.get(name);
  if (known === undefined) keep(tallies, name, { what, count: 1 });
  else known.count += 1;
}

export function addSpan(spans: Spans, name: string, moment: Moment): void {
  const known = spans.kept.get(name);
  if (known === undefined) {
    keep(spans, name, { what: name, count: 1, first: moment, last: moment });
  } else {
    known.count += 1;
    known.first = earlier(known.first, moment);
    known.last = later(known.last, moment);
  }
}

export function joinTallies<What>(known: Tally<What> | undefined, value: Tally<What>): Tally<What> {
  return { what: value.what, count: value.count + (known?.count ?? 0) };
}

export function joinSpans(known: Span | undefined, value: Span): Span {
  return {
    ...joinTallies(known, value),
    first: earlier(known?.first ?? null, value.first),
    last: later(known?.last ?? null, value.last),
  };
}

export function earlier(a: Moment | null, b: Moment): Moment {
  if (a === null || b.time < a.time) return b;
  // One instant may be printed in several ways: `…:05Z` and `…:05.000Z`.
  return b.time === a.time && b.text < a.text ? b : a;
}

export function later(a: Moment | null, b: Moment): Moment {
  if (a === null || b.time > a.time) return b;
  return b.time === a.time && b.text < a.text ? b : a;
}
