import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { UsageError } from '../model/errors.ts';

/** Connections of one process that are open at once, unless `pool_size` says otherwise. */
const POOL_SIZE = 10;
const MOST_CONNECTIONS = 200;

/** libpq knows `allow` and `prefer` too, which leave it to whoever is on the way whether there is TLS. */
const TLS_MODES = ['disable', 'require', 'verify-ca', 'verify-full'];

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
 * @throws UsageError when it is none, or a certificate that it names cannot be read; the address, which may hold a
 *   password, is not shown
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
  settleTls(read.searchParams);
  return { connectionString: read.href, poolSize, schema };
}

/** For messages: without user and password. */
export function nameOfDatabase(url: string): string {
  const { hostname, port, pathname, searchParams } = parse(url);
  const host = hostname || searchParams.get('host') || 'this machine';
  return `PostgreSQL database ${pathname.slice(1) || '(default)'} on ${host}${port && `:${port}`}`;
}

/**
 * Says what TLS there is to be in a way that the driver takes as libpq does; what it passes over, or finds only when it
 * connects, is said here.
 */
function settleTls(asked: URLSearchParams): void {
  for (const file of ['sslcert', 'sslkey']) {
    const path = asked.get(file);
    if (path !== null) readOrSay(file, path, readFileSync);
  }
  const root = asked.get('sslrootcert');
  // A certificate to check against, and no word on how: the driver checks in full, where libpq would not look at it.
  const mode = asked.get('sslmode') ?? (root === null ? null : 'verify-full');
  if (mode === null) return;
  if (!TLS_MODES.includes(mode)) {
    throw new UsageError(`DATABASE_URL: sslmode is one of ${TLS_MODES.join(', ')}; "${mode}" is none of them here.`);
  }
  if (root === 'system' && mode !== 'verify-full') {
    throw new UsageError('DATABASE_URL: sslrootcert=system goes with sslmode=verify-full alone.');
  }
  if (root === null && mode === 'verify-ca') {
    throw new UsageError('DATABASE_URL: sslmode=verify-ca needs sslrootcert, the file of the authority to trust.');
  }
  if (root === 'system' || mode === 'disable') asked.delete('sslrootcert');
  else if (root !== null) {
    readOrSay('sslrootcert', root, (path) => new X509Certificate(readFileSync(path)));
  }
  asked.set('sslmode', mode);
  // The driver would else take `require` for more than it means everywhere else.
  asked.set('uselibpqcompat', 'true');
}

function readOrSay(name: string, path: string, read: (path: string) => unknown): void {
  try {
    read(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`DATABASE_URL: ${name} cannot be read: ${path}: ${reason}`, { cause: error });
  }
}

function parse(url: string): URL {
  const read = URL.canParse(url) ? new URL(url) : null;
  if (read !== null && /^postgres(?:ql)?:$/.test(read.protocol)) return read;
  throw new UsageError('DATABASE_URL is no address of PostgreSQL, such as postgres://user:password@host:5432/name.');
}
