import { describe, expect, it } from 'vitest';
import { createClusterer } from '../../src/cluster/clusterer.ts';
import { collected } from '../support/entries.ts';

/** Which values ended up in one pattern, for messages of which each has one of them. */
function patternsOf(messages: readonly (readonly [value: string, message: string])[]): string[][] {
  const clusterer = createClusterer();
  const added = messages.map(([value, message]) => [value, clusterer.add(collected({ message }))] as const);
  const { assignmentOf } = clusterer.finish();
  const values = Map.groupBy(added, ([, id]) => assignmentOf(id).pattern);
  return [...values.values()].map((list) => [...new Set(list.map(([value]) => value))].sort()).sort();
}

const eachAlone = (values: readonly string[]): string[][] => values.map((value) => [value]).sort();

const SYLLABLES = ['ba', 'co', 'di', 'fu', 'ga', 'lo', 'mi', 'nu', 'ra', 'so', 'ti', 'vu'];
const syllable = (i: number): string => SYLLABLES[Math.floor(i) % SYLLABLES.length] ?? '';

/** Identifiers that change from entry to entry, as people's programs write them. */
const IDENTIFIERS: readonly ((i: number) => string)[] = [
  (i) => String(1_000 + 7 * i),
  (i) => `${(0x9e3779b1 * (i + 1)).toString(16).slice(-8)}-41d4-a716-4466554400${String(i).padStart(2, '0')}`,
  (i) => `shop/${syllable(i)}${syllable(i / 12)}-worker`,
  (i) => `${syllable(i)}${syllable(i / 12)}${syllable(i + 5)}n`,
];

/** At least 100 messages and eight of each value, every one with an identifier of its own. */
function busy(values: readonly string[], position: Position, identifier: (i: number) => string): [string, string][] {
  const rounds = Math.max(8, Math.ceil(100 / values.length));
  return values.flatMap((value, which) =>
    Array.from({ length: rounds }, (_, round): [string, string] => [
      value,
      position(value, identifier(which + round * values.length)),
    ]),
  );
}

type Position = (value: string, id: string) => string;

const POSITIONS: Readonly<Record<string, Position>> = {
  'at the beginning': (value, id) => `${value} while handling the order ${id}`,
  'before a colon': (value, id) => `${value}: order ${id} could not be handled`,
  'in the middle': (value, id) => `worker reported ${value} for job ${id} today`,
  'at the end': (value, id) => `Job ${id} changed its state to ${value}`,
  'behind a colon': (value, id) => `call to backend of order ${id} failed: ${value}`,
  'behind =': (value, id) => `job finished id=${id} result=${value} worker=main`,
  'behind = in quotes': (value, id) => `job finished id=${id} state="${value}" worker=main`,
  'in single quotes': (value, id) => `Job ${id} switched over to '${value}' again`,
  'in double quotes': (value, id) => `Job ${id} went back into "${value}" today`,
  'in brackets': (value, id) => `[${value}] job ${id} reported to the worker`,
  'in parentheses': (value, id) => `job ${id} reported to the worker (${value})`,
  'in JSON': (value, id) => `update received: {"job": "${id}", "state": "${value}", "worker": "main"}`,
  'bare in JSON': (value, id) => `{"job":"${id}","state":${value},"worker":"main loop"}`,
  'in a Python dict': (value, id) => `update received: {'state': '${value}', 'job': '${id}'}`,
  'behind an arrow': (value, id) => `job ${id} moved INIT -> ${value} by scheduler`,
  'between bars': (value, id) => `2025-01-01 | ${value} | job ${id} | reported by scheduler`,
  'before a full stop': (value, id) => `job ${id} is ${value}. Worker goes on.`,
};

