import { LiveLook } from '../model/live-look.ts';
import type { Store } from './open.ts';
import { Json, parseRecord } from './parse-record.ts';

/** Keeps what a reviewer was shown of the issue that a draft would change. */
export async function keepLook(
  store: Store,
  { draft, seen, look, at }: { draft: string; seen: string; look: LiveLook; at: string },
): Promise<void> {
  await store.db
    .insertInto('looks')
    .values({ draft, seen, look: JSON.stringify(look), at })
    .onConflict((conflict) => conflict.columns(['draft', 'seen']).doUpdateSet({ at }))
    .execute();
}

/** What was shown under this hash; null = not by this store. */
export async function recallLook(store: Store, draft: string, seen: string): Promise<LiveLook | null> {
  const row = await store.db
    .selectFrom('looks')
    .select('look')
    .where('draft', '=', draft)
    .where('seen', '=', seen)
    .executeTakeFirst();
  return row === undefined ? null : parseRecord(Json.pipe(LiveLook), row.look, `look of draft ${draft}`, store.where);
}
