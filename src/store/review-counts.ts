import type { Store } from './open.ts';

/** What became of one draft that a reviewer decided on. */
export interface ReviewedDraft {
  /** Who wrote it, for example `claude investigator/v1`; null = not kept at that time. */
  readonly author: string | null;
  /** What the last decision was. */
  readonly decided: 'approved' | 'rejected';
  /** Whether what was decided on is other than what was drafted. */
  readonly edited: boolean;
}

/** Every draft on which a reviewer's decision stands, and how many drafts there are, by author. */
export async function readReviews({
  db,
}: Store): Promise<{ reviewed: ReviewedDraft[]; drafted: { author: string | null; drafts: number }[] }> {
  const last = db
    .selectFrom('reviews')
    .select(({ fn }) => ['draft', fn.max('number').as('number')])
    .where('act', 'in', ['approved', 'rejected', 'undone'])
    .groupBy('draft')
    .as('last');
  const rows = await db
    .selectFrom('reviews')
    .innerJoin(last, 'last.number', 'reviews.number')
    .innerJoin('drafts', 'drafts.id', 'reviews.draft')
    .select([
      'reviews.act',
      'drafts.author',
      'drafts.original',
      'drafts.status',
      'drafts.hash',
      'reviews.hash as judged',
    ])
    .orderBy('drafts.number')
    .execute();
  const drafted = await db
    .selectFrom('drafts')
    .select(({ fn }) => ['author', fn.countAll<number>().as('drafts')])
    .groupBy('author')
    .execute();
  return {
    reviewed: rows.flatMap(({ act, author, original, status, hash, judged }): ReviewedDraft[] => {
      // Edited after the approval, or handed back by posting: it waits, so nothing is decided.
      if ((act !== 'approved' && act !== 'rejected') || status === 'pending' || hash !== judged) return [];
      return [{ author, decided: act, edited: original !== null }];
    }),
    drafted: drafted.map(({ author, drafts }) => ({ author, drafts: Number(drafts) })),
  };
}
