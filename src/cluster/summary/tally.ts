import { absorbExtent, type Extent, emptyExtent } from './extent.ts';
import { emptySample, keep, lowerBound, type Sample } from './sample.ts';

/** How often something was seen. Changes while entries are counted. */
export interface Tally<What> {
  readonly what: What;
  count: number;
}

/** How often a name was seen, and when. */
export interface Span extends Tally<string>, Extent {}

export type Tallies<What> = Sample<Tally<What>>;
export type Spans = Sample<Span>;

export function emptyTallies<What>(): Tallies<What> {
  return emptySample();
}

export function emptySpans(): Spans {
  return emptySample();
}

/** Counts `count` of one that goes by `name`. */
export function addTally<What>(tallies: Tallies<What>, what: What, name: string, count = 1): void {
  let tally = tallies.kept.get(name);
  if (tally === undefined) {
    tally = { what, count: 0 };
    keep(tallies, name, tally);
  }
  tally.count += count;
}

/** What is counted of a name; to be counted on by the caller. */
export function spanOf(spans: Spans, name: string): Span {
  let span = spans.kept.get(name);
  if (span === undefined) {
    span = { what: name, count: 0, ...emptyExtent() };
    keep(spans, name, span);
  }
  return span;
}

export function absorbTallies<What>(into: Tallies<What>, from: Tallies<What>): void {
  lowerBound(into, from.bound);
  for (const [name, { what, count }] of from.kept) addTally(into, what, name, count);
}

export function absorbSpans(into: Spans, from: Spans): void {
  lowerBound(into, from.bound);
  for (const [name, span] of from.kept) {
    const known = spanOf(into, name);
    known.count += span.count;
    absorbExtent(known, span);
  }
}
