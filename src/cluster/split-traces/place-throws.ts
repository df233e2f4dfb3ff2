import { hashText } from '../../collect/hash.ts';
import { compareText } from '../compare.ts';
import { messageSkeleton } from '../skeleton/message-skeleton.ts';
import { CAUSE } from '../skeleton/trace-tokens.ts';
import { BareEntryList, eachBareEntry } from '../summary/bare-entries.ts';
import { type CountedEntry, type KeptEntry, withException } from '../summary/kept-entry.ts';
import { noLineTimes } from '../summary/line-times.ts';
import { type Content, createSummariser, type Skeleton, type SkeletonSummaries } from '../summary/summarise.ts';
import { keyOf } from '../token-key.ts';
import { type FoundTrace, indexTraceLines, type TraceLines } from './trace-lines.ts';

/** The skeletons of a log in which an exception that was thrown in several places is one for each of them. */
export interface PlacedThrows {
  readonly skeletons: SkeletonSummaries;
  /** The index in `skeletons` of an entry of what was the skeleton of that index; of most of them where none is named. */
  placeOf(index: number, insertId: string): number | undefined;
  /**
   * Skeletons of lines that name an exception in the middle of other traces, so that nothing tells where it was thrown,
   * each with those of the same exception that are placed, the most frequent first.
   */
  readonly unclear: readonly { readonly index: number; readonly placed: readonly number[] }[];
}

/** Entries of one skeleton that were thrown in one place, or of which nothing tells. */
class Group {
  readonly tokens: readonly string[];
  readonly #whole: KeptEntry[] = [];
  #bare = new BareEntryList();
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

  /** Takes over all entries of one that has no whole ones. */
  absorb(other: Group): void {
    for (const entry of eachBareEntry(other.#bare.settled())) this.addBare(entry);
    other.#bare = new BareEntryList();
    other.ids.length = 0;
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
  /** Lines of the traces of what followed from it. */
  readonly inner: Group;
  /** Of which nothing tells. */
  readonly left: Group;
  /** Whether most of those stand in the middle of other traces; others stand alone. */
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
    const skeleton = skeletons[index];
    const places = skeleton === undefined ? null : placesOf(skeleton, lines);
    if (places !== null) found.set(index, places);
  }
  return found.size === 0 ? same : withPlaces(skeletons, found);
}

/** Null where none is placed. */
function placesOf({ tokens: own, content }: Skeleton, lines: TraceLines): Places | null {
  if (!('entries' in content)) return null;
  const message = content.entries[0]?.message ?? '';
  const byTokens = new Map<string, Group>();
  const byText = new Map<string, Group>();
  const left = new Group(own);
  const inner = new Group([CAUSE, ...own]);
  let unclear = 0;
  const groupOf = (trace: FoundTrace): Group => {
    if (trace === 'unclear') unclear += 1;
    if (trace === 'unclear' || trace === 'alone') return left;
    if (trace === 'inner') return inner;
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
    const trace = lines.traceOf(entry, entry.message);
    group.add(typeof trace === 'object' ? withException(entry, trace.text) : entry);
  }
  for (const entry of eachBareEntry(content.bare)) groupOf(lines.traceOf(entry, message)).addBare(entry);
  const found = withExamples([...byTokens.values(), inner, left]);
  const placed = found.filter((group) => group !== inner && group !== left);
  if (placed.length + inner.ids.length === 0) return null;
  return { placed, inner, left, isUnclear: 2 * unclear > left.ids.length };
}

/** Of each group an example must be known; what has none, a few of very many, goes to the most frequent one. */
function withExamples(all: readonly Group[]): Group[] {
  const shown = all.filter(({ isShown }) => isShown).sort(compareGroups);
  for (const group of all) if (!group.isShown) shown[0]?.absorb(group);
  return shown;
}

/** The most frequent first. */
function compareGroups(a: Group, b: Group): number {
  return b.ids.length - a.ids.length || compareText(keyOf(a.tokens), keyOf(b.tokens));
}

/** Where the entries of one skeleton went: found out entry by entry only when it is asked for, since they may be millions. */
class PlacedEntries {
  readonly #parts: readonly { readonly ids: readonly number[]; readonly place: number }[];
  #byEntry: Map<number, number> | null = null;

  /** Those that most entries are of first. */
  constructor(placeOf: ReadonlyMap<Group, number>) {
    const falling = [...placeOf].sort(([a], [b]) => compareGroups(a, b));
    this.#parts = falling.map(([{ ids }, place]) => ({ ids, place }));
  }

  placeOf(insertId: string): number | undefined {
    this.#byEntry ??= this.#index();
    return this.#byEntry.get(hashText(insertId)) ?? this.#parts[0]?.place;
  }

  #index(): Map<number, number> {
    const byEntry = new Map<number, number>();
    for (const { ids, place } of this.#parts) for (const id of ids) byEntry.set(id, place);
    return byEntry;
  }
}

function withPlaces(skeletons: SkeletonSummaries, found: ReadonlyMap<number, Places>): PlacedThrows {
  const summariser = createSummariser();
  const own = summariser.absorb(
    skeletons.map((skeleton, index) => {
      const content = found.get(index)?.left.content ?? skeleton.content;
      // Nobody asks for times any more.
      return { ...skeleton, content, times: noLineTimes };
    }),
  );
  const placed = new Map<number, PlacedEntries>();
  const unclear: { index: number; placed: number[] }[] = [];
  for (const [index, { placed: groups, inner, left, isUnclear }] of found) {
    const rest = own[index] ?? -1;
    const placeOf = new Map([[left, rest]]);
    for (const group of [...groups, inner]) {
      if (group.ids.length === 0) continue;
      const { tokens, content } = group;
      const [place = -1] = summariser.absorb([{ tokens, isFinal: false, content, times: noLineTimes }]);
      placeOf.set(group, place);
    }
    placed.set(index, new PlacedEntries(placeOf));
    if (!isUnclear || left.ids.length === 0 || groups.length === 0) continue;
    unclear.push({ index: rest, placed: groups.map((group) => placeOf.get(group) ?? -1) });
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
      const entries = placed.get(index);
      return keptAt(entries === undefined ? own[index] : entries.placeOf(insertId));
    },
    unclear: unclear.map(({ index, placed }) => ({
      index: keptAt(index) ?? -1,
      placed: placed.map((place) => keptAt(place) ?? -1),
    })),
  };
}
