import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import { migrate } from './migrations.ts';
import { openSqlite } from './sqlite.ts';
import { makeStateFolder } from './state-folder.ts';
import type { Tables } from './tables.ts';

/** In the state folder. */
export const STORE_FILE = 'log-gardener.db';

/** Runs, drafts and the ledger of posting. */
export interface Store {
  readonly db: Kysely<Tables>;
  /** Where it lives, for messages. */
  readonly where: string;
  close(): Promise<void>;
}

/**
 * Opens the store in the state folder; makes folder and file, and brings the schema up to date.
 *
 * @throws StoreError when the folder cannot be written, the file is damaged, or a newer program wrote it.
 */
export async function openStore(stateDir: string): Promise<Store> {
  makeStateFolder(stateDir);
  const where = join(stateDir, STORE_FILE);
  return open(where, where);
}

/**
 * The same for commands that work on what is there already: where there is no store yet they get an empty one that
 * leaves nothing behind, and say that nothing is there.
 */
export async function openStoreIfThere(stateDir: string): Promise<Store> {
  const where = join(stateDir, STORE_FILE);
  return existsSync(where) ? openStore(stateDir) : open(':memory:', where);
}

async function open(path: string, where: string): Promise<Store> {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openSqlite(path) }) });
  try {
    await migrate(db, where);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return { db, where, close: () => db.destroy() };
}

/** Does all of `work` or nothing of it, as part of a transaction that is open already. Inside, use only the store handed in. */
export function transact<T>(store: Store, work: (store: Store) => Promise<T>): Promise<T> {
  if (store.db.isTransaction) return work(store);
  return store.db.transaction().execute((db) => work({ ...store, db }));
}
