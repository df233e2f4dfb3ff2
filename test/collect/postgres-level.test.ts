import { describe, expect, it } from 'vitest';
import { createEntryReader } from '../../src/collect/entry-reader.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import { severityInText } from '../../src/collect/severity-in-text.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import { logEntry } from '../support/log-entries.ts';

const AT = '2026-11-20 08:00:00.123 UTC';
const PASSWORD = 'password authentication failed for user "app"';

/** The severity of an entry as it is kept, read off its bytes where that is possible. */
function severityRead(overrides: Partial<LogEntry>): string | undefined {
  const redactor = createRedactor({ key: 'test key', patterns: [] });
  const read = createEntryReader({ minSeverity: 'DEFAULT', window: null }, redactor);
  const bytes = Buffer.from(JSON.stringify(logEntry(overrides)));
  const severities = [1, 2, 3].map(() => {
    const reading = read(bytes, 0, bytes.length);
    return typeof reading === 'string' ? reading : reading?.kept?.severity;
  });
  expect(new Set(severities).size).toBe(1);
  return severities[0];
}

describe('FATAL of PostgreSQL', () => {
  it.each([
    `${AT} [77] FATAL:  ${PASSWORD}`,
    `${AT} [77] app@shop FATAL:  no pg_hba.conf entry for host "10.0.0.4", user "app", database "shop", SSL off`,
    '2026-11-20 08:00:00 UTC [77-1] [unknown]@[unknown] FATAL:  role "app" does not exist',
    `${AT} [77]: [1-1] db=shop,user=app FATAL:  database "shop" does not exist`,
    `${AT} [77]: [1-1] db=shop,user=app FATAL: database "shop" does not exist`,
    `${AT} [77]: [1-1] user=app,db=shop,app=PostgreSQL JDBC Driver,client=10.0.0.1 FATAL:  sorry, too many clients already`,
    `2026-11-20 08:00:00 UTC:10.0.0.1(5432):app@shop:[77]:FATAL:  ${PASSWORD}`,
    '2026-11-20 08:00:00.123 +03 [77] 57P03 FATAL:  the database system is starting up',
    'Nov 20 08:00:00 db-1 postgres[77]: [3-1] FATAL:  terminating connection due to administrator command',
    `${AT},"app","shop",77,"10.0.0.1:5432",655c.1,1,"authentication",${AT},3/4,0,FATAL,28P01,"${PASSWORD}",,,`,
    `FATAL:  ${PASSWORD}`,
    'psql: FATAL:  role "root" does not exist',
  ])('ends one session, an ERROR: %j', (line) => {
    expect(severityInText(line)).toBe('ERROR');
  });

  it.each([
    `${AT} [1] FATAL:  data directory "/var/lib/postgresql/data" has wrong ownership`,
    `${AT} [1] FATAL:  lock file "postmaster.pid" already exists`,
    `${AT} [1] FATAL:  could not create any TCP/IP sockets`,
    `${AT} [1] FATAL:  database files are incompatible with server`,
    `${AT},,,1,,655c.1,1,,${AT},,0,FATAL,55000,"database files are incompatible with server",,,`,
    `${AT} [77] PANIC:  could not locate a valid checkpoint record`,
    // Of other programs
    'FATAL:  disk is full',
    `${AT} [7] FATAL @src/main.c:120 in function main(): cannot load config`,
    '2026-11-20 08:00:00,123 FATAL [main] com.shop.Pay - the ledger is lost',
    `${AT} [77] FATAL: the ledger is lost`,
  ])('that ends the server, and that of others, is CRITICAL: %j', (line) => {
    expect(severityInText(line)).toBe('CRITICAL');
  });

  it.each([
    [`${AT} [77] LOG:  could not send data to client: FATAL:  x`, 'INFO'],
    [`${AT} [77] ERROR:  relation "x" does not exist`, 'ERROR'],
    [`${AT} [77] DETAIL:  Connection matched pg_hba.conf line 95: FATAL:  x`, null],
    [`${AT} [77] the child said FATAL:  x`, null],
  ])('is the level of the line, not a word in it: %j is %s', (line, severity) => {
    expect(severityInText(line)).toBe(severity);
  });

  const CLOUD_SQL = 'projects/p/logs/cloudsql.googleapis.com%2Fpostgres.log';
  const OPS_AGENT = 'projects/p/logs/postgresql_general';
  const payload = (jsonPayload: Record<string, unknown>) => ({ textPayload: undefined, jsonPayload });
  it.each<[string, Partial<LogEntry>, string]>([
    [
      'a FATAL of Cloud SQL',
      { logName: CLOUD_SQL, severity: 'ALERT', textPayload: `${AT} [77]: [1-1] db=,user= FATAL:  ${PASSWORD}` },
      'ERROR',
    ],
    [
      'a PANIC of Cloud SQL',
      { logName: CLOUD_SQL, severity: 'ALERT', textPayload: `${AT} [77]: [1-1] db=,user= PANIC:  out of disk` },
      'CRITICAL',
    ],
    [
      'what Cloud SQL says otherwise',
      { logName: CLOUD_SQL, severity: 'ALERT', textPayload: 'the disk is full' },
      'ALERT',
    ],
    [
      'the same line of a program',
      { severity: 'ALERT', textPayload: `${AT} [77]: [1-1] db=,user= FATAL:  ${PASSWORD}` },
      'ALERT',
    ],
    [
      "a FATAL of the Ops Agent's",
      { logName: OPS_AGENT, severity: 'CRITICAL', ...payload({ level: 'FATAL', tid: 77, message: PASSWORD }) },
      'ERROR',
    ],
    [
      "a PANIC of the Ops Agent's",
      { logName: OPS_AGENT, severity: 'CRITICAL', ...payload({ level: 'PANIC', tid: 77, message: 'x' }) },
      'CRITICAL',
    ],
    [
      "PostgreSQL's own JSON",
      { severity: 'DEFAULT', ...payload({ error_severity: 'FATAL', message: PASSWORD }) },
      'ERROR',
    ],
    [
      "the end of the server in PostgreSQL's own JSON",
      {
        severity: 'DEFAULT',
        ...payload({ error_severity: 'FATAL', message: 'lock file "postmaster.pid" already exists' }),
      },
      'CRITICAL',
    ],
    [
      'a record of CloudNativePG',
      {
        severity: 'DEFAULT',
        ...payload({ level: 'info', msg: 'record', record: { error_severity: 'FATAL', message: PASSWORD } }),
      },
      'ERROR',
    ],
    [
      'FATAL of any other logger',
      { severity: 'DEFAULT', ...payload({ level: 'FATAL', message: PASSWORD }) },
      'CRITICAL',
    ],
  ])('in %s', (_, overrides, severity) => {
    expect(severityRead(overrides)).toBe(severity);
  });

  it('is looked for in linear time', () => {
    const start = performance.now();
    for (const part of [' a=a', ': [1-1] a@b ABCDE 1.2.3', ':', ' @', 'postgres[1]:', ',FATAL,', 'UTC ']) {
      for (const head of ['', `${AT} [77]`, `${AT},`]) severityInText(head + part.repeat(20_000));
    }
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
