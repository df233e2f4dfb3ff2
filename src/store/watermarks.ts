import { sortableInstant } from './instant.ts';
import { type Store, transact } from './open.ts';

/** How far a source was read, as RFC 3339 in UTC; null = never. */
export async function watermarkOf(store: Store, key: string): Promise<string | null> {
  const row = await store.db.selectFrom('watermarks').select('reached').where('key', '=', key).executeTakeFirst();
  return row?.reached ?? null;
}

/** Says that everything that arrived before `reached` was read. Never goes back. */
export async function moveWatermark(store: Store, key: string, reached: string): Promise<void> {
  const values = { reached: sortableInstant(reached) };
  await transact(store, async ({ db }) => {
    await db
      .insertInto('watermarks')
      .values({ key, ...values })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet(values).where('watermarks.reached', '<', values.reached),
      )
      .execute();
  });
}
