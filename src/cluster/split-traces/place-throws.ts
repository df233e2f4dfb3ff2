import { hashText } from '../../collect/hash.ts';
import { compareText } from '../compare.ts';
import { messageSkeleton } from '../skeleton/message-skeleton.ts';
import { BareEntryList, eachBareEntry } from '../summary/bare-entries.ts';
import { type CountedEntry, type KeptEntry, withException } from '../summary/kept-entry.ts';
import { noLineTimes } from '../summary/line-times.ts';
import { type Content, createSummariser, type SkeletonSummaries } from '../summary/summarise.ts';
import { keyOf } from '../token-key.ts';
import { type FoundTrace, indexTraceLines, type TraceLines } from './trace-lines.ts';

/** The skeletons of a log in which an exception that was thrown in several places is one for each of them. */
export interface PlacedThrows {
  readonly skeletons: SkeletonSummaries;
  /** The index in `skeletons` of an entry of what was the skeleton of that index; of most of them where none is named. */
  placeOf(index: number, insertId: string): number | undefined;
  /**
   * Skeletons of lines that name an exception in the middle of other traces, so that nothing tells where it was thrown,
   * each with the one of the same exception that is most often placed.
   */
  readonly unclear: readonly (readonly [unclear: number, placed: number])[];
}

/** Entries of one skeleton that were thrown in one place, or of which nothing tells. */
class Group {
  readonly tokens: readonly string[];
  readonly #whole: KeptEntry[] = [];
  readonly #bare = new BareEntryList();
  /** Hashes of the insertIds. */
  readonly ids: number[] = [];

  constructor(tokens: readonly string[]) {
    this.tokens = tokens;
  }

  add(entry: KeptEntry): void {
    this.#whole.push(entry);
    this.ids.push(entry.insertHash);
  }

  addBare(entry: CountedEntry): void {
    this.#bare.add(entry);
    this.ids.push(entry.insertHash);
  }

  absorb(other: Group): void {
    for (const entry of eachBareEntry(other.#bare.settled())) this.addBare(entry);
  }

  /** Whether an example can be taken of it. */
  get isShown(): boolean {
    return this.#whole.length > 0;
  }

  get content(): Content {
    return { entries: this.#whole, bare: this.#bare.settled() };
  }
}

/** The entries of one skeleton, by where they were thrown. */
interface Places {
  readonly placed: readonly Group[];
  /** The placed one that is most frequent. */
  readonly main: Group;
  /** Of which nothing tells; they stand in the middle of other traces where that is unclear. */
  readonly left: Group;
  readonly isUnclear: boolean;
}

/**
 * Finds where each exception was thrown whose stack trace was cut into lines, an entry each: it stands beside its frames on
 * one instance, so their times tell. The entry goes on as one that carries its trace, and is what it would be had the trace
 * been written in one piece: `KeyError: 'id'` in two functions is two problems. Where lines of several traces are mixed, or
 * times are equal, nothing is told.
 */
export function placeThrows(skeletons: SkeletonSummaries): PlacedThrows {
  const same: PlacedThrows = { skeletons, placeOf: (index) => index, unclear: [] };
  const lines = indexTraceLines(skeletons);
  if (lines === null) return same;
  const found = new Map<number, Places>();
  for (const index of lines.thrown) {
    const content = skeletons[index]?.content;
    const places = content === undefined ? null : placesOf(content, lines);
    if (places !== null) found.set(index, places);
  }
  return found.size === 0 ? same : withPlaces(skeletons, found);
}

/** Null where none is placed. */
function placesOf(content: Content, lines: TraceLines): Places | null {
  if (!('entries' in content)) return null;
  const message = content.entries[0]?.message ?? '';
  const byTokens = new Map<string, Group>();
  const byText = new Map<string, Group>();
  const left = new Group([]);
  let isUnclear = false;
  const groupOf = (trace: FoundTrace): Group => {
    isUnclear ||= trace === 'unclear';
    if (trace === 'unclear' || trace === 'alone') return left;
    const known = byText.get(trace.text);
    if (known !== undefined) return known;
    const { tokens } = messageSkeleton(message, trace.text);
    const group = byTokens.get(keyOf(tokens)) ?? new Group(tokens);
    byTokens.set(keyOf(tokens), group);
    byText.set(trace.text, group);
    return group;
  };
  for (const entry of content.entries) {
    const group = groupOf(lines.traceOf(entry, message));
    const own = group === left ? null : lines.traceOf(entry, entry.message);
    group.add(own === null || own === 'alone' || own === 'unclear' ? entry : withException(entry, own.text));
  }
  for (const entry of eachBareEntry(content.bare)) groupOf(lines.traceOf(entry, message)).addBare(entry);
  return withExamples([...byTokens.values()], left, isUnclear);
}

/** Of each group an example must be known; what has none, a few of very many, goes to the most frequent place. */
function withExamples(all: readonly Group[], left: Group, isUnclear: boolean): Places | null {
  const placed = all.filter(({ isShown }) => isShown);
  const [main] = placed.toSorted(
    (a, b) => b.ids.length - a.ids.length || compareText(keyOf(a.tokens), keyOf(b.tokens)),
  );
  if (main === undefined) return null;
  for (const group of [...all, left]) if (!group.isShown) main.absorb(group);
  return { placed, main, left: left.isShown ? left : new Group([]), isUnclear: isUnclear && left.isShown };
}

function withPlaces(skeletons: SkeletonSummaries, found: ReadonlyMap<number, Places>): PlacedThrows {
  const summariser = createSummariser();
  const own = summariser.absorb(
    skeletons.map((skeleton, index) => {
      const places = found.get(index);
      return places === undefined ? skeleton : { ...skeleton, content: places.left.content };
    }),
  );
  const placed = new Map<number, Map<number | null, number>>();
  const unclear: [number, number][] = [];
  for (const [index, { placed: groups, main, left, isUnclear }] of found) {
    const byEntry = new Map<number | null, number>();
    placed.set(index, byEntry);
    for (const { tokens, content, ids } of groups) {
      const [place = -1] = summariser.absorb([{ tokens, isFinal: false, content, times: noLineTimes }]);
      for (const id of ids) byEntry.set(id, place);
    }
    const mostly = byEntry.get(main.ids[0] ?? null) ?? -1;
    const rest = own[index] ?? -1;
    for (const id of left.ids) byEntry.set(id, rest);
    byEntry.set(null, left.ids.length > main.ids.length ? rest : mostly);
    if (isUnclear) unclear.push([rest, mostly]);
  }
  const all = summariser.result();
  // What is placed as a whole has no entries left.
  const places = new Map<number, number>();
  const kept = all.filter(({ content }, place) => {
    if ('entries' in content && content.entries.length === 0) return false;
    places.set(place, places.size);
    return true;
  });
  const keptAt = (place: number | undefined): number | undefined => places.get(place ?? -1);
  return {
    skeletons: kept,
    placeOf(index, insertId) {
      const byEntry = placed.get(index);
      if (byEntry === undefined) return keptAt(own[index]);
      return keptAt(byEntry.get(hashText(insertId)) ?? byEntry.get(null));
    },
    unclear: unclear.map(([index, place]) => [keptAt(index) ?? -1, keptAt(place) ?? -1] as const),
  };
}
