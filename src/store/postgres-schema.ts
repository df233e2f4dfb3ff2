import {
  type ColumnDefinitionNode,
  DataTypeNode,
  type Kysely,
  type KyselyPlugin,
  OperationNodeTransformer,
  RawNode,
  sql,
} from 'kysely';
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
 * Gives new columns in PostgreSQL what SQLite's have by themselves: text sorts by code unit, whatever language the database
 * speaks, and whole numbers have 64 bits.
 */
export const columnsAsInSqlite: KyselyPlugin = {
  transformQuery: ({ node }) => COLUMN_TYPES.transformNode(node),
  transformResult: async ({ result }) => result,
};

const TYPES = new Map<unknown, string>([
  ['text', 'text collate "C"'],
  ['integer', 'bigint'],
]);

class ColumnTypes extends OperationNodeTransformer {
  protected override transformColumnDefinition(node: ColumnDefinitionNode): ColumnDefinitionNode {
    const type = DataTypeNode.is(node.dataType) ? TYPES.get(node.dataType.dataType) : undefined;
    return super.transformColumnDefinition(
      type === undefined ? node : { ...node, dataType: RawNode.createWithSql(type) },
    );
  }
}
const COLUMN_TYPES = new ColumnTypes();

/** What PostgreSQL says of a write that a fence kept out: a code of our own. */
export const FENCED = 'LGF01';

/**
 * Makes PostgreSQL's tables ready for a fleet, with a fence around each. A connection that works under a fence (the setting
 * `log_gardener.fence`, token and key) changes nothing once a higher token was given out for the key: the check is part of
 * the statement, and whoever gives out a token waits for it to end.
 */
export async function fitTables(db: Kysely<Tables>): Promise<void> {
  await sql`create table if not exists fences (
    key text collate "C" primary key, token bigint not null, taken_at timestamptz not null default now())`.execute(db);
  await sql`create table if not exists job_runs (
    job text collate "C" primary key, run text collate "C" not null)`.execute(db);
  await sql`create table if not exists fleet_marks (
    name text collate "C" primary key, mark text collate "C" not null)`.execute(db);
  await sql`create or replace function stop_at_fence() returns trigger language plpgsql as $$
    declare held text := current_setting('log_gardener.fence', true);
    begin
      if held is null or held = '' then return null; end if;
      perform 1 from fences where key = substr(held, position(' ' in held) + 1)
        and token = split_part(held, ' ', 1)::bigint for share;
      if not found then
        raise exception 'the job was taken over by another worker' using errcode = 'LGF01';
      end if;
      return null;
    end $$`.execute(db);
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables t
    where table_schema = current_schema() and table_type = 'BASE TABLE'
      and table_name not in ('fences', 'migrations')
      and not exists (select 1 from information_schema.triggers g
        where g.event_object_schema = t.table_schema and g.event_object_table = t.table_name
          and g.trigger_name = 'fence')
    order by table_name`.execute(db);
  for (const { name } of rows) {
    await sql`create trigger fence before insert or update or delete on ${sql.table(name)}
      for each statement execute function stop_at_fence()`.execute(db);
  }
}
