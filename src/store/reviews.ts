import type { Draft } from '../model/draft.ts';
import { type Store, transact } from './open.ts';

/** What a reviewer did with a draft. */
export type Act = 'approved' | 'edited' | 'rejected' | 'restored' | 'undone';

/** Notes what a reviewer did; only ever added to, so that it can be counted later. */
export async function noteAct(store: Store, { id, hash }: Pick<Draft, 'id' | 'hash'>, act: Act, at: string) {
  await transact(store, async ({ db }) => {
    const { last } = await db
      .selectFrom('reviews')
      .select(({ fn }) => fn.max('number').as('last'))
      .executeTakeFirstOrThrow();
    await db
      .insertInto('reviews')
      .values({ number: (last ?? 0) + 1, draft: id, act, hash, at })
      .execute();
  });
}