const VALUES: Readonly<Record<string, string>> = {
  'states in capitals':
    'PENDING RUNNING COMPLETED FAILED CANCELLED QUEUED PAUSED TERMINATED STOPPED NOT_READY DEGRADED',
  'states of a circuit breaker': 'OPEN HALF_OPEN CLOSED',
  'states of a socket': 'SYN_SENT ESTABLISHED TIME_WAIT CLOSE_WAIT LISTEN',
  'roles in capitals': 'LEADER FOLLOWER CANDIDATE OBSERVER',
  'states in small letters':
    'pending running succeeded failed queued waiting processing cancelled completed scheduled retrying blocked paused',
  'states of a pod': 'Pending Running Succeeded Failed Unknown Completed Terminating CrashLoopBackOff ImagePullBackOff',
  'reasons of Kubernetes': 'OOMKilled Evicted FailedScheduling FailedMount BackOff ErrImagePull Unhealthy',
  roles: 'primary secondary standby replica leader follower candidate',
  'HTTP methods': 'GET POST PUT PATCH DELETE HEAD OPTIONS CONNECT TRACE',
  'HTTP methods in small letters': 'get post put patch delete head options',
  booleans: 'true false',
  'booleans of Python': 'True False',
  'booleans in capitals': 'TRUE FALSE',
  'on and off': 'on off',
  'ON and OFF': 'ON OFF',
  'yes and no': 'yes no',
  'Y and N': 'Y N',
  'enabled and disabled': 'enabled disabled',
  'Enabled and Disabled': 'Enabled Disabled',
  'up and down': 'up down',
  'UP and DOWN': 'UP DOWN',
  'success and failed': 'success failed',
  'SUCCESS and FAILURE': 'SUCCESS FAILURE',
  'succeeded and failed': 'succeeded failed',
  'passed, failed and skipped': 'passed failed skipped',
  'ok and error': 'ok error',
  'allow and deny': 'allow deny',
  'accepted and rejected': 'accepted rejected',
  'connected and disconnected': 'connected disconnected',
  'open and closed': 'open closed',
  'started and stopped': 'started stopped',
  'healthy and unhealthy': 'healthy unhealthy',
  'online and offline': 'online offline',
  'available and unavailable': 'available unavailable',
  'locked and unlocked': 'locked unlocked',
  'valid, invalid and expired': 'valid invalid expired',
  'granted and revoked': 'granted revoked',
  'read and write': 'read write',
  'hit and miss': 'hit miss',
  'cache states': 'HIT MISS STALE BYPASS',
  'commit and rollback': 'commit rollback',
  'COMMIT and ROLLBACK': 'COMMIT ROLLBACK',
  'what became of a record': 'created updated deleted',
  'events of a watch': 'ADDED MODIFIED DELETED',
  'error codes of Node':
    'ECONNRESET ETIMEDOUT ECONNREFUSED EPIPE ENOTFOUND EAI_AGAIN EHOSTUNREACH ENOENT EACCES EMFILE ENOSPC',
  'long error codes of Node': 'ERR_MODULE_NOT_FOUND ERR_INVALID_ARG_TYPE ERR_HTTP_HEADERS_SENT',
  'error codes of DNS': 'NXDOMAIN SERVFAIL REFUSED',
  'error codes of TLS': 'CERT_HAS_EXPIRED DEPTH_ZERO_SELF_SIGNED_CERT UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'error codes of Redis': 'MOVED CLUSTERDOWN LOADING READONLY OOM NOAUTH WRONGTYPE',
  'error codes of Kafka': 'UNKNOWN_TOPIC_OR_PARTITION NOT_LEADER_FOR_PARTITION REQUEST_TIMED_OUT',
  'error codes of SQLite': 'SQLITE_BUSY SQLITE_LOCKED SQLITE_CONSTRAINT',
  'error codes of MySQL': 'ER_DUP_ENTRY ER_LOCK_DEADLOCK ER_NO_SUCH_TABLE',
  'error codes of Oracle': 'ORA-00001 ORA-01017 ORA-12541',
  'error codes of PostgreSQL': 'unique_violation foreign_key_violation deadlock_detected query_canceled',
  'error codes of OAuth': 'invalid_grant invalid_client invalid_token unauthorized_client access_denied',
  'error codes of AWS': 'ThrottlingException AccessDenied NoSuchKey NoSuchBucket ExpiredToken RequestTimeout',
  'gRPC codes':
    'OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED ' +
    'RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS',
  'gRPC codes of Go': 'Unavailable DeadlineExceeded NotFound PermissionDenied Internal Unauthenticated',
  'gRPC codes of Python': 'StatusCode.UNAVAILABLE StatusCode.DEADLINE_EXCEEDED StatusCode.NOT_FOUND',
  'gRPC codes in small letters': 'deadline_exceeded not_found permission_denied resource_exhausted unauthenticated',
  'exception types of Python':
    'ValueError KeyError TypeError AttributeError TimeoutError ConnectionError ImportError KeyboardInterrupt SystemExit',
  'exception types of libraries':
    'sqlalchemy.exc.OperationalError redis.exceptions.TimeoutError psycopg2.errors.UniqueViolation ' +
    'psycopg2.errors.UndefinedTable requests.exceptions.ReadTimeout google.api_core.exceptions.NotFound',
  'exception types without Error': 'ReadTimeout ConnectTimeout BrokenPipe UniqueViolation RecordNotFound',
  'exception types of Java': 'NullPointerException IllegalStateException SocketTimeoutException OutOfMemoryError',
  'exception types with their package': 'java.lang.NullPointerException java.io.IOException java.sql.SQLException',
  'exception types of Ruby': 'ActiveRecord::RecordNotFound Net::ReadTimeout Errno::ECONNREFUSED',
  'exception types of .NET': 'System.NullReferenceException System.TimeoutException System.IO.IOException',
  'errors of Go': 'context.DeadlineExceeded io.ErrUnexpectedEOF sql.ErrNoRows net.ErrClosed',
  signals: 'SIGTERM SIGKILL SIGINT SIGSEGV SIGABRT SIGHUP SIGUSR1 SIGUSR2',
  levels: 'TRACE DEBUG INFO NOTICE WARN WARNING ERROR CRITICAL FATAL ALERT EMERGENCY',
  'levels in small letters': 'trace debug info notice warn warning error critical fatal alert emergency',
  'SQL verbs': 'SELECT INSERT UPDATE DELETE CREATE DROP ALTER TRUNCATE MERGE',
  'SQL verbs in small letters': 'select insert update delete drop alter truncate',
  'reason phrases of HTTP':
    'Not_Found,Bad_Gateway,Internal_Server_Error,Service_Unavailable,Gateway_Timeout,Bad_Request,Unauthorized,' +
    'Forbidden,Too_Many_Requests,Conflict,Gone',
  protocols: 'TCP UDP HTTP HTTPS',
};

