import { describe, expect, it } from 'vitest';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { clusterAll, repeat, traceback } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { groups, said } from '../support/joining.ts';

const REFUSED = traceback(
  'shop/orders.py',
  'load',
  'OperationalError: connection to server at "10.0.0.7", port 5432 failed: Connection refused',
);

/** What was thrown because of what. */
const chained = (cause: string, outer: string) =>
  `${cause}\n\nThe above exception was the direct cause of the following exception:\n\n${outer}`;

describe('what a root cause says', () => {
  const gateway = (error: string) =>
    `Traceback (most recent call last):\n  File "/usr/lib/python3.12/site-packages/psycopg/connection.py", line 9, in connect\n    x()\n${error}`;

  it.each([
    ['ValidationError: 8 validation errors for OrderIn', 'TimeoutError: gateway did not answer'],
    ["KeyError: 'customer_id'", 'DatabaseUnavailable: database connection failed'],
    ['JSONDecodeError: Expecting value', 'RuntimeError: connection to Postgres failed'],
  ])('counts, not what was thrown because of it: %s', (cause, outer) => {
    const chain = chained(traceback('shop/orders.py', 'check', cause), gateway(outer));
    expect(groups(said(REFUSED, chain))).toEqual([1, 1]);
  });

  it('is not that a database is away when it was a web service, whatever the call was for', () => {
    const call = traceback('shop/geo.py', 'find', 'httpx.ConnectTimeout: timed out');
    const outer = traceback('shop/geo.py', 'save', 'GeoError: could not save the location in the database');
    expect(groups(said(REFUSED, chained(call, outer)))).toEqual([1, 1]);
  });

  it('may need what was thrown because of it to be understood', () => {
    const short = traceback('shop/db.py', 'open', 'ConnectionRefusedError: Connection refused');
    const outer = traceback('shop/db.py', 'load', 'StartError: Postgres cannot be reached');
    expect(groups(said(REFUSED, chained(short, outer)))).toEqual([2]);
  });
});

