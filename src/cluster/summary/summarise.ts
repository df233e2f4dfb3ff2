import type { CollectedEntry } from '../../model/entry.ts';
import { type LineRole, lineRole } from '../skeleton/line-role.ts';
import { createSkeletonIndex } from '../skeleton/skeleton-index.ts';
import { type BareEntries, eachBareEntry, noBareEntries } from './bare-entries.ts';
import { MOST_EXAMPLES } from './examples.ts';
import { HeldOfAll } from './held-entries.ts';
import { compareKept, type KeptEntry, keepEntry } from './kept-entry.ts';
import { LineTimeList, type LineTimes, noLineTimes } from './line-times.ts';
import { Rows } from './rows.ts';
import {
  absorbSummary,
  addBareEntry,
  addEntry,
  addKeptEntry,
  addTexts,
  changesUpTo,
  emptySummary,
  type Summary,
  settleSummary,
} from './summary.ts';

/** The entries whose messages are alike at first sight. */
export interface Skeleton {
  readonly tokens: readonly string[];
  /** Its template is not merged with others; see request.ts. */
  readonly isFinal: boolean;
  readonly content: Content;
  /** When its entries were written, where they may be lines of a stack trace (see line-role.ts). */
  readonly times: LineTimes;
}

/**
 * A few entries, in the order of `compareKept`, or a summary of more: most skeletons of a long tail occur once or twice,
 * and a summary, which keeps a few entries as examples anyway, is large. Of role `thrown` it is all entries, and of many
 * what is counted of them: where each was thrown is to be found out (place-throws.ts).
 */
export type Content = Entries | { readonly summary: Summary };

interface Entries {
  readonly entries: readonly KeptEntry[];
  readonly bare: BareEntries;
}

/** All that is known of a set of entries (a shard of a log, or all of it), by skeleton. */
export type SkeletonSummaries = readonly Skeleton[];

/** The part of clustering that looks at one entry at a time, and so can run anywhere, on any share of them. */
export interface Summariser {
  /** Counts an entry in; the answer is a handle for `assignmentOf`: the skeleton's index in `result`. */
  add(entry: CollectedEntry): number;
  /**
   * Counts in what another one found, which does not change; the answers are the handles that its skeletons have here, in
   * their order.
   */
  absorb(shard: SkeletonSummaries): number[];
  /** To be asked for once, when all are added. */
  result(): SkeletonSummaries;
}

/**
 * Memory grows with the number of distinct skeletons, not of entries, but for some numbers of each line of a stack trace.
 * Nothing is held of an entry that was added.
 */