/** The values of a row; `_` stands for a space where commas part them. */
const valuesOf = (row: string): string[] =>
  row.includes(',') ? row.split(',').map((value) => value.replaceAll('_', ' ')) : row.split(' ');

describe.each(Object.entries(VALUES))('%s', (_name, row) => {
  const values = valuesOf(row);
  const positions = Object.entries(POSITIONS);
  /** Messages with every value in every position; a message is known by both. */
  const inEach = (
    places: readonly [string, Position][],
    make: (position: Position, index: number) => [string, string][],
  ): [string, string][] =>
    places.flatMap(([where, position], index) =>
      make(position, index).map(([value, message]): [string, string] => [
        value === '' ? '' : `${value} ${where}`,
        message,
      ]),
    );
  const alone = (position: Position): [string, string][] => values.map((value) => [value, position(value, 'A17')]);
  /** A third of them, in turn from row to row: all take long. */
  const some = process.env.LONG ? positions : positions.filter((_, index) => (index + values.length) % 3 === 0);

  it('are a pattern each, wherever they stand', () => {
    const messages = inEach(positions, alone);
    expect(patternsOf(messages)).toEqual(eachAlone(messages.map(([value]) => value)));
  });

  it('are a pattern each though a hundred identifiers change beside them', () => {
    for (const offset of process.env.LONG ? IDENTIFIERS.keys() : [values.length]) {
      const messages = inEach(some, (position, index) => {
        const identifier = IDENTIFIERS[(index + offset) % IDENTIFIERS.length];
        return identifier === undefined ? [] : busy(values, position, identifier);
      });
      expect(patternsOf(messages)).toEqual(eachAlone(inEach(some, alone).map(([value]) => value)));
    }
  });

  it('are a pattern each though fifty ordinary values stand in the same place', () => {
    const ordinary = Array.from({ length: 50 }, (_, i) => `${syllable(i)}${syllable(i / 12)}l`);
    const messages = inEach(some, (position) => [
      ...ordinary.map((value): [string, string] => ['', position(value, 'A17')]),
      ...alone(position),
    ]);
    const merged = patternsOf(messages).filter((found) => found.filter((value) => value !== '').length > 1);
    expect(merged).toEqual([]);
  });
});

