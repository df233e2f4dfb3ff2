import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import { StoreError } from '../model/errors.ts';
import { migrate } from './migrations.ts';
import { openSqlite } from './sqlite.ts';
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
  makeFolder(stateDir);
  const where = join(stateDir, STORE_FILE);
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openSqlite(where) }) });
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

function makeFolder(stateDir: string): void {
  try {
    const made = mkdirSync(stateDir, { recursive: true });
    // Log entries do not belong in a repository by accident. A folder that was there before is left as it is.
    if (made !== undefined) writeFileSync(join(stateDir, '.gitignore'), '*\n');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreError(`The state folder ${stateDir} cannot be made: ${reason}. Name another with --state.`, {
      cause: error,
    });
  }
}
