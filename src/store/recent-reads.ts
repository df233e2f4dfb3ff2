import { z } from 'zod';
import type { Store } from './open.ts';
import { Json, parseRecord } from './parse-record.ts';

const Starts = Json.pipe(z.array(z.number()));

/**
 * Changes what is written under a key of the last reads: when they started, in milliseconds since 1970. Where somebody
 * else, in this process or another, was faster, `change` is asked again, with what they wrote.
 */
export async function changeRecentReads(
  store: Store,
  key: string,
  change: (starts: readonly number[]) => readonly number[],
): Promise<void> {
  for (;;) {
    const row = await store.db.selectFrom('recent_reads').select('starts').where('key', '=', key).executeTakeFirst();
    const before = row?.starts ?? '[]';
    const starts = JSON.stringify(change(parseRecord(Starts, before, 'list of recent reads', store.where)));
    if (starts === before) return;
    // Only from exactly what was seen: the same again is the same count.
    const written =
      row === undefined
        ? await store.db
            .insertInto('recent_reads')
            .values({ key, starts })
            .onConflict((conflict) => conflict.column('key').doNothing())
            .returning('key')
            .executeTakeFirst()
        : await store.db
            .updateTable('recent_reads')
            .set({ starts })
            .where('key', '=', key)
            .where('starts', '=', before)
            .returning('key')
            .executeTakeFirst();
    if (written !== undefined) return;
  }
}
