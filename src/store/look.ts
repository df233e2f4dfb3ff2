import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import { readSchema, type Schema } from './migrations.ts';
import { STORE_FILE, type Store } from './open.ts';
import { openSqliteToLook } from './sqlite.ts';
import type { Tables } from './tables.ts';

/**
 * Shows the store of a state folder to `look`, and changes nothing: no folder is made, no schema brought up to date.
 * SQLite may leave its own side files (-wal, -shm) behind, empty.
 *
 * @returns null when there is no store yet
 * @throws StoreError when the file is damaged
 */
export async function lookIntoStore<T>(
  stateDir: string,
  look: (store: Store, schema: Schema) => Promise<T>,
): Promise<T | null> {
  const where = join(stateDir, STORE_FILE);
  if (!(await isThere(where))) return null;
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openSqliteToLook(where) }) });
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
