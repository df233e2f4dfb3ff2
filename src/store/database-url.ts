import { UsageError } from '../model/errors.ts';

/** Connections of one process that are open at once, unless `pool_size` says otherwise. */
const POOL_SIZE = 10;
const MOST_CONNECTIONS = 200;

/** PostgreSQL's `public` may hold the tables of others. */
const SCHEMA = 'log_gardener';

export interface Database {
  /** For the driver. */
  readonly connectionString: string;
  readonly poolSize: number;
  /** In which the tables are; lower-case letters, digits and _. */
  readonly schema: string;
}

/**
 * Reads `DATABASE_URL`: `postgres://user:password@host:5432/database`, with `sslmode` and `sslrootcert` as libpq
 * understands them, `pool_size` for the connections of one process, and `schema` for that in which the tables are.
 *
 * @throws UsageError when it is none; the address, which may hold a password, is not shown
 */
export function readDatabaseUrl(url: string): Database {
  const read = parse(url);
  const poolSize = Number(read.searchParams.get('pool_size') ?? POOL_SIZE);
  if (!Number.isInteger(poolSize) || poolSize < 2 || poolSize > MOST_CONNECTIONS) {
    throw new UsageError(`DATABASE_URL: pool_size is a whole number from 2 to ${MOST_CONNECTIONS}.`);
  }
  const schema = read.searchParams.get('schema') ?? SCHEMA;
  if (!/^[a-z_][a-z0-9_]{0,40}$/.test(schema)) {
    throw new UsageError('DATABASE_URL: schema is made of lower-case letters, digits and _, 41 at most.');
  }
  for (const own of ['pool_size', 'schema']) read.searchParams.delete(own);
  // The driver would else take `require` for more than it means everywhere else.
  if (read.searchParams.has('sslmode')) read.searchParams.set('uselibpqcompat', 'true');
  return { connectionString: read.href, poolSize, schema };
}

/** For messages: without user and password. */
export function nameOfDatabase(url: string): string {
  const { hostname, port, pathname, searchParams } = parse(url);
  const host = hostname || searchParams.get('host') || 'this machine';
  return `PostgreSQL database ${pathname.slice(1) || '(default)'} on ${host}${port && `:${port}`}`;
}

function parse(url: string): URL {
  const read = URL.canParse(url) ? new URL(url) : null;
  if (read !== null && /^postgres(?:ql)?:$/.test(read.protocol)) return read;
  throw new UsageError('DATABASE_URL is no address of PostgreSQL, such as postgres://user:password@host:5432/name.');
}
