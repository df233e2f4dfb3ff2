import { sql } from 'kysely';
import type { Store } from './open.ts';

/**
 * A word that is another one after anything was written to the store, by this process or by another. Costs next to
 * nothing to ask: https://www.sqlite.org/pragma.html#pragma_data_version (others), total_changes() (this connection).
 */
export async function storeVersion({ db }: Store): Promise<string> {
  const { rows } = await sql<{ others: number; own: number }>`
    select data_version as others, total_changes() as own from pragma_data_version
  `.execute(db);
  return `${rows[0]?.others ?? 0}.${rows[0]?.own ?? 0}`;
}
