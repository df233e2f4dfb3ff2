import { compareText } from '../compare.ts';
import { messageSkeleton } from '../skeleton/message-skeleton.ts';
import { type KeptEntry, withException } from '../summary/kept-entry.ts';
import { noLineTimes } from '../summary/line-times.ts';
import { createSummariser, type SkeletonSummaries } from '../summary/summarise.ts';
import { keyOf } from '../token-key.ts';
import { indexTraceLines, type TraceLines } from './trace-lines.ts';

/** The skeletons of a log in which an exception that was thrown in several places is one for each of them. */
export interface PlacedThrows {
  readonly skeletons: SkeletonSummaries;
  /** The index in `skeletons` of an entry of what was the skeleton of that index; of some entry where none is named. */
  placeOf(index: number, insertId: string): number | undefined;
  /**
   * Skeletons of lines that name an exception in the middle of other traces, so that nothing tells where it was thrown,
   * each with the one of the same exception that is most often placed.
   */
  readonly unclear: readonly (readonly [unclear: number, placed: number])[];
}

/** What was thrown in one place. */
interface Throw {
  readonly tokens: readonly string[];
  readonly entries: KeptEntry[];
}

/** The entries of one skeleton, by where they were thrown. */
interface Places {
  readonly throws: readonly Throw[];
  /** Of which nothing tells. */
  readonly left: readonly KeptEntry[];
  readonly isUnclear: boolean;
}

/**
 * Finds where each exception was thrown whose stack trace was cut into lines, an entry each, if it says too little by
 * itself: `KeyError: 'id'` in two functions is two problems. It stands beside its frames on one instance, so their times
 * tell; the entry goes on as one that carries its trace, and counts exactly there. Where lines of several traces are
 * mixed, or times are equal, nothing is told.
 */
export function placeThrows(skeletons: SkeletonSummaries): PlacedThrows {
  const same: PlacedThrows = { skeletons, placeOf: (index) => index, unclear: [] };
  const lines = indexTraceLines(skeletons);
  if (lines === null) return same;
  const found = new Map<number, Places>();
  for (const index of lines.thrown) {
    const content = skeletons[index]?.content;
    const places = placesOf(content !== undefined && 'entries' in content ? content.entries : [], lines);
    if (places.throws.length > 0) found.set(index, places);
  }
  return found.size === 0 ? same : withPlaces(skeletons, found);
}

function placesOf(entries: readonly KeptEntry[], lines: TraceLines): Places {
  const byTokens = new Map<string, Throw>();
  const tokensOf = new Map<string, readonly string[]>();
  const left: KeptEntry[] = [];
  let isUnclear = false;
  for (const entry of entries) {
    const trace = lines.traceOf(entry);
    if (trace === 'alone' || trace === 'unclear') {
      left.push(entry);
      isUnclear ||= trace === 'unclear';
      continue;
    }
    const said = keyOf([trace.text, entry.message]);
    const tokens = tokensOf.get(said) ?? messageSkeleton(entry.message, trace.text).tokens;
    tokensOf.set(said, tokens);
    const key = keyOf(tokens);
    const thrown = byTokens.get(key) ?? { tokens, entries: [] };
    byTokens.set(key, thrown);
    thrown.entries.push(withException(entry, trace.text));
  }
  return withExamples([...byTokens.values()], left, isUnclear);
}

/** Of each place an example must be known; what has none goes to the most frequent place. */
function withExamples(throws: readonly Throw[], left: readonly KeptEntry[], isUnclear: boolean): Places {
  const isShown = (entries: readonly KeptEntry[]): boolean => entries.some(({ isBare }) => !isBare);
  const shown = throws.filter(({ entries }) => isShown(entries));
  const main = mostFrequent(shown);
  if (main === undefined) return { throws: [], left, isUnclear };
  for (const { entries } of throws.filter((one) => !shown.includes(one))) main.entries.push(...entries);
  if (left.length === 0 || isShown(left)) return { throws: shown, left, isUnclear };
  main.entries.push(...left);
  return { throws: shown, left: [], isUnclear: false };
}

function mostFrequent(throws: readonly Throw[]): Throw | undefined {
  return throws.toSorted(
    (a, b) => b.entries.length - a.entries.length || compareText(keyOf(a.tokens), keyOf(b.tokens)),
  )[0];
}

function withPlaces(skeletons: SkeletonSummaries, found: ReadonlyMap<number, Places>): PlacedThrows {
  const summariser = createSummariser();
  const own = summariser.absorb(
    skeletons.map((skeleton, index) => {
      const places = found.get(index);
      return places === undefined ? skeleton : { ...skeleton, content: { entries: places.left } };
    }),
  );
  const placed = new Map<number, Map<string, number>>();
  const unclear: [number, number][] = [];
  for (const [index, { throws, isUnclear }] of found) {
    const main = mostFrequent(throws);
    const byEntry = new Map<string, number>();
    for (const thrown of throws) {
      const { tokens, entries } = thrown;
      const [place = -1] = summariser.absorb([{ tokens, isFinal: false, content: { entries }, times: noLineTimes }]);
      for (const { insertId } of entries) byEntry.set(insertId, place);
      if (thrown !== main) continue;
      byEntry.set('', place);
      if (isUnclear) unclear.push([own[index] ?? -1, place]);
    }
    placed.set(index, byEntry);
  }
  const all = summariser.result();
  // What is placed as a whole has no entries left.
  const isThere = all.map(({ content }) => !('entries' in content) || content.entries.length > 0);
  const kept = isThere.map((_, index) => isThere.slice(0, index).filter(Boolean).length);
  return {
    skeletons: all.filter((_, index) => isThere[index]),
    placeOf(index, insertId) {
      const byEntry = placed.get(index);
      const left = own[index] ?? -1;
      const place = byEntry?.get(insertId) ?? (byEntry === undefined || isThere[left] ? left : byEntry.get(''));
      return place === undefined ? undefined : kept[place];
    },
    unclear: unclear.map(([index, place]) => [kept[index] ?? -1, kept[place] ?? -1] as const),
  };
}
