/** How something fails, where a runtime, a driver or a system says it in words of its own. */
export type Failing =
  | { kind: 'out-of-memory'; killed: boolean }
  | { kind: 'no-thread' }
  | { kind: 'pool-exhausted' }
  | { kind: 'timeout' }
  | { kind: 'unreachable'; how: 'refused' | 'unnamed' | 'broken' | 'unsaid' }
  | { kind: 'denied' }
  | { kind: 'file-denied' }
  | { kind: 'signal'; how: 'killed' | 'aborted' | 'crashed' | 'ended' }
  | { kind: 'wrong-format' };

/** A word is no statement: a session that timed out waited for nobody, and a form may hold a forbidden word. */
export const FAILING: readonly ((text: string) => Failing | null)[] = [
  readSignal,
  (text) => (/\bexec format error$/im.test(text) ? { kind: 'wrong-format' } : null),
  (text) => (NO_THREAD.test(text) ? { kind: 'no-thread' } : null),
  (text) => (KILLED.test(text) ? { kind: 'out-of-memory', killed: true } : null),
  (text) => (ALLOCATION.test(text) ? { kind: 'out-of-memory', killed: false } : null),
  (text) => (POOL.test(text) ? { kind: 'pool-exhausted' } : null),
  (text) => (TIMEOUT.test(text) ? { kind: 'timeout' } : null),
  readConnection,
  (text) => (FILE.test(text) || FILE_PATH.test(text) ? { kind: 'file-denied' } : null),
  (text) => (DENIED.test(text) ? { kind: 'denied' } : null),
];

const NO_THREAD = /\bunable to create (?:new )?native thread\b|\bcan't start new thread\b|\bpthread_create failed\b/i;

/** By Cloud Run, App Engine, Kubernetes and Linux. */
const KILLED =
  /\bMemory limit of [\d.]+ ?[KMGT]i?B? exceeded\b|\bused too much memory and was terminated\b|\busing too much memory and was terminated\b|\bOOMKilled\b|\bmemory limit exceeded\. Function invocation was interrupted\b|\bExceeded (?:soft|hard) (?:private )?memory limit of \d|\bSystem OOM encountered\b|\b[Oo]ut of memory: Kill(?:ed)? process\b/;
/** By the JVM, V8, Python, .NET, PHP, Go and C. That of a GPU is another memory. */
const ALLOCATION =
  /\bOutOfMemoryError: (?:Java heap space|GC overhead limit exceeded|Metaspace|Compressed class space|Direct buffer memory|Cannot reserve)|\bJavaScript heap out of memory\b|\bJS heap out of memory\b|^(?:\w+: )?MemoryError\b|\bSystem\.OutOfMemoryException\b|\bAllowed memory size of \d+ bytes exhausted\b|^fatal error: (?:runtime: )?(?:out of memory|cannot allocate memory)\b|\b(?:ENOMEM|Cannot allocate memory)\b/m;

/** SQLAlchemy, HikariCP, Knex, Prisma, Sequelize, Rails, sqlx, psycopg, Tomcat, .NET, MongoDB, Jedis. */
const POOL =
  /\bQueuePool limit of size \d+ overflow \d+ reached\b|\bConnection is not available, request timed out after\b|\bTimeout acquiring a connection\b|\bTimed out fetching a new connection from the connection pool\b|\bSequelizeConnectionAcquireTimeoutError\b|\bcould not obtain a connection from the pool within\b|\bpool timed out while waiting for an open connection\b|\bcouldn't get a connection after [\d.]+ sec|\bPool empty\. Unable to fetch a connection\b|\bprior to obtaining a connection from the pool\b|\bwhile checking out a connection from (?:the )?connection pool\b|\bCould not get a resource from the pool\b|\bconnection pool (?:is |has been )?exhausted\b/i;

/** What a program waits for; whoever's session, lease or order timed out did nothing at all. */
const AWAITED =
  'request|call|query|statement|connection|connect|connecting|read|reading|write|writing|fetch|fetching|response|upstream|socket|dial|operation|handshake|provider|gateway|backend|transaction|command|rpc|api|buffering|dns|tcp|udp';
const TIMEOUT = new RegExp(
  [
    String.raw`\bETIMEDOUT\b`,
    String.raw`\bcontext deadline exceeded\b`,
    String.raw`\bDEADLINE_EXCEEDED\b`,
    String.raw`\b504 Deadline Exceeded\b`,
    String.raw`\b(?:${AWAITED}) timed out\b`,
    String.raw`\btimed out (?:while |after \d[\w.]* ?\w{0,12} )?(?:waiting (?:for|on|to)|connecting to|reading from)\b`,
    String.raw`(?:^|[:(] |\()(?:[\w$.]{1,120}[.$:])?(?:Socket|Read|Connect|HttpConnect|Http|Mongo)?Timeout(?:Error|Exception)\b`,
    String.raw`\b(?:read|connect|connection|request|socket) timeout after \d`,
  ].join('|'),
  'im',
);

const REFUSED =
  /\bECONNREFUSED\b|(?:\] |\(111\)|connect: )connection refused\b|\bconnection refused(?=$|[\n.,)\]"'}\\]| \(| - connect\()/im;