describe('patterns that complain of the same', () => {
  it.each([
    ['Could not connect to the database', 'database is not ready, attempt 3 of 5'],
    ["Can't reach database server at `db:5432`", 'Connection is not available: the database did not answer'],
    [
      'Timed out waiting for Postgres',
      'connection to server at "10.0.0.7", port 5432 failed: FATAL:  the database system is starting up',
    ],
    [
      'Timed out waiting for Postgres',
      'connection to server at "10.0.0.7", port 5432 failed: FATAL:  pgbouncer cannot connect to server',
    ],
    ['Authentication of the cart failed: connect ECONNREFUSED 10.0.0.3:6379', 'Redis is unreachable'],
    [
      'dial unix /cloudsql/acme:eu:shop/.s.PGSQL.5432: connect: connection refused',
      'connection to server on socket "/cloudsql/acme:eu:shop/.s.PGSQL.5432" failed: No such file or directory',
    ],
    ['Timed out waiting for Postgres', 'dial tcp 10.0.0.7:5432: connect: connection refused'],
    ['Unable to acquire JDBC Connection', 'Failed to get a new connection to Postgres'],
    ['Could not open JPA EntityManager for the database', 'Did not get a response from MySQL'],
    ['Firestore did not respond within 30 s', 'The database is unreachable'],
    [
      "/gems/mysql2/client.rb:97:in `connect': Can't connect to MySQL server on 'my.svc:3306' (110) (Mysql2::Error::ConnectionError)\n\tfrom /app/config/db.rb:12:in `<main>'",
      "ActiveRecord::ConnectionNotEstablished: Can't connect to MySQL server on 'my.svc:3306' (110)",
    ],
    [
      "fail: EntityFrameworkCore.Database.Connection[20004]\n      An error occurred using the connection to database 'Billing' on server 'tcp:sql.prod.local,1433'.",
      'SqlException (0x80131904): An error occurred while establishing a connection to SQL Server.',
    ],
    [
      'PHP Fatal error:  Uncaught PDOException: SQLSTATE[HY000] [2002] Connection refused in /app/src/Db.php:12\nStack trace:\n#0 {main}',
      'readiness: database=down',
    ],
    [
      '/app/db.rb:9:in \'open\': connection to server at "10.0.0.3" failed: Connection refused (PG::ConnectionBad)',
      'readiness: postgres=down',
    ],
    ['connect ECONNREFUSED 10.0.0.3:6379', 'readiness: redis=down'],
    ['Memory limit of 512 MiB exceeded with 520 MiB used.', 'High memory usage: 498 MB of 512 MB'],
    [
      'FATAL ERROR: Reached heap limit - JavaScript heap out of memory',
      'Memory cgroup out of memory: Killed process 17 (node)',
    ],
  ])('are one problem: %s | %s', (one, other) => {
    const [cluster, ...others] = clusterAll(said(one, other));
    expect(others).toEqual([]);
    expect(cluster?.rules).toContainEqual(
      expect.stringMatching(/^joined: 2 patterns say that .+ (cannot be reached|runs out) in checkout$/),
    );
  });

  it('are one problem with the exception that says so, and with a line whose payload does', () => {
    const beside = { jsonPayload: { msg: 'tick failed', error: 'failed to connect to `host=10.0.0.7 database=shop`' } };
    expect(
      groups([
        ...said(REFUSED, 'Orders database unreachable'),
        collected({ message: 'tick failed', at: 9_000, entry: beside }),
      ]),
    ).toEqual([3]);
  });

  it.each([
    ['another dependency', 'Redis is unreachable', 'PostgreSQL is unreachable'],
    ['another host', 'Could not connect to db-orders:5432', 'Connection to db-users:5432 was refused'],
    ['a statement that failed', 'The database is unreachable', 'database query timed out: SELECT * FROM reports'],
    ['a schema that is wrong', 'The database is unreachable', 'relation "carts" does not exist in the database'],
    ['a slow database', 'The database is unreachable', 'Slow query on PostgreSQL: 900 ms'],
    ['somebody else who hangs up', 'The database is unreachable', 'WebSocket connection 17 closed unexpectedly'],
    ['nobody in particular', 'The payment provider is unavailable', 'The mailing list is unavailable'],
    ['the same with another code', 'Redis call failed: ECONNRESET', 'Redis call failed: ETIMEDOUT'],
    [
      'refused tokens without shared requests',
      'JWT signature is invalid',
      'Stripe refused the API key: 401 Unauthorized',
    ],
  ])('stay apart when it is %s', (_what, one, other) => {
    expect(groups(said(one, other))).toEqual([1, 1]);
  });

  it.each([
    ['Postgres', '"10.0.0.7", port 5432 failed: FATAL:  password authentication failed for user "app"'],
    ['Postgres', '"10.0.0.7", port 5432 failed: FATAL:  remaining connection slots are reserved for superusers'],
    ['Postgres', '"10.0.0.7", port 5432 failed: FATAL:  no pg_hba.conf entry for host "10.0.0.4"'],
    ['Postgres', '"10.0.0.7", port 5432 failed: FATAL:  role was moved elsewhere'],
    ['Postgres', 'psycopg2.InterfaceError: connection already closed'],
    ['Postgres', 'psycopg2.errors.Idle: terminating connection due to idle-in-transaction timeout'],
    ['Postgres', 'connection aborted - error reading from client: read tcp 127.0.0.1:5432: connection reset by peer'],
    ['Postgres', 'postgres: could not receive data from client: Connection reset by peer'],
    ['The database', "Aborted connection 17 to db: 'shop' (Got timeout reading communication packets)"],
    ['Postgres', 'Client closed local connection on 127.0.0.1:5432'],
    [
      'The database',
      'failed to connect to the Cloud SQL instance: googleapi: Error 403: boss::NOT_AUTHORIZED, forbidden',
    ],
    ['Postgres', 'Could not get order 17 from Postgres: no rows in result set'],
    ['Redis', 'Redis: failed to acquire the lock of cart 17'],
    ['Elasticsearch', 'Elasticsearch client error: index_not_found_exception'],
    ['Postgres', 'Postgres: Failed to initialize pool: FATAL: role "app" is not permitted to log in'],
    ['MySQL', "MySQL connection failed: Access denied for user 'app'"],
    ['MongoDB', 'MongoDB connection failed: Authentication failed.'],
    ['Redis', 'redis.exceptions.ConnectionError: max number of clients reached'],
    ['Redis', 'Redis connection failed: NOAUTH Authentication required.'],
    ['Kafka', 'Kafka connection failed: x509: certificate signed by unknown authority'],
  ])('stay apart when %s was reached: %s', (dependency, answer) => {
    const text = answer.startsWith('"') ? `connection to server at ${answer}` : answer;
    expect(groups(said(`${dependency} is unreachable`, text))).toEqual([1, 1]);
  });

  it('stay apart when they name a socket and a host', () => {
    const socket = 'connection to server on socket "/cloudsql/acme:eu:shop/.s.PGSQL.5432" failed: Connection refused';
    expect(groups(said(REFUSED, socket))).toEqual([1, 1]);
  });

  it.each([
    'psycopg2.OperationalError: could not translate host name "reports-db" to address: Name or service not known',
    'connection to server at "reports-db" (10.0.0.9), port 5432 failed: Connection refused',
    'Postgres: dial tcp: lookup reports-db on 10.0.0.10:53: no such host',
    'Postgres pool failed: getaddrinfo ENOTFOUND reports-db',
  ])('stay apart when they name two hosts: %s', (reports) => {
    const orders = (host: string) =>
      `could not connect to server: Connection refused\n\tIs the server running on host "${host}" and accepting\n\tTCP/IP connections on port 5432?`;
    expect(groups(said(orders('orders-db'), reports))).toEqual([1, 1]);
    expect(groups(said(orders('reports-db'), reports))).toEqual([2]);
    expect(groups(said(orders('orders-db'), 'Timed out waiting for Postgres'))).toEqual([2]);
  });

  it('stay apart in two services', () => {
    const lines = said('The database is unreachable', 'Could not connect to the database').map((entry, i) => ({
      ...entry,
      service: i < 2 ? 'checkout' : 'search',
    }));
    expect(groups(lines)).toEqual([1, 1]);
  });

  it('leaves "the database" alone when two kinds of it are gone', () => {
    const clusters = groups(
      said('PostgreSQL is unreachable', 'Firestore is unreachable', 'Could not connect to the database'),
    );
    expect(clusters).toEqual([1, 1, 1]);
  });

  it('does not count what is below WARNING', () => {
    const quiet = said('Could not connect to the database').map((entry) => ({ ...entry, severity: 'INFO' as const }));
    expect(groups([...said('The database is unreachable'), ...quiet])).toEqual([1, 1]);
  });
});

