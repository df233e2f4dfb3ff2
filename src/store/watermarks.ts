import { sortableInstant } from './instant.ts';
import { type Store, transact } from './open.ts';
import { watermarkKey } from './watermark-key.ts';

/** How far a source was read under any of the keys, as RFC 3339 in UTC; null = never. Of the keys only hashes are stored. */
export async function watermarkOf(store: Store, keys: readonly string[]): Promise<string | null> {
  const row = await store.db
    .selectFrom('watermarks')
    .select(({ fn }) => fn.max('reached').as('reached'))
    .where('key', 'in', keys.map(watermarkKey))
    .executeTakeFirst();
  return row?.reached ?? null;
}

/** Takes back what says that a source was read beyond `latest`, which it cannot have been. Returns whether any did. */
export async function forgetWatermarksAfter(store: Store, keys: readonly string[], latest: string): Promise<boolean> {
  return transact(store, async ({ db }) => {
    const { numDeletedRows } = await db
      .deleteFrom('watermarks')
      .where('key', 'in', keys.map(watermarkKey))
      .where('reached', '>', sortableInstant(latest))
      .executeTakeFirst();
    return numDeletedRows > 0n;
  });
}

/** Says that everything that arrived before `reached` was read. Never goes back. */
export async function moveWatermark(store: Store, key: string, reached: string): Promise<void> {
  const values = { reached: sortableInstant(reached) };
  await transact(store, async ({ db }) => {
    await db
      .insertInto('watermarks')
      .values({ key: watermarkKey(key), ...values })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet(values).where('watermarks.reached', '<', values.reached),
      )
      .execute();
  });
}
