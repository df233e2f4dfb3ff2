import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Dialect, Kysely, SqliteDialect } from 'kysely';
import { nameOfDatabase } from './database-url.ts';
import { isPassing, lock } from './locks.ts';
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

/** PostgreSQL, where the environment names one; else a file in the state folder. */
const FROM_ENVIRONMENT = (): string => process.env.DATABASE_URL ?? '';

/**
 * Opens the store: on PostgreSQL, or in the state folder, where it makes folder and file. Brings the schema up to date.
 *
 * @param databaseUrl empty = none
 * @throws StoreError when the folder cannot be written, PostgreSQL cannot be reached, the file is damaged, or a newer
 *   program wrote it; UsageError for an address that is none
 */
export async function openStore(stateDir: string, databaseUrl: string = FROM_ENVIRONMENT()): Promise<Store> {
  if (databaseUrl !== '') return openDatabase(databaseUrl);
  makeStateFolder(stateDir);
  const where = join(stateDir, STORE_FILE);
  return open(where, where);
}

/**
 * The same for commands that work on what is there already: where there is no store yet they get an empty one that
 * leaves nothing behind, and say that nothing is there.
 */
export async function openStoreIfThere(stateDir: string, databaseUrl: string = FROM_ENVIRONMENT()): Promise<Store> {
  const where = join(stateDir, STORE_FILE);
  return databaseUrl !== '' || existsSync(where) ? openStore(stateDir, databaseUrl) : open(':memory:', where);
}

function open(path: string, where: string): Promise<Store> {
  return bringUpToDate(new SqliteDialect({ database: openSqlite(path) }), where);
}

async function openDatabase(url: string): Promise<Store> {
  // The driver is loaded by those who need it.
  const { openPostgres } = await import('./postgres.ts');
  return bringUpToDate(openPostgres(url, false), nameOfDatabase(url));
}

async function bringUpToDate(dialect: Dialect, where: string): Promise<Store> {
  const db = new Kysely<Tables>({ dialect });
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
  return transactOn(store, 'anything', work);
}

/** What each open transaction has locked. */
const locksOf = new WeakMap<Store['db'], Set<string>>();

/** How often everything is done again where two transactions waited for each other. */
const MOST_TRIES = 5;

/** The same, side by side with transactions about something else, where the database can; of those about the same, one after the other. */
export async function transactOn<T>(store: Store, about: string, work: (store: Store) => Promise<T>): Promise<T> {
  if (store.db.isTransaction) {
    const held = locksOf.get(store.db) ?? new Set();
    if (!held.has(about)) await lock(store.db, about);
    locksOf.set(store.db, held.add(about));
    return work(store);
  }
  for (let tries = 1; ; tries++) {
    try {
      return await store.db.transaction().execute(async (db) => {
        await lock(db, about);
        locksOf.set(db, new Set([about]));
        return work({ ...store, db });
      });
    } catch (error) {
      if (!isPassing(error) || tries >= MOST_TRIES) throw error;
    }
  }
}
