import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Dialect, Kysely, SqliteDialect } from 'kysely';
import { nameOfDatabase } from './database-url.ts';
import { readSchema, type Schema } from './migrations.ts';
import { STORE_FILE, type Store } from './open.ts';
import { openSqliteToLook } from './sqlite.ts';
import type { Tables } from './tables.ts';

/**
 * Shows the store, on PostgreSQL or of a state folder, to `look`, and changes nothing: no folder is made, no schema
 * brought up to date. SQLite may leave its own side files (-wal, -shm) behind, empty.
 *
 * @param databaseUrl empty = none
 * @returns null when there is no store yet
 * @throws StoreError when the file is damaged, or PostgreSQL cannot be reached
 */
export async function lookIntoStore<T>(
  stateDir: string,
  look: (store: Store, schema: Schema) => Promise<T>,
  databaseUrl: string = process.env.DATABASE_URL ?? '',
): Promise<T | null> {
  if (databaseUrl !== '') {
    const { openPostgres } = await import('./postgres.ts');
    return show(openPostgres(databaseUrl, true), nameOfDatabase(databaseUrl), async (store, schema) =>
      schema.current === 0 ? null : look(store, schema),
    );
  }
  const where = join(stateDir, STORE_FILE);
  if (!(await isThere(where))) return null;
  return show(new SqliteDialect({ database: openSqliteToLook(where) }), where, look);
}

async function show<T>(
  dialect: Dialect,
  where: string,
  look: (store: Store, schema: Schema) => Promise<T>,
): Promise<T> {
  const db = new Kysely<Tables>({ dialect });
  try {
    return await look({ db, where, close: () => db.destroy() }, await readSchema(db));
  } finally {
    await db.destroy();
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return false;
    throw error;
  }
}
