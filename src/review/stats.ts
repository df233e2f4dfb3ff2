import type { Store } from '../store/open.ts';
import { readReviews } from '../store/review-counts.ts';

/** How drafts fared with reviewers. Only what people decided counts: what auto mode posted, or a run put aside, does not. */
export interface ReviewCounts {
  /** All that were written, reviewed or not. */
  readonly drafts: number;
  /** On which a reviewer's decision stands: the sum of the three below. */
  readonly reviewed: number;
  readonly approvedUnchanged: number;
  readonly approvedEdited: number;
  readonly rejected: number;
}

export interface ReviewStats {
  readonly all: ReviewCounts;
  /** By who wrote them and with which prompt, in order of name. */
  readonly authors: readonly (ReviewCounts & {
    /** For example `claude investigator/v1`, `rules`, `recovery`; null = from before this was kept. */
    readonly author: string | null;
  })[];
}

/** Counts the decisions of reviewers that stand, over all runs of this store. */
export async function reviewStats(store: Store): Promise<ReviewStats> {
  const { reviewed, drafted } = await readReviews(store);
  const countOf = (isMeant: (author: string | null) => boolean): ReviewCounts => {
    const own = reviewed.filter(({ author }) => isMeant(author));
    const approved = own.filter(({ decided }) => decided === 'approved');
    const edited = approved.filter((one) => one.edited).length;
    const drafts = drafted.filter(({ author }) => isMeant(author)).reduce((sum, one) => sum + one.drafts, 0);
    return {
      drafts,
      reviewed: own.length,
      approvedUnchanged: approved.length - edited,
      approvedEdited: edited,
      rejected: own.length - approved.length,
    };
  };
  const authors = drafted
    .map(({ author }) => author)
    .sort((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1))
    .map((name) => ({ author: name, ...countOf((author) => author === name) }));
  return { all: countOf(() => true), authors };
}
