import { sortableInstant } from './instant.ts';
import { type Store, transactOn } from './open.ts';
import { watermarkKey } from './watermark-key.ts';

/** How far a source was read, as RFC 3339 in UTC. */
export interface Watermark {
  /** Everything that arrived before it was read, by the clock of whoever says when it arrived. */
  readonly reached: string;
  /** Where the last window ended, by the clock of this machine: later than `reached`, or the same. */
  readonly lookedUntil: string;
}

/** How far a source was read under any of the keys; null = never. Of the keys only hashes are stored. */
export async function watermarkOf(store: Store, keys: readonly string[]): Promise<Watermark | null> {
  const row = await store.db
    .selectFrom('watermarks')
    .select(({ fn }) => [fn.max('reached').as('reached'), fn.max('looked_until').as('looked')])
    .where('key', 'in', keys.map(watermarkKey))
    .executeTakeFirst();
  const { reached = null, looked = null } = row ?? {};
  return reached === null ? null : { reached, lookedUntil: latest(reached, looked) };
}

/**
 * Takes back what says that a source was read, or looked at, beyond `latest`, which it cannot have been. Returns whether
 * anything did.
 */
export async function forgetWatermarksAfter(store: Store, keys: readonly string[], latest: string): Promise<boolean> {
  return transactOn(store, 'watermarks', async ({ db }) => {
    const hashes = keys.map(watermarkKey);
    const last = sortableInstant(latest);
    const { numDeletedRows } = await db
      .deleteFrom('watermarks')
      .where('key', 'in', hashes)
      .where('reached', '>', last)
      .executeTakeFirst();
    const { numUpdatedRows } = await db
      .updateTable('watermarks')
      .set({ looked_until: null })
      .where('key', 'in', hashes)
      .where('looked_until', '>', last)
      .executeTakeFirst();
    return numDeletedRows + numUpdatedRows > 0n;
  });
}

/** Says how far a source was read. Never goes back. */
export async function moveWatermark(store: Store, key: string, to: Watermark): Promise<void> {
  await transactOn(store, 'watermarks', async (inside) => {
    const before = await watermarkOf(inside, [key]);
    const reached = latest(sortableInstant(to.reached), before?.reached ?? null);
    const looked_until = latest(sortableInstant(to.lookedUntil), before?.lookedUntil ?? null);
    await inside.db
      .insertInto('watermarks')
      .values({ key: watermarkKey(key), reached, looked_until })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ reached, looked_until }))
      .execute();
  });
}

/** Of sortable instants. */
function latest(time: string, other: string | null): string {
  return other !== null && other > time ? other : time;
}