describe('patterns of two services in the same requests', () => {
  const storm = (times: number, lines: (i: number) => Partial<CollectedEntry>[]) =>
    repeat(times, (i) => lines(i).map((line) => collected({ at: i * 20, trace: `t${i}`, ...line })));
  const gateway = { service: 'gateway', instance: 'g1' };

  it('are one problem when both say that a token is refused, though not every request has both', () => {
    const entries = storm(9, (i) => [
      { message: 'JWT signature verification failed' },
      ...(i < 4 ? [{ message: 'users answered 401 Unauthorized', severity: 'WARNING' as const, ...gateway }] : []),
    ]);
    const [cluster, ...others] = clusterAll(entries);
    expect(others).toEqual([]);
    expect(cluster?.rules[0]).toMatch(/both say that authentication fails, and share the trace id in 4 of 4 cases$/);
  });

  it('stay apart when they complain of different things', () => {
    const entries = storm(6, () => [
      { message: 'JWT signature verification failed' },
      { message: 'Session cache is unavailable', severity: 'WARNING' as const, ...gateway },
    ]);
    expect(groups(entries)).toEqual([1, 1]);
  });

  it('take in the 401 of the request log', () => {
    const entry = { logName: 'projects/p/logs/run.googleapis.com%2Frequests', httpRequest: { requestUrl: '/me' } };
    const refused = {
      http: { method: 'GET', status: 401, latencyMs: 4, path: '/me' },
      hasText: false,
      message: 'GET /me 401',
      severity: 'WARNING' as const,
      entry,
      ...gateway,
    };
    expect(groups(storm(5, () => [{ message: 'Token has expired' }, refused]))).toEqual([2]);
  });

  it('are one problem when an error of the one always comes with an error of the other', () => {
    const entries = storm(6, () => [
      { message: traceback('shop/a.py', 'sum', "KeyError: 'tea'") },
      { message: 'Proxying to checkout failed', ...gateway },
    ]);
    const [cluster, ...others] = clusterAll(entries);
    expect(others).toEqual([]);
    expect(cluster?.rules[0]).toContain('share the trace id in 6 of 6 cases');
  });

  it('stay apart when one of them only warns, or states a cause of its own', () => {
    const beside = (line: Partial<CollectedEntry>) =>
      groups(storm(6, () => [{ message: 'Cart total is negative' }, { ...line, ...gateway }]));
    expect(beside({ message: 'Header X-Tea is deprecated', severity: 'WARNING' })).toEqual([1, 1]);
    expect(beside({ message: 'Audit log not written: permission denied for bucket audit-eu' })).toEqual([1, 1]);
  });
});

