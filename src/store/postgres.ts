import {
  type CompiledQuery,
  type Dialect,
  type PostgresCursor,
  PostgresDialect,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely';
import pg from 'pg';
import { StoreError } from '../model/errors.ts';
import { nameOfDatabase, readDatabaseUrl } from './database-url.ts';
import { isOutdated } from './locks.ts';
import { failureOf } from './postgres-failure.ts';
import { nameOfStatement } from './statement-names.ts';

/** How long a connection may take to come about. */
const CONNECT_MS = 10_000;

/** A process that stands still in the middle of a transaction would else hold up all who wait for its rows. */
const STANDSTILL_MS = 30_000;

/** A pool of connections to one PostgreSQL, which several dialects may share. */
export interface Postgres {
  /** @param fence what writes are held against, by {@link fitTables}; empty = nothing */
  dialect(fence: string): Dialect;
  end(): Promise<void>;
}

/** PostgreSQL, as kysely takes it; its pool ends with it. See {@link connectPostgres}. */
export function openPostgres(url: string, isReadOnly: boolean): Dialect {
  const { pool, dialect } = prepare(url, isReadOnly);
  return dialect('', () => pool.end());
}

/**
 * PostgreSQL. Errors come out as StoreError, with what PostgreSQL said as their cause.
 *
 * @param url `postgres://user:password@host/database`; see {@link readDatabaseUrl}
 */
export function connectPostgres(url: string): Postgres {
  const { pool, dialect } = prepare(url, false);
  return { dialect: (fence) => dialect(fence, async () => undefined), end: () => pool.end() };
}

function prepare(url: string, isReadOnly: boolean) {
  const { connectionString, poolSize, schema } = readDatabaseUrl(url);
  const where = nameOfDatabase(url);
  const pool = new pg.Pool({
    connectionString,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_MS,
    idle_in_transaction_session_timeout: STANDSTILL_MS,
    application_name: 'log-gardener',
    // Whole numbers of 64 bits: what is counted stays far below 2^53.
    types: {
      getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)),
    },
  });
  // A connection that breaks while nobody uses it: the next one to ask gets another, or is told.
  pool.on('error', () => undefined);
  // One that breaks between two statements of whoever holds it: the next statement says so.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const fences = new WeakMap<pg.PoolClient, string>();
  const stand = async (client: pg.PoolClient, fence: string): Promise<void> => {
    if (fences.get(client) === fence) return;
    const settings = [schema, fence, isReadOnly ? 'on' : 'off'];
    await client.query(
      "select set_config('search_path', $1, false), set_config('log_gardener.fence', $2, false), set_config('default_transaction_read_only', $3, false)",
      settings,
    );
    fences.set(client, fence);
  };
  const connect = async (fence: string): Promise<PostgresPoolClient> => {
    const client = await pool.connect();
    try {
      if (!fences.has(client)) await stand(client, fence);
    } catch (error) {
      client.release(true);
      throw error;
    }
    return behindFence(client, () => stand(client, fence), fence);
  };
  const dialect = (fence: string, end: () => Promise<void>): Dialect =>
    new PostgresDialect({
      pool: { options: pool.options, connect: () => guard(where, () => connect(fence)), end },
      async onCreateConnection(connection) {
        const run = connection.executeQuery.bind(connection);
        connection.executeQuery = (query, options) => guard(where, () => run(withoutNul(query), options));
      },
    });
  return { pool, dialect };
}

/**
 * A connection that stands behind the fence whenever it may write: what only reads, outside of a transaction, is spared
 * the way to PostgreSQL and back. A transaction begins with its first statement, and stands there until it ends; where
 * that statement takes a lock, which nearly all do, both go the same way.
 */
function behindFence(client: pg.PoolClient, stand: () => Promise<void>, fence: string): PostgresPoolClient {
  let state: 'outside' | 'begins' | 'inside' = 'outside';
  let beginning = '';
  let isUsable = true;
  const send = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    const values = [...parameters];
    const name = values.length === 0 ? undefined : nameOfStatement(text);
    if (name === undefined) return client.query({ text, values });
    try {
      return await client.query({ name, text, values });
    } catch (error) {
      if (!isOutdated(error)) throw error;
      isUsable = false;
      // Nothing was done yet; a transaction is lost, and done again on another connection.
      if (state === 'inside') throw error;
      return client.query({ text, values });
    }
  };
  const begin = (first: string): Promise<unknown> => {
    state = 'inside';
    const behind = `select set_config('log_gardener.fence', ${client.escapeLiteral(fence)}, true)`;
    return client.query([beginning, behind, first].filter((part) => part !== '').join('; '));
  };
  const sendFirst = (sql: string, parameters: readonly unknown[]): Promise<unknown> => {
    const [name] = parameters;
    if (!TAKES_LOCK.test(sql) || typeof name !== 'string') return begin('').then(() => send(sql, parameters));
    return begin(sql.replace('$1', () => client.escapeLiteral(name))).then(() => NOTHING);
  };
  function query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query<R>(sql: string | PostgresCursor<R>, parameters: readonly unknown[] = []): unknown {
    if (typeof sql !== 'string') throw new StoreError('Rows are not read one by one here.');
    const isEnd = sql === 'commit' || sql === 'rollback';
    if (state === 'begins') {
      if (!isEnd) return sendFirst(sql, parameters);
      state = 'outside';
      return Promise.resolve({ ...NOTHING, command: sql.toUpperCase() });
    }
    if (isEnd) state = 'outside';
    if (isEnd || state === 'inside' || /^\s*select\b/i.test(sql)) return send(sql, parameters);
    if (!/^(?:begin|start transaction)\b/.test(sql)) return stand().then(() => send(sql, parameters));
    state = 'begins';
    beginning = sql;
    return Promise.resolve(NOTHING);
  }
  return { query, release: (isBroken) => client.release(isBroken === true || !isUsable) };
}

/** With its name as the only parameter; nobody reads what it gives. */
const TAKES_LOCK = /^select pg_advisory_xact_lock\([^$]*\$1[^$]*$/;

const NOTHING = { command: 'SELECT', rowCount: 0, rows: [] };

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
    throw failureOf(where, error);
  }
}
