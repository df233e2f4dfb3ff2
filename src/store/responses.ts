import { z } from 'zod';
import { sortableInstant } from './instant.ts';
import type { Store } from './open.ts';

/** What GitHub answered, and the tag by which it can be asked whether that still holds. */
export interface KeptResponse {
  readonly etag: string;
  readonly link: string | null;
  readonly text: string;
}

/** What was not used for longest goes when there are more: a run over many clusters asks some hundred addresses. */
const MOST_KEPT = 500;

const Body = z.object({ link: z.string().nullable(), text: z.string() });

/** The answer kept for an address, or null. */
export async function recallResponse(store: Store, url: string): Promise<KeptResponse | null> {
  const row = await store.db.selectFrom('responses').selectAll().where('key', '=', url).executeTakeFirst();
  return row === undefined ? null : { etag: row.etag, ...Body.parse(JSON.parse(row.body)) };
}

/**
 * Keeps an answer in place of the one before it.
 *
 * @param at when it came, RFC 3339
 */
export async function keepResponse(
  store: Store,
  url: string,
  { etag, link, text }: KeptResponse,
  at: string,
): Promise<void> {
  const row = { etag, body: JSON.stringify({ link, text }), used_at: sortableInstant(at) };
  await store.db
    .insertInto('responses')
    .values({ key: url, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute();
  await store.db
    .deleteFrom('responses')
    .where('key', 'not in', (rows) =>
      rows.selectFrom('responses').select('key').orderBy('used_at', 'desc').orderBy('key').limit(MOST_KEPT),
    )
    .execute();
}