const UNNAMED =
  /\bENOTFOUND\b|\bEAI_AGAIN\b|\bName or service not known\b|\bno such host\b|\b[Tt]emporary failure in name resolution\b|\bUnknownHostException\b/;
const BROKEN =
  /\bECONNRESET\b|\bconnection reset(?: by peer)?(?=$|[\n.,)\]"'}\\:]| \()|\bsocket hang up\b|\bserver closed the connection unexpectedly\b/im;
const UNSAID =
  /\bcould not connect to (?:the )?(?:[\w-]{1,40} )?(?:server|database|db|broker|redis|postgres(?:ql)?|mysql|mongodb|kafka|rabbitmq|[\w.-]{1,100}:\d{2,5})\b/i;

function readConnection(text: string): Failing | null {
  if (REFUSED.test(text)) return { kind: 'unreachable', how: 'refused' };
  if (UNNAMED.test(text)) return { kind: 'unreachable', how: 'unnamed' };
  if (BROKEN.test(text)) return { kind: 'unreachable', how: 'broken' };
  return UNSAID.test(text) ? { kind: 'unreachable', how: 'unsaid' } : null;
}

/** `EACCES: permission denied, open '/data/x'`, `[Errno 13] Permission denied: '/data/x'` */
const FILE =
  /\bEACCES: permission denied, (?!connect|bind|listen)\w+ '|\[Errno 13\] Permission denied: ['"]|\((?:os error 13|Permission denied @ \w+)\b|\bcannot (?:open|create|access|remove|touch|execute)\b.{1,200}: Permission denied\b/im;
const DENIED_PATH = String.raw`\.{0,2}\/[^\s:"']{1,200}["']?:? (?:failed \(13: )?permission denied\b`;
/** `GET /admin/users: permission denied` is a web server's, and its path no file. */
const NO_METHOD = String.raw`(?<!\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE):? ?["'(]{0,2})`;
const FILE_CALL = String.raw`\b(?:open|openat|exec|execve|stat|lstat|mkdir|rmdir|write|read|readdir|unlink|rename|chdir|chmod|chown)(?:\(\))?:? ["'(]?`;
const SHELL = String.raw`^(?:\S{0,80}\/)?(?:ba|da|z|a)?sh: (?:(?:line )?\d{1,6}: )?["']?`;
/**
 * `open /data/x: permission denied`, `/app/bin/server: Permission denied`. A path alone says so only where the line ends
 * with it: more words may be about the right of a user.
 */
const FILE_PATH = new RegExp(
  [
    String.raw`(?:^|[\s"'(])${NO_METHOD}${DENIED_PATH}[.)\]"']{0,3}[ \t\r]{0,9}$`,
    `(?:${FILE_CALL}|${SHELL})${DENIED_PATH}`,
  ].join('|'),
  'im',
);

/** Google Cloud, AWS, Kubernetes and PostgreSQL: they name a right that somebody lacks. */
const DENIED =
  /\bPERMISSION_DENIED\b|\b[Pp]ermission '?[a-z]\w*\.\w+(?:\.\w+)*'? denied\b|\bdoes(?: not|n't) have (?:[a-z]\w*\.\w+\.\w+ |bigquery\.\w+\.\w+ )(?:access|permission)|\b[Tt]he caller does not have permission\b|\(AccessDenied(?:Exception)?\)|\bapi error AccessDenied\b|\bis not authorized to perform: \w|\bUser "[^"]{1,200}" cannot \w+ resource\b|\bpermission denied for (?:table|schema|relation|database|sequence|function|view|column)\b/;

/** Linux's numbers of signals: https://man7.org/linux/man-pages/man7/signal.7.html */
const OF_SIGNAL: Readonly<Record<string, 'killed' | 'aborted' | 'crashed'>> = {
  4: 'crashed',
  6: 'aborted',
  7: 'crashed',
  8: 'crashed',
  9: 'killed',
  11: 'crashed',
};
const OF_SHELL: Readonly<Record<string, 'killed' | 'aborted' | 'crashed'>> = {
  Killed: 'killed',
  Aborted: 'aborted',
  'Segmentation fault': 'crashed',
  'Bus error': 'crashed',
  'Illegal instruction': 'crashed',
  'Floating point exception': 'crashed',
};

/** Cloud Run's sandbox, `Uncaught signal: 11, pid=1, …`, and a shell: `/entrypoint.sh: line 9: 10 Killed  python worker.py` */
function readSignal(text: string): Failing | null {
  const [, number] = /^Uncaught signal: (\d{1,2})\b/.exec(text) ?? [];
  if (number !== undefined) return { kind: 'signal', how: OF_SIGNAL[number] ?? 'ended' };
  const [, told, alone] =
    /^\S{1,120}: line \d{1,6}: +\d{1,9} (Killed|Aborted|Segmentation fault|Bus error|Illegal instruction|Floating point exception)\b/.exec(
      text,
    ) ??
    /^()(Segmentation fault|Bus error|Illegal instruction|Aborted) \(core dumped\)$/.exec(text) ??
    [];
  const word = told || alone;
  const how = word === undefined ? undefined : OF_SHELL[word];
  return how === undefined ? null : { kind: 'signal', how };
}
