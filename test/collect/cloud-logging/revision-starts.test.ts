import { expect, it } from 'vitest';
import type { LogEntry } from '../../../src/model/entry.ts';
import type { Severity } from '../../../src/model/severity.ts';
import { logOf } from '../../support/cloud-logging/log.ts';
import { planOf, type ReadOptions, startWorld } from '../../support/cloud-logging/world.ts';
import { logEntry } from '../../support/log-entries.ts';

const SINCE = 1_767_312_000_000_000_000n;
const UNTIL = SINCE + 3_600_000_000_000n;

/** An entry of one revision, a number of minutes after the beginning. */
function logged(insertId: string, revision: string, minute: number, more: Partial<LogEntry> = {}): LogEntry {
  const timestamp = new Date(Number(SINCE / 1_000_000n) + minute * 60_000).toISOString();
  const labels = { service_name: 'shop', revision_name: revision };
  const resource = { type: 'cloud_run_revision', labels };
  const logName = 'projects/acme/logs/run.googleapis.com%2Fstderr';
  return logEntry({ logName, insertId, timestamp, receiveTimestamp: timestamp, severity: 'ERROR', resource, ...more });
}

const AUDIT = 'projects/acme/logs/cloudaudit.googleapis.com%2Factivity';

function deployed(insertId: string, revision: string, minute: number, severity: Severity = 'NOTICE'): LogEntry {
  const { textPayload: _, ...entry } = logged(insertId, '', minute, { severity, logName: AUDIT });
  const protoPayload = {
    '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
    methodName: 'google.cloud.run.v1.Services.ReplaceService',
    resourceName: 'namespaces/acme/services/shop',
    response: { status: { latestCreatedRevisionName: revision } },
  };
  return { ...entry, protoPayload };
}

/** The second revision logs quietly long before its first error. */
const entries = [
  logged('a', 'shop-1', 1),
  logged('b', 'shop-2', 10, { severity: 'INFO' }),
  logged('c', 'shop-2', 40),
  logged('d', 'shop-1', 41),
];

async function readAll(log: readonly LogEntry[], asked: NonNullable<ReadOptions['asked']>) {
  const plan = planOf({ since: SINCE, until: UNTIL });
  const { read } = await startWorld({ log: logOf(log) }, { plan, start: Number(UNTIL / 1_000_000n) + 600_000 });
  return read({ asked });
}

async function startsSeen(log: readonly LogEntry[], asked: NonNullable<ReadOptions['asked']>) {
  const { completeness } = await readAll(log, asked);
  return completeness.revisions.filter(({ startObserved }) => startObserved).map(({ revision }) => revision);
}

it('takes no first severe entry of a revision for its start: it may have logged before', async () => {
  expect(await startsSeen(entries, { minSeverity: 'ERROR' })).toEqual([]);
  expect(await startsSeen(entries, { minSeverity: 'DEFAULT' })).toEqual(['shop-2']);
});

it('takes no first entry that a filter let through for a start either', async () => {
  expect(await startsSeen(entries, { minSeverity: 'DEFAULT', filter: 'severity >= INFO' })).toEqual([]);
});

it('knows a start by the deploy, whatever was left out', async () => {
  const told = [...entries, deployed('e', 'shop-2', 9)];
  expect(await startsSeen(told, { minSeverity: 'NOTICE' })).toEqual(['shop-2']);
});

it.each<[Severity, Severity]>([
  ['ERROR', 'NOTICE'],
  ['CRITICAL', 'NOTICE'],
  ['NOTICE', 'INFO'],
])(
  'at %s and above it still asks for deploys, which are %s, and takes them for no entries to keep',
  async (least, severity) => {
    const other = deployed('o', 'shop-3', 8, severity);
    const told = [
      ...entries,
      deployed('e', 'shop-2', 9, severity),
      { ...other, protoPayload: { ...other.protoPayload, methodName: 'google.cloud.run.v1.Services.GetService' } },
      { ...other, insertId: 'p', logName: 'projects/acme/logs/stdout' },
    ];
    const read = await readAll(told, { minSeverity: least });
    const loud = least === 'CRITICAL' ? [] : ['a', 'c', 'd'];
    expect(read.entries.map(({ insertId }) => insertId).sort()).toEqual(loud);
    expect(read.completeness).toMatchObject({ read: loud.length + 1, kept: loud.length, belowSeverity: 1 });
    expect(read.completeness.deploys).toEqual([{ service: 'shop', revision: 'shop-2', at: '2026-01-02T00:09:00Z' }]);
  },
);
