import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** Makes the schema that connections look into, where it is not there: PostgreSQL's own `public` is everybody's. */
export async function makeSchema(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ wanted: string; there: string | null }>`
    select current_setting('search_path') as wanted, current_schema() as there`.execute(db);
  const [{ wanted, there } = { wanted: '', there: null }] = rows;
  if (there === null) await sql`create schema ${sql.id(wanted)}`.execute(db);
}

/** Whether the schema in use holds a table; for PostgreSQL. */
export async function isTableThere(db: Kysely<Tables>, name: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select count(*) > 0 as found from information_schema.tables
    where table_schema = current_schema() and table_name = ${name}`.execute(db);
  return rows[0]?.found ?? false;
}

/**
 * Makes PostgreSQL's columns what SQLite's are by themselves: text sorts by code unit, whatever language the database
 * speaks, and whole numbers have 64 bits.
 */
export async function fitColumns(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ table_name: string; column_name: string; data_type: string }>`
    select table_name, column_name, data_type from information_schema.columns
    where table_schema = current_schema()
      and ((data_type = 'text' and collation_name is distinct from 'C') or data_type = 'integer')
    order by table_name, ordinal_position`.execute(db);
  for (const { table_name, column_name, data_type } of rows) {
    const type = data_type === 'text' ? sql`text collate "C"` : sql`bigint`;
    await sql`alter table ${sql.table(table_name)} alter column ${sql.ref(column_name)} type ${type}`.execute(db);
  }
}
