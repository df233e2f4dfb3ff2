import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { StoreError } from '../model/errors.ts';

const BUSY_TIMEOUT_MS = 10_000;

/** A SQLite file, or `:memory:`, in the shape that kysely's SqliteDialect takes. Errors of SQLite come out as StoreError. */
export function openSqlite(path: string): SqliteDatabase {
  if (path !== ':memory:') guard(path, () => keepPrivate(path));
  const db = guard(path, () => new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true }));
  guard(path, () => useWriteAheadLog(db));
  // What is deleted or changed would else stay in the file until its place is needed.
  guard(path, () => db.exec('pragma secure_delete = on'));
  return asKyselyTakesIt(db, path);
}

/** Log entries are for whoever runs this. SQLite gives its side files the mode of the database. */
function keepPrivate(path: string): void {
  closeSync(openSync(path, 'a', OWNER_ONLY));
  // One that an earlier version made for all to read.
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    const { mode } = statSync(file, { throwIfNoEntry: false }) ?? { mode: OWNER_ONLY };
    if ((mode & EVERYBODY_ELSE) !== 0) chmodSync(file, OWNER_ONLY);
  }
}

const OWNER_ONLY = 0o600;
const EVERYBODY_ELSE = 0o077;

/** The same, for one who only looks: nothing in it can be changed, and a busy file is an error at once. */
export function openSqliteToLook(path: string): SqliteDatabase {
  return asKyselyTakesIt(
    guard(path, () => new DatabaseSync(path, { readOnly: true })),
    path,
  );
}

/** Some are long, where many rows are written at once. */
const MOST_PREPARED = 100;
/** In characters, or bytes. */
const LARGE = 64 * 1024;

function isLarge(value: unknown): boolean {
  return (typeof value === 'string' || value instanceof Uint8Array) && value.length > LARGE;
}

function asKyselyTakesIt(db: DatabaseSync, path: string): SqliteDatabase {
  // To prepare a statement takes about as long as to run it.
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => db.close(),
    prepare: (sql) => {
      const known = prepared.get(sql);
      if (known !== undefined) return known;
      if (prepared.size === MOST_PREPARED) prepared.clear();
      // A statement holds what it was given last: one that took much is not kept.
      const statement = guard(path, () => prepare(db, path, sql, () => prepared.delete(sql)));
      prepared.set(sql, statement);
      return statement;
    },
  };
}

function prepare(db: DatabaseSync, path: string, sql: string, forget: () => void): SqliteStatement {
  // A transaction that starts by reading and writes later fails at once when another process wrote in between,
  // busy timeout or not (https://www.sqlite.org/lang_transaction.html); so each takes the write lock when it begins.
  const statement = db.prepare(sql === 'begin' ? 'begin immediate' : sql);
  const bound = (parameters: readonly unknown[]): SQLInputValue[] => {
    if (parameters.some(isLarge)) forget();
    return values(parameters);
  };
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => guard(path, () => statement.all(...bound(parameters))),
    run: (parameters) => guard(path, () => run(db, sql, statement, bound(parameters))),
    // Of its own: it goes on while the same may be asked again.
    iterate: (parameters) => guard(path, () => db.prepare(sql).iterate(...values(parameters))),
  };
}

/**
 * On a full disk SQLite ends the transaction by itself (https://www.sqlite.org/lang_transaction.html), and there is none to
 * roll back any more: an error about that would hide what happened.
 */
function run(db: DatabaseSync, sql: string, statement: StatementSync, parameters: SQLInputValue[]) {
  if (sql === 'rollback' && !db.isTransaction) return { changes: 0, lastInsertRowid: 0 };
  return statement.run(...parameters);
}

/** Readers do not stop the writer. The mode stays with the file, so only its first user changes it. */
function useWriteAheadLog(db: DatabaseSync): void {
  if (db.prepare('pragma journal_mode').get()?.journal_mode === 'wal') return;
  db.exec('pragma journal_mode = wal');
}

function values(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') {
      return value;
    }
    throw new StoreError(`A value of type ${typeof value} cannot be stored; this is a mistake in log-gardener.`);
  });
}

function guard<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreError(`${path}: ${reason}. ${advice(reason)}`, { cause: error });
  }
}

function advice(reason: string): string {
  if (reason.includes('locked')) return 'Another log-gardener keeps it busy; try again when that has ended.';
  if (reason.includes('not a database') || reason.includes('malformed')) {
    return 'The file is damaged: put a copy back, or move it away to start afresh.';
  }
  if (reason.includes('disk is full')) return 'Make room on it, or name another folder with --state.';
  return 'Check that the folder can be written and the disk has room, or name another with --state.';
}