describe('signs that a service is down', () => {
  const health = (overrides: Partial<CollectedEntry> & { at?: number }) =>
    collected({
      http: { method: 'GET', status: 503, latencyMs: 4, path: '/healthz' },
      hasText: false,
      message: 'GET /healthz 503',
      entry: { logName: 'projects/p/logs/run.googleapis.com%2Frequests', httpRequest: { requestUrl: '/healthz' } },
      ...overrides,
    });
  const checks = repeat(6, (i) => health({ at: 100 + i * 30, instance: `h${i}` }));
  const down = repeat(6, (i) => collected({ message: REFUSED, at: i * 60, instance: `i${i}` }));

  it('go to the one problem that takes it down', () => {
    const [cluster, ...others] = clusterAll([...checks, ...down]);
    expect(others).toEqual([]);
    expect(cluster?.rules).toEqual([
      "joined: 'GET /healthz 503' is a failed health check, and nothing else takes checkout down",
    ]);
  });

  it('stay alone when there are two such problems, or only one that takes nothing down', () => {
    const redis = repeat(3, (i) => collected({ message: 'Redis is unreachable', at: i * 50 }));
    expect(groups([...checks, ...down, ...redis])).toEqual([6, 6, 3].map(() => 1));
    const wrong = repeat(6, (i) => collected({ message: 'Cart total is negative', at: i * 60 }));
    expect(groups([...checks, ...wrong])).toEqual([1, 1]);
  });

  it('stay alone in another service, or hours away', () => {
    expect(groups([...checks.map((entry) => ({ ...entry, service: 'search' })), ...down])).toEqual([1, 1]);
    expect(groups([health({ at: 9_000, instance: 'h' }), ...down])).toEqual([1, 1]);
  });

  it('stay alone when they state a cause of their own', () => {
    const disk = repeat(3, (i) => collected({ message: 'Health check failed: disk for uploads full', at: i * 60 }));
    expect(groups([...disk, ...down])).toEqual([1, 1]);
  });

  it('are requests that lost their instance to a kill, however long they took', () => {
    const text =
      'The request failed because either the HTTP response was malformed or connection to the instance had an error.';
    const kill = (i: number) =>
      collected({ message: 'Memory limit of 512 MiB exceeded with 520 MiB used.', at: i * 300, instance: `i${i}` });
    const lost = (i: number) =>
      health({ message: text, hasText: true, at: i * 300 - 45, instance: `i${i}`, entry: { textPayload: text } });
    expect(groups(repeat(4, (i) => [kill(i), lost(i)]))).toEqual([2]);
    expect(groups(repeat(4, (i) => [kill(i), { ...lost(i), instance: 'x', instanceHash: 17 }]))).toEqual([1, 1]);
  });
});
