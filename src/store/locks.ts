import { type Kysely, PostgresAdapter, sql } from 'kysely';
import { StoreError } from '../model/errors.ts';
import type { Tables } from './tables.ts';

/** Whether it is PostgreSQL, where transactions run side by side; SQLite has one writer at a time. */
export function isPostgres(db: Kysely<Tables>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

/** Waits until no other transaction holds the lock of this name; it is free again when the transaction ends. */
export async function lock(db: Kysely<Tables>, name: string): Promise<void> {
  if (!isPostgres(db)) return;
  await sql`select pg_advisory_xact_lock(hashtextextended(current_setting('search_path') || ' ' || ${name}, 0))`.execute(
    db,
  );
}

/** Two transactions waited for each other: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const PASSING: ReadonlySet<string> = new Set(['40001', '40P01']);

/** What a connection keeps ready does not fit any more: a newer program has changed the table, or it was thrown away. */
const OUTDATED: ReadonlySet<string> = new Set(['0A000', '26000']);

/** Of a failure that is over when everything is done again. */
export function isPassing(error: unknown): boolean {
  return error instanceof StoreError && (PASSING.has(codeOf(error.cause)) || isOutdated(error.cause));
}

/** Of a statement that was kept ready, and would fail on its connection each time. */
export function isOutdated(error: unknown): boolean {
  return OUTDATED.has(codeOf(error));
}

/** What PostgreSQL, or Node, calls an error; empty = nothing. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
