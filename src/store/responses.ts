import { z } from 'zod';
import { sortableInstant } from './instant.ts';
import type { Store } from './open.ts';

/** What GitHub answered, and the tag by which it can be asked whether that still holds. */
interface KeptResponse {
  readonly etag: string;
  readonly link: string | null;
  readonly text: string;
}

/** What was not used for longest goes when there are more: a run over many clusters asks some hundred addresses. */
const MOST_KEPT = 500;

/** Each so many that are kept make room, so that not every one has to. */
const MAKES_ROOM = 20;

/** What was used within the hour is not written down as used again. */
const HOUR_MS = 3_600_000;

const Body = z.object({ link: z.string().nullable(), text: z.string() });

/** The answers that a store keeps. */
interface Responses {
  /** The answer kept for an address, or null. */
  recall(url: string): Promise<KeptResponse | null>;
  /** Keeps an answer in place of the one before it; one that was recalled is in use, and stays. */
  keep(url: string, response: KeptResponse): Promise<void>;
}

/** @param now RFC 3339 */
export function openResponses({ db }: Store, now: () => string): Responses {
  const usedAt = new WeakMap<KeptResponse, string>();
  let kept = 0;
  return {
    async recall(url) {
      const row = await db.selectFrom('responses').selectAll().where('key', '=', url).executeTakeFirst();
      if (row === undefined) return null;
      const response = { etag: row.etag, ...Body.parse(JSON.parse(row.body)) };
      usedAt.set(response, row.used_at);
      return response;
    },
    async keep(url, response) {
      const used_at = sortableInstant(now());
      const before = usedAt.get(response);
      if (before !== undefined && Date.parse(used_at) - Date.parse(before) < HOUR_MS) return;
      const { etag, link, text } = response;
      const row = { etag, body: JSON.stringify({ link, text }), used_at };
      await db
        .insertInto('responses')
        .values({ key: url, ...row })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
        .execute();
      if (kept++ % MAKES_ROOM === 0) await makeRoom(db);
    },
  };
}

async function makeRoom(db: Store['db']): Promise<void> {
  await db
    .deleteFrom('responses')
    .where('key', 'not in', (rows) =>
      rows.selectFrom('responses').select('key').orderBy('used_at', 'desc').orderBy('key').limit(MOST_KEPT),
    )
    .execute();
}
