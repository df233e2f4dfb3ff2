import { z } from 'zod';
import { type Store, transactOn } from './open.ts';
import { Json, parseRecord } from './parse-record.ts';

const Starts = Json.pipe(z.array(z.number()));

/**
 * Changes what is written under a key of the last reads: when they started, in milliseconds since 1970. Of all who do
 * so, in this process and in others, one comes after the other.
 */
export async function changeRecentReads(
  store: Store,
  key: string,
  change: (starts: readonly number[]) => readonly number[],
): Promise<void> {
  await transactOn(store, `recent reads of ${key}`, async ({ db }) => {
    // A write, so that the row is locked from here on.
    const row = await db
      .insertInto('recent_reads')
      .values({ key, starts: '[]' })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ key }))
      .returning('starts')
      .executeTakeFirstOrThrow();
    const starts = change(parseRecord(Starts, row.starts, 'list of recent reads', store.where));
    await db
      .updateTable('recent_reads')
      .set({ starts: JSON.stringify(starts) })
      .where('key', '=', key)
      .execute();
  });
}
