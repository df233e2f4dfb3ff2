import { Kysely, sql } from 'kysely';
import { StoreError } from '../model/errors.ts';
import { nameOfDatabase } from './database-url.ts';
import { codeOf } from './locks.ts';
import { migrate } from './migrations.ts';
import type { Store } from './open.ts';
import { connectPostgres } from './postgres.ts';
import { FENCED } from './postgres-schema.ts';
import type { Tables } from './tables.ts';

/** A store that several workers share. */
export interface SharedStore extends Store {
  /**
   * The store, for one who does the job of this name from now on: whoever had it before changes nothing any more, with
   * whatever statement. {@link isFenced} tells its error.
   */
  takeOver(job: string): Promise<Store>;
}

/** @throws StoreError as `openStore` does */
export async function openSharedStore(databaseUrl: string): Promise<SharedStore> {
  const postgres = connectPostgres(databaseUrl);
  const where = nameOfDatabase(databaseUrl);
  const db = new Kysely<Tables>({ dialect: postgres.dialect('') });
  try {
    await migrate(db, where);
  } catch (error) {
    await postgres.end();
    throw error;
  }
  return {
    db,
    where,
    close: () => postgres.end(),
    async takeOver(job) {
      // It begins higher than any that the same job ever had: its row may have been removed since.
      const { rows } = await sql<{ token: number }>`
        insert into fences (key, token) values (${job}, (extract(epoch from clock_timestamp()) * 1000)::bigint)
        on conflict (key) do update set token = fences.token + 1, taken_at = now()
        returning token`.execute(db);
      const fence = `${rows[0]?.token ?? 0} ${job}`;
      return { db: new Kysely<Tables>({ dialect: postgres.dialect(fence) }), where, close: async () => undefined };
    },
  };
}

/** Whether a write failed because the job was taken over. */
export function isFenced(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (error instanceof StoreError && codeOf(error.cause) === FENCED) || isFenced(error.cause);
}

/** By how many milliseconds PostgreSQL's clock is ahead of this machine's; what workers tell each other goes by it. */
export async function clockAhead(store: Store, now: () => number): Promise<number> {
  const asked = now();
  const { rows } = await sql<{ ms: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms`.execute(store.db);
  const answered = now();
  return (rows[0]?.ms ?? answered) - Math.round((asked + answered) / 2);
}
