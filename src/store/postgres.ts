import { CompiledQuery, type Dialect, PostgresDialect } from 'kysely';
import pg from 'pg';
import { StoreError } from '../model/errors.ts';
import { nameOfDatabase, readDatabaseUrl } from './database-url.ts';
import { codeOf } from './locks.ts';

/** How long a connection may take to come about. */
const CONNECT_MS = 10_000;

/**
 * PostgreSQL, as kysely takes it. Errors come out as StoreError, with what PostgreSQL said as their cause.
 *
 * @param url `postgres://user:password@host/database`; see {@link readDatabaseUrl}
 * @param isReadOnly nothing in it can be changed
 */
export function openPostgres(url: string, isReadOnly: boolean): Dialect {
  const { connectionString, poolSize, schema } = readDatabaseUrl(url);
  const where = nameOfDatabase(url);
  const pool = new pg.Pool({
    connectionString,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'log-gardener',
    // Whole numbers of 64 bits: what is counted stays far below 2^53.
    types: {
      getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)),
    },
  });
  // A connection that breaks while nobody uses it: the next one to ask gets another, or is told.
  pool.on('error', () => undefined);
  return new PostgresDialect({
    pool: {
      options: pool.options,
      connect: () => guard(where, () => pool.connect()),
      end: () => pool.end(),
    },
    async onCreateConnection(connection) {
      const run = connection.executeQuery.bind(connection);
      connection.executeQuery = (query, options) => guard(where, () => run(withoutNul(query), options));
      // Letters, digits and _ alone.
      await run(CompiledQuery.raw(`set search_path = ${schema}`));
      if (isReadOnly) await run(CompiledQuery.raw('set default_transaction_read_only = on'));
    },
  });
}

/** PostgreSQL's text holds every character but NUL, which a log may hold. */
function withoutNul(query: CompiledQuery): CompiledQuery {
  const isNul = (value: unknown): value is string => typeof value === 'string' && value.includes('\0');
  if (!query.parameters.some(isNul)) return query;
  const parameters = query.parameters.map((value) => (isNul(value) ? value.replaceAll('\0', '\u{fffd}') : value));
  return { ...query, parameters };
}

async function guard<T>(where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const reason = error instanceof Error ? error.message || codeOf(error) : String(error);
    throw new StoreError(`${where}: ${reason}. ${advice(codeOf(error), reason)}`, { cause: error });
  }
}

/** By https://www.postgresql.org/docs/current/errcodes-appendix.html, or Node's word for what the network did. */
function advice(code: string, reason: string): string {
  if (code.startsWith('28')) return 'Check user and password in DATABASE_URL.';
  if (code === '3D000') return 'Create the database, or name another in DATABASE_URL.';
  if (code === '42501') return 'Give the user of DATABASE_URL the right to make and change tables there.';
  if (/SSL|certificate/i.test(reason)) return 'Check sslmode and sslrootcert in DATABASE_URL.';
  if (code === '' || /^[A-Z]{5,}$/.test(code) || code.startsWith('57') || code.startsWith('08')) {
    return 'Check that PostgreSQL runs and can be reached at the address in DATABASE_URL.';
  }
  return 'This is a mistake in log-gardener, or the tables were changed by something else.';
}