export function createSummariser(): Summariser {
  const index = createSkeletonIndex();
  const summaries: (Summary | null)[] = [];
  /** What `changesUpTo` said of each summary, or more; by id, so that most summaries need not be looked at. */
  const bounds: number[] = [];
  const few: (KeptEntry[] | null)[] = [];
  /** Of another one, and not to be changed. */
  const lent: (Summary | null)[] = [];
  /** By id; undefined where nobody asked. */
  const roles: (LineRole | null | undefined)[] = [];
  const held = new HeldOfAll();
  const times: (LineTimeList | undefined)[] = [];

  const roleOf = (id: number): LineRole | null => {
    const role = index.isFinal(id) ? null : lineRole(index.tokensOf(id));
    roles[id] = role;
    if (role === 'thrown') held.begin(id);
    summaries[id] ??= null;
    return role;
  };
  const timesOf = (id: number): LineTimeList => {
    const list = times[id] ?? new LineTimeList();
    times[id] = list;
    return list;
  };
  const noteTime = (id: number, { instanceHash, seconds, nanos }: CollectedEntry): void => {
    if (instanceHash !== null) timesOf(id).add(instanceHash, seconds, nanos);
  };

  const contentOf = (id: number): Content | null => {
    const summary = summaries[id] ?? lent[id];
    if (summary) return { summary };
    const entries = few[id];
    return entries ? { entries, bare: noBareEntries } : null;
  };
  /** What may be changed from then on. */
  const own = (id: number, content: Content): void => {
    const isFew = 'entries' in content && content.entries.length <= MOST_EXAMPLES && content.bare.length === 0;
    summaries[id] = isFew ? null : summaryOf([content]);
    few[id] = isFew ? [...content.entries] : null;
    lent[id] = null;
  };

  const rows = new Rows((id) => summaries[id] ?? emptySummary());

  return {
    add(entry) {
      const id = index.idOf(entry);
      const known = roles[id];
      const role = known === undefined ? roleOf(id) : known;
      if (role === 'thrown') {
        held.add(id, entry);
        return id;
      }
      if (role !== null) noteTime(id, entry);
      const summary = summaries[id];
      if (summary) {
        rows.add(id, entry);
        if (entry.insertHash <= (bounds[id] ?? Number.POSITIVE_INFINITY) || entry.errorGroups.length > 0) {
          addTexts(summary, entry);
          bounds[id] = changesUpTo(summary);
        }
        return id;
      }
      const entries = few[id];
      if (entries && entries.length < MOST_EXAMPLES) entries.push(keepEntry(entry));
      else {
        const content = contentOf(id);
        if (content === null) own(id, { entries: [keepEntry(entry)], bare: noBareEntries });
        else {
          const more = summaryOf([{ summary: emptySummary() }, content]);
          addEntry(more, entry);
          own(id, { summary: more });
        }
      }
      return id;
    },
    absorb: (shard) =>
      shard.map(({ tokens, isFinal, content, times: written }) => {
        const id = index.idOfTokens(tokens, isFinal);
        const known = roles[id];
        const role = known === undefined ? roleOf(id) : known;
        if (role === 'thrown' && 'entries' in content) {
          held.absorb(id, content.entries, content.bare);
          return id;
        }
        if (written.length > 0) timesOf(id).absorb(written);
        const before = contentOf(id);
        const summary = summaries[id];
        if (summary) absorbContent(summary, content);
        else if (before !== null) own(id, join(before, content));
        else if ('entries' in content) own(id, content);
        else {
          lent[id] = content.summary;
          summaries[id] = null;
        }
        return id;
      }),
    result() {
      rows.count();
      return summaries.map((_, id) => {
        const content = held.settled(id) ?? contentOf(id) ?? { entries: [], bare: noBareEntries };
        return {
          tokens: index.tokensOf(id),
          isFinal: index.isFinal(id),
          content: settled(content),
          times: times[id]?.settled() ?? noLineTimes,
        };
      });
    },
  };
}

/**
 * The memory of what is large in a shard: a message to another thread can hand it over instead of a copy. Then there is
 * nothing left of the shard here.
 */
export function memoryOf(shard: SkeletonSummaries): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const add = ({ buffer }: ArrayBufferView): void => {
    // Empty ones are shared by all summaries.
    if (buffer instanceof ArrayBuffer && buffer.byteLength > 0) buffers.add(buffer);
  };
  for (const { content, times } of shard) {
    add(times.numbers);
    if ('entries' in content) {
      add(content.bare.numbers);
      continue;
    }
    const { instances, users, traces, occurrences, sampledTraces, timeline } = content.summary;
    add(sampledTraces.keys);
    [instances.slots, users.slots, traces.slots, occurrences.keys, occurrences.spans, timeline.pairs].forEach(add);
  }
  return [...buffers];
}

function settled(content: Content): Content {
  if ('entries' in content) return { ...content, entries: content.entries.toSorted(compareKept) };
  settleSummary(content.summary);
  return content;
}

function join(a: Content, b: Content): Content {
  if ('entries' in a && 'entries' in b && a.bare.length === 0 && b.bare.length === 0) {
    return { entries: [...a.entries, ...b.entries], bare: noBareEntries };
  }
  return { summary: summaryOf([a, b]) };
}

/** The summary of all that is in them; of a single one the very same, which must not be changed. */
export function summaryOf(contents: readonly Content[]): Summary {
  const [first] = contents;
  if (first !== undefined && 'summary' in first && contents.length === 1) return first.summary;
  const summary = emptySummary();
  for (const content of contents) absorbContent(summary, content);
  return summary;
}

function absorbContent(into: Summary, content: Content): void {
  if ('summary' in content) absorbSummary(into, content.summary);
  else {
    for (const entry of content.entries) addKeptEntry(into, entry);
    for (const entry of eachBareEntry(content.bare)) addBareEntry(into, entry);
  }
}
