import type { Severity } from '../model/severity.ts';
import { severityNamed } from './severity-names.ts';

const NO_LEVEL = '(?!(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL|PANIC|CRIT|ALERT|EMERG|LOG|DBG|INF|WRN|ERR|FTL)\\b)';
/** A time and its zone. */
const STAMP = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[\d.]{0,7} (?:${NO_LEVEL}[A-Z]{3,5}|[+-]\d\d(?::?\d\d)?)`;
const LEVEL = 'DEBUG[1-5]?|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC|DETAIL|HINT|QUERY|CONTEXT|LOCATION|STATEMENT';

/** Of who asks: `app@shop`, a number of the line, an SQLSTATE, an address; then `user=app,db=shop` and the like. */
const WHO = String.raw`(?:[: ]{1,2}(?:\[\d{1,12}(?:-\d{1,12})?\]|[\w.[\]-]{0,80}@[\w.[\]-]{0,80}|[0-9A-Z]{5}|[\d.()]{3,60})){0,4}(?:[: ]{1,2}[a-z_]{1,20}=.{0,300}?)?[: ]{0,2}`;

const STAMPED = String.raw`${STAMP}(?::\S{1,200}:)? ?\[\d{1,9}(?:-\d{1,9})?\]`;
const BY_SYSLOG = String.raw`.{0,100}?\bpostgres(?:ql)?\[\d{1,10}\]:(?: \[\d{1,12}-\d{1,12}\])?`;

/**
 * What the usual log_line_prefix puts before the level: the time, then the process, at once or behind who asks; or syslog's
 * own. https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-LOG-LINE-PREFIX
 */
const LINE = new RegExp(String.raw`^(?:${STAMPED}|${BY_SYSLOG}(?: ${STAMPED})?)${WHO}\b(${LEVEL}):( {1,2})(?=\S)`);
/** The log as comma-separated values, in which a level stands before its SQLSTATE. */
const VALUES = new RegExp(`^${STAMP},.{0,300}?,(${LEVEL}),[0-9A-Z]{5},"?`);
/** Cloud SQL's prefix. One space is what is left of two where somebody tidied the text up. */
const OF_CLOUD_SQL = /\]: \[\d{1,12}-\d{1,12}\] db=/;
/** What tools and images print without a prefix, in words that are PostgreSQL's. */
const BARE =
  /^(?:(?:psql|pg_[a-z]{2,20}|createdb|createuser|vacuumdb): )?FATAL: {1,2}(?=password authentication failed for user "|no pg_hba\.conf entry for |pg_hba\.conf rejects connection |(?:role|database) ".{1,200}" (?:does not exist|is not )|sorry, too many clients already|too many connections for |remaining connection slots are reserved |terminating connection due to |the database system is |canceling authentication due to timeout|(?:Ident|Peer|LDAP) authentication failed for user ")/;

/**
 * What FATAL ends is one session, and PostgreSQL hands it to syslog as an ERR; but the server itself where it cannot start
 * or recover: https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-SEVERITY-LEVELS, and
 * `ereport(FATAL` in its miscinit.c, postmaster.c, pqcomm.c and xlogrecovery.c
 */
const ENDS_SERVER =
  /^(?:lock file "|bogus data in lock file|pre-existing shared memory block|(?:specified )?data directory "|"[^"\n]{1,300}" is not a valid data directory|database files are incompatible with server|configuration file "[^"\n]{1,300}" contains errors|could not (?:create|open|read|write|remove) (?:old )?lock file|could not (?:create|map|attach to|reserve) (?:any |anonymous )?(?:shared memory|semaphores|TCP\/IP sockets|Unix-domain sockets|listen socket)|could not (?:access|load) (?:file "|the server configuration file|directory "|\S{0,300}pg_hba\.conf|server certificate file|private key file|root certificate file)|could not locate (?:a valid|required) checkpoint record|postmaster became multithreaded|hot standby is not possible|recovery (?:aborted|ended) |requested timeline |WAL ends before )/;

/** What PostgreSQL calls a line, and what the line says then. */
export interface PostgresLine {
  readonly level: string;
  readonly said: string;
  /** As PostgreSQL writes it: two spaces before what is said, or among its comma-separated values. */
  readonly isExact: boolean;
}

/** Null where a line is not written as PostgreSQL does. */
export function postgresLine(line: string): PostgresLine | null {
  const text = LINE.exec(line);
  const [whole = '', level, spaces] = text ?? VALUES.exec(line) ?? [];
  if (level === undefined) return null;
  return { level, said: line.slice(whole.length), isExact: spaces !== ' ' };
}

/** The severity of a line of PostgreSQL's; null where it is none, or only says more of another. */
export function postgresSeverity(line: string): Severity | null {
  if (BARE.test(line)) return 'ERROR';
  const found = postgresLine(line);
  if (found === null || !(found.isExact || OF_CLOUD_SQL.test(line))) return null;
  return severityOfLevel(found.level, found.said);
}

/** The severity of what PostgreSQL calls by one of its levels; null of DETAIL and the like. */
export function severityOfLevel(level: string, said: string): Severity | null {
  return endsSession(level, said) ? 'ERROR' : severityNamed(level);
}

/** Whether what PostgreSQL calls so ends a session, and no more. */
export function endsSession(level: string, said: string): boolean {
  return level === 'FATAL' && !ENDS_SERVER.test(said);
}

/** What a log of PostgreSQL is called: Cloud SQL's, AlloyDB's, and the Ops Agent's. */
const LOGS = /\/(?:(?:cloudsql|alloydb)\.googleapis\.com%2Fpostgres(?:ql)?\.log|postgresql_general)$/i;

/**
 * Whether Google's agents wrote an entry that read a line of PostgreSQL's: they grade FATAL as they do PANIC.
 * https://github.com/GoogleCloudPlatform/ops-agent/blob/master/apps/postgresql.go
 */
export function isPostgresLog(logName: string): boolean {
  return LOGS.test(logName);
}