describe('numbers that are codes', () => {
  it.each([
    ['a status behind =', (code) => `request done id=17 status=${code}`, [500, 404, 503, 200]],
    ['a status in quotes', (code) => `request done id=17 status="${code}"`, [500, 404]],
    ['HTTP', (code) => `upstream said HTTP ${code}`, [503, 429]],
    ['HTTP in one word', (code) => `upstream said http_${code} and closed`, [503, 429]],
    ['status code', (code) => `upstream returned status code ${code}`, [404, 500]],
    ['axios', (code) => `Request failed with status code ${code}`, [404, 500, 502]],
    ['a request line', (code) => `10.0.0.7 - - "GET /cart HTTP/1.1" ${code} 1734 "-" "curl"`, [502, 404, 200]],
    ['uvicorn', (code) => `10.0.0.7:4242 - "POST /cart HTTP/1.1" ${code}`, [502, 404, 200]],
    ['morgan', (code) => `GET /cart/1234 ${code} 12.3 ms - 45`, [200, 404, 500]],
    ['an arrow', (code) => `POST /cart/1234 -> ${code}`, [201, 503]],
    ['Gin', (code) => `[GIN] 2025/09/20 - 12:53:30 | ${code} | 140.5µs | 10.0.0.7 | GET "/cart"`, [200, 404, 500]],
    ['Rails', (code) => `Completed ${code} in 12ms for the cart`, [200, 500]],
    ['an answer', (code) => `backend responded with ${code} in 12 ms`, [503, 404]],
    ['a returned code', (code) => `upstream returned ${code} for /cart`, [500, 404]],
    ['a code that was got', (code) => `got a ${code} from the upstream`, [503, 404]],
    ['a code in parentheses', (code) => `webhook delivery failed (${code})`, [503, 404]],
    ['requests', (code) => `${code} Client Error: see url https://example.com/${code}`, [404, 403]],
    ['urllib', (code) => `HTTP Error ${code}: see above`, [404, 503]],
    ['Google', (code) => `googleapi: Error ${code}: see details`, [403, 404]],
    ['a probe', (code) => `Readiness probe failed: HTTP probe failed with statuscode: ${code}`, [503, 500]],
    ['JSON', (code) => `{"statusCode": ${code}, "job": "A17", "worker": "main"}`, [503, 404]],
    ['a Python dict', (code) => `answer was {'status_code': ${code}, 'job': 'A17'}`, [503, 404]],
    ['a dotted key', (code) => `span ended http.response.status_code=${code} path=/cart`, [503, 404]],
    ['an exit code', (code) => `worker process ended with exit code ${code}`, [1, 137, 143]],
    ['an exit status', (code) => `command returned non-zero exit status ${code}.`, [1, 2, 127]],
    ['exited with code', (code) => `worker (pid 4242) exited with code ${code}`, [1, 3]],
    ['a call of exit', (code) => `Container called exit(${code}).`, [1, 137]],
    ['a key with an exit code', (code) => `step ended exitCode=${code} step=build`, [0, 1]],
    ['errno', (code) => `cannot reach the database: [Errno ${code}] see above`, [104, 111]],
    ['an error code', (code) => `the server said error code ${code}, giving up`, [1045, 1062]],
    ['SQLSTATE', (code) => `statement failed (SQLSTATE ${code})`, ['23505', '40001', '42P01']],
    ['SQLSTATE in brackets', (code) => `SQLSTATE[${code}]: statement failed`, ['23505', '08006']],
    ['a bare SQLSTATE', (code) => `statement 17 rejected: ${code}`, ['42P01', '42P07', 'XX000']],
    ['a failure and a colon', (code) => `Sync to crm for user 17 failed: ${code}`, [404, 500, 503]],
    ['a failure further back', (code) => `Failed to fetch the profile of user 17: ${code}`, [404, 500, 503]],
    ['who declined', (code) => `Charge of order 17 was declined by gateway (${code})`, [404, 500]],
    ['what was said', (code) => `upstream said (${code}) for item 17`, [404, 502, 503]],
    ['Prisma', (code) => `Prisma query for row 17 failed with ${code}`, ['P2002', 'P1001', 'P2025', 'E11000']],
    ['Prisma in an object', (code) => `PrismaError { code: '${code}', clientVersion: 'main' }`, ['P2002', 'P2025']],
    ['MongoDB', (code) => `insert of cart 17 failed (${code})`, ['E11000', 'E11001']],
    ['an error with a name', (code) => `cannot reach the database: error ${code}`, ['P1001', 'P1002']],
    ['HRESULT', (code) => `statement 17 rejected: ${code}`, ['0x80131904', '0x80070005', 'P2002']],
  ] satisfies [string, (code: string | number) => string, (string | number)[]][])(
    'stay apart: %s',
    (_name, message, codes) => {
      const values = codes.map(String);
      expect(patternsOf(values.map((code) => [code, message(code)]))).toEqual(eachAlone(values));
    },
  );

  it.each([
    ['rows', (n) => `query returned ${n} rows`],
    ['items', (n) => `processed ${n} of 900 items`],
    ['a port', (n) => `listening on port ${n}`],
    ['a user', (n) => `user ${n} logged in`],
    ['an order', (n) => `order ${n} created`],
    ['a duration', (n) => `request took ${n} ms`],
    ['bytes', (n) => `received ${n} bytes`],
    ['messages', (n) => `received ${n} messages from the queue`],
    ['a sum', (n) => `errors: ${n}, warnings: 3`],
    ['counters', (n) => `sent=7 received=${n} lost=0`],
    ['steps', (n) => `completed ${n} of 900 steps`],
    ['a retry', (n) => `retry ${n} of the upload`],
    ['a limit', (n) => `page limit=${n} offset=20`],
    ['an id', (n) => `cart changed user_id: ${n}`],
    ['a process', (n) => `pid ${n} exited`],
    ['results', (n) => `search returned ${n} results in 3 ms`],
    ['a duration of a failure', (n) => `upload failed after ${n} ms`],
    ['failures among other sums', (n) => `tests passed: 900, failed: ${n}`],
    ['failed jobs', (n) => `cleanup found failed jobs: ${n}`],
    ['rejected messages', (n) => `broker rejected ${n} messages`],
    ['the port of a failure', (n) => `worker failed to connect to port: ${n}`],
    ['a share of failures', (n) => `retry ${n} of 900 failed`],
    ['an order with a letter', (n) => `order A${n} rejected by the gateway`],
    ['a row that failed', (n) => `import failed to parse row: ${n}`],
  ] satisfies [string, (n: number) => string][])('are told from those that are none: %s', (_name, message) => {
    expect(patternsOf([200, 404, 503].map((n) => [String(n), message(n)]))).toEqual([['200', '404', '503']]);
  });

  it('stay apart though a hundred identifiers change beside them', () => {
    const codes = ['404', '503', 'P2002', 'P1001', 'E11000', '0x80131904', '42P01'];
    for (const identifier of IDENTIFIERS) {
      const messages = busy(codes, (code, id) => `Sync of ${id} to the backend failed: ${code}`, identifier);
      expect(patternsOf(messages)).toEqual(eachAlone(codes));
    }
  });

  it('are taken for ids where there are more than any program has', () => {
    const ids = Array.from({ length: 150 }, (_, i) => `A${10_234 + 7 * i}`);
    expect(patternsOf(ids.map((id) => ['', `order rejected: ${id}`]))).toEqual([['']]);
    expect(patternsOf(ids.slice(0, 80).map((id) => [id, `order rejected: ${id}`]))).toHaveLength(80);
  });
});

describe('errors beside a message', () => {
  const patternsBeside = (errors: readonly string[]): number => {
    const clusterer = createClusterer();
    const ids = errors.map((exception) => clusterer.add(collected({ message: 'Reconciler error', exception })));
    const { assignmentOf } = clusterer.finish();
    return new Set(ids.map((id) => assignmentOf(id).pattern)).size;
  };

  it('tell one problem from another', () => {
    const errors = ['context deadline exceeded', 'no space left on device', 'pods is forbidden'];
    expect(patternsBeside([...errors, ...errors])).toBe(3);
  });

  it('are one where only their values differ', () => {
    const numbers = Array.from({ length: 30 }, (_, n) => n);
    expect(patternsBeside(numbers.map((n) => `dial tcp 10.0.0.${n}:5432: connect: connection refused`))).toBe(1);
    expect(patternsBeside(numbers.map((n) => `secret "${syllable(n)}${syllable(n / 12)}-tls" not found`))).toBe(1);
  });
});
