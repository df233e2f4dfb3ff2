import { sql } from 'kysely';
import { type Store, transactOn } from './open.ts';

/**
 * Keeps a mark for all who share the store, from the first who comes; gives the one that holds. For PostgreSQL.
 *
 * @param name what is marked
 */
export function keepMark(store: Store, name: string, mark: string): Promise<string> {
  return transactOn(store, 'marks of the fleet', async ({ db }) => {
    await sql`insert into fleet_marks (name, mark) values (${name}, ${mark}) on conflict (name) do nothing`.execute(db);
    const { rows } = await sql<{ mark: string }>`select mark from fleet_marks where name = ${name}`.execute(db);
    return rows[0]?.mark ?? mark;
  });
}
