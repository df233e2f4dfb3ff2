import type { CollectedEntry } from '../../model/entry.ts';
import { createSkeletonIndex } from '../skeleton/skeleton-index.ts';
import { MOST_EXAMPLES } from './examples.ts';
import { compareKept, type KeptEntry, keepEntry } from './kept-entry.ts';
import { absorbSummary, addEntry, addKeptEntry, emptySummary, type Summary } from './summary.ts';

/** The entries whose messages are alike at first sight. */
export interface Skeleton {
  readonly tokens: readonly string[];
  /** Made from an entry without words (see request.ts): its template is final. */
  readonly isWordless: boolean;
  readonly content: Content;
}

/**
 * A few entries, in the order of `compareKept`, or a summary of more: most skeletons of a long tail occur once or twice,
 * and a summary, which keeps a few entries as examples anyway, is large.
 */
export type Content = { readonly entries: readonly KeptEntry[] } | { readonly summary: Summary };

/** All that is known of a set of entries (a shard of a log, or all of it), by skeleton. */
export type SkeletonSummaries = readonly Skeleton[];

/** The part of clustering that looks at one entry at a time, and so can run anywhere, on any share of them. */
export interface Summariser {
  /** Counts an entry in; the answer is a handle for `assignmentOf`: the skeleton's index in `result`. */
  add(entry: CollectedEntry): number;
  /** To be asked for once, when all are added. */
  result(): SkeletonSummaries;
}

/** Memory grows with the number of distinct skeletons, not of entries. Nothing is held of an entry that was added. */
export function createSummariser(): Summariser {
  const index = createSkeletonIndex();
  const summaries: (Summary | null)[] = [];
  const few: (KeptEntry[] | null)[] = [];
  return {
    add(entry) {
      const id = index.idOf(entry);
      const summary = summaries[id];
      if (summary) {
        addEntry(summary, entry);
        return id;
      }
      const entries = few[id];
      if (!entries) {
        few[id] = [keepEntry(entry)];
        summaries[id] = null;
      } else if (entries.length < MOST_EXAMPLES) entries.push(keepEntry(entry));
      else {
        const more = summaryOf([{ entries }]);
        addEntry(more, entry);
        summaries[id] = more;
        few[id] = null;
      }
      return id;
    },
    result: () =>
      summaries.map((summary, id) => ({
        tokens: index.tokensOf(id),
        isWordless: index.isWordless(id),
        content: summary ? { summary } : { entries: (few[id] ?? []).toSorted(compareKept) },
      })),
  };
}

/** The summary of all that is in them; of a single one the very same, which must not be changed. */
export function summaryOf(contents: readonly Content[]): Summary {
  const [first] = contents;
  if (first !== undefined && 'summary' in first && contents.length === 1) return first.summary;
  const summary = emptySummary();
  for (const content of contents) {
    if ('summary' in content) absorbSummary(summary, content.summary);
    else for (const entry of content.entries) addKeptEntry(summary, entry);
  }
  return summary;
}
