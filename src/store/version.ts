import { sql } from 'kysely';
import { isPostgres } from './locks.ts';
import type { Store } from './open.ts';

/**
 * A word that is another one after anything was written to the store, by this process or by another. Costs next to
 * nothing to ask. What it is made of:
 *
 * - SQLite: https://www.sqlite.org/pragma.html#pragma_data_version (others), total_changes() (this connection);
 * - PostgreSQL: the transactions that can be seen, by https://www.postgresql.org/docs/current/functions-info.html. It is
 *   another word after a write to another schema or database of that server, too.
 */
export async function storeVersion({ db }: Store): Promise<string> {
  if (isPostgres(db)) {
    const { rows } = await sql<{ seen: string }>`select pg_current_snapshot()::text as seen`.execute(db);
    return rows[0]?.seen ?? '';
  }
  const { rows } = await sql<{ others: number; own: number }>`
    select data_version as others, total_changes() as own from pragma_data_version
  `.execute(db);
  return `${rows[0]?.others ?? 0}.${rows[0]?.own ?? 0}`;
}
