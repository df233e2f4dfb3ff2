import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectCloudLogging } from '../../src/collect/cloud-logging/connect.ts';
import { planReading } from '../../src/collect/cloud-logging/plan.ts';
import { createQuota } from '../../src/collect/cloud-logging/quota.ts';
import { openSpool } from '../../src/collect/cloud-logging/spool.ts';
import { formatTime, parseTime } from '../../src/collect/time.ts';
import { Config } from '../../src/config/schema.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import { type ReadLogsRequest, readLogs } from '../../src/triage/read-logs.ts';
import { fakeClock } from '../support/cloud-logging/clock.ts';
import { logOf } from '../support/cloud-logging/log.ts';
import { recentReads } from '../support/cloud-logging/recent-reads.ts';
import { startFakeLogging } from '../support/cloud-logging/server.ts';
import { WHOLE_AUDIT_LOG } from '../support/cloud-logging/whole-audit-log.ts';
import { FORMATS, tempFile } from '../support/log-files.ts';
import { temporaryFolder } from '../support/store.ts';

const fixtures = readdirSync('fixtures/clustering').filter((name) => name.endsWith('.ndjson'));
const fromFixtures = fixtures.flatMap((name) =>
  readFileSync(join('fixtures/clustering', name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): LogEntry => JSON.parse(line))
    .map(({ logName = '', ...entry }) => ({ ...entry, logName: logName.replace(/^projects\/[^/]+/, 'projects/acme') })),
);

const NOON = parseTime('2026-03-20T12:00:00Z') ?? 0n;
const at = (second: number, more: Partial<LogEntry>): LogEntry => {
  const timestamp = formatTime(NOON + BigInt(second) * 1_000_000_000n + 120_000_000n);
  return {
    insertId: `special-${second}`,
    logName: 'projects/acme/logs/run.googleapis.com%2Fstderr',
    timestamp,
    receiveTimestamp: formatTime((parseTime(timestamp) ?? 0n) + 5_250_000_000n),
    resource: { type: 'cloud_run_revision', labels: { service_name: 'shop', revision_name: 'shop-1', empty: '' } },
    ...more,
  };
};

/** What fixtures do not hold: entries without a severity, cut ones, audit logs, odd values. */
const special: LogEntry[] = [
  at(1, { textPayload: '[ERROR] payment gateway refused the card' }),
  at(2, { textPayload: 'Traceback (most recent call last):\n  File "/app/a.py", line 3, in f\nKeyError: \'x\'' }),
  at(3, { severity: 'DEBUG', textPayload: 'quiet' }),
  at(4, {
    severity: 'WARNING',
    jsonPayload: { message: 'slow', zeta: 1, alpha: { b: [1.5, null, true], a: '' }, n: 1e21 },
  }),
  ...Array.from({ length: 5 }, (_, index) =>
    at(10 + index, {
      severity: 'ERROR',
      logName: 'projects/acme/logs/cloudaudit.googleapis.com%2Factivity',
      protoPayload: {
        '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
        status: { code: 7, message: `Permission denied on secret db-${index}` },
        authenticationInfo: { principalEmail: 'deployer@acme.iam.gserviceaccount.com', principalSubject: 'user:u' },
        requestMetadata: {
          callerIp: '203.0.113.9',
          callerSuppliedUserAgent: 'gcloud',
          requestAttributes: { time: '2026-03-20T12:00:00Z', auth: {} },
          destinationAttributes: {},
        },
        serviceName: 'secretmanager.googleapis.com',
        methodName: 'google.cloud.secretmanager.v1.SecretManagerService.AccessSecretVersion',
        authorizationInfo: [
          { resource: 'projects/acme/secrets/db', permission: 'secretmanager.versions.access', resourceAttributes: {} },
        ],
        resourceName: 'projects/acme/secrets/db/versions/latest',
        request: {
          '@type': 'type.googleapis.com/google.cloud.secretmanager.v1.AccessSecretVersionRequest',
          name: 'db',
        },
      },
    }),
  ),
  ...['Traceback (most recent call last):\n  File "/app/long.py", line 9, in g\n', '    raise ', 'LongError("no")'].map(
    (textPayload, index) =>
      at(20, {
        insertId: `cut-${index}`,
        severity: 'ERROR',
        textPayload,
        split: { uid: 'cut', ...(index > 0 && { index }), totalSplits: 3 },
      }),
  ),
  at(25, {
    severity: 'ERROR',
    logName: 'projects/acme/logs/cloudaudit.googleapis.com%2Factivity',
    protoPayload: WHOLE_AUDIT_LOG,
  }),
  at(30, {
    severity: 'ERROR',
    logName: 'projects/acme/logs/run.googleapis.com%2Frequests',
    httpRequest: { requestMethod: 'GET', requestUrl: 'https://shop.example/a', status: 503, latency: '0.050s' },
  }),
];

const entries = [...fromFixtures, ...special];
/** Error Reporting's groups go neither into exports nor over the gRPC API. */
const withoutGroups = entries.map(({ errorGroups: _, ...entry }) => entry);
const times = entries.map(({ timestamp = '' }) => parseTime(timestamp) ?? 0n);
const since = times.reduce((a, b) => (b < a ? b : a));
const until = times.reduce((a, b) => (b > a ? b : a)) + 1n;

/** As `gcloud logging read --format=json` prints them: newest first, fields in order. */
function gcloudExport(of: readonly LogEntry[]): string {
  const newestFirst = of.toSorted((a, b) => ((a.timestamp ?? '') < (b.timestamp ?? '') ? 1 : -1));
  return tempFile(FORMATS['array as gcloud prints it'](newestFirst.map((entry) => JSON.parse(inOrder(entry)))));
}

/** As Log Router lays them into a bucket: a folder a log and day, a file an hour. */
function routerExport(of: readonly LogEntry[]): string {
  const folder = temporaryFolder();
  const pathOf = ({ logName = '', timestamp = '' }: LogEntry): string => {
    const [, year = '', month = '', day = '', hour = ''] = /^(\d+)-(\d+)-(\d+)T(\d+)/.exec(timestamp) ?? [];
    const log = logName.slice(logName.lastIndexOf('/') + 1);
    return join(folder, log, year, month, day, `${hour}:00:00_${hour}:59:59_S0.json`);
  };
  for (const [path, lines] of Map.groupBy(of, pathOf)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, gzipSync(FORMATS.ndjson(lines.map(asRouted))));
    // What came late stands in a file beside it, and in part in both.
    const addendum = path.replace('_S0.json', '_A0:1770000000_S1.json');
    writeFileSync(addendum, gzipSync(FORMATS.ndjson(lines.slice(-1).map(asRouted))));
  }
  return folder;
}

/** Fields in another order, durations with all digits. */
function asRouted({ httpRequest, ...entry }: LogEntry): LogEntry {
  const latency = httpRequest?.latency;
  const [, whole = '', fraction = ''] = /^(\d+)\.?(\d*)s$/.exec(String(latency)) ?? [];
  const reversed = Object.fromEntries(Object.entries(entry).reverse());
  if (httpRequest === undefined) return reversed;
  return {
    httpRequest: { ...httpRequest, ...(latency !== undefined && { latency: `${whole}.${fraction.padEnd(9, '0')}s` }) },
    ...reversed,
  };
}

function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, field) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  );
}

async function clustersOf(from: Pick<ReadLogsRequest, 'sources' | 'cloud'>) {
  const { clustering, context, collected } = await readLogs({
    ...from,
    minSeverity: 'NOTICE',
    window: null,
    config: Config.parse({}),
    redactionKey: Buffer.from('test key'),
    known: [],
    setAside: null,
    workers: 1,
  });
  expect(collected).toMatchObject({ malformed: 0, truncated: null });
  return { clusters: clustering.clusters, text: JSON.stringify({ clusters: clustering.clusters, context }), collected };
}

async function cloudSource(of: readonly LogEntry[]): Promise<NonNullable<ReadLogsRequest['cloud']>> {
  const clock = fakeClock(Number(until / 1_000_000n) + 86_400_000);
  const fake = await startFakeLogging({ log: logOf(of), now: clock.now });
  const client = connectCloudLogging('acme', { LOGGING_EMULATOR_HOST: fake.host });
  const spool = openSpool(join(temporaryFolder(), 'spool'));
  onTestFinished(async () => {
    spool.close();
    await client.close();
    fake.stop();
  });
  return {
    selection: { project: 'acme', service: '', filter: '', minSeverity: 'NOTICE' },
    plan: planReading({ asked: { since, until }, reached: null, now: until, lookBack: 0n, settle: 0n }),
    readPage: client.readPage,
    quota: createQuota(60, clock, recentReads()),
    clock,
    spool,
  };
}

describe('the same entries give the same clusters, byte for byte', () => {
  it('as gcloud prints them, as Log Router exports them, and over the API', async () => {
    const gcloud = await clustersOf({ sources: [gcloudExport(withoutGroups)] });
    const router = await clustersOf({ sources: [routerExport(withoutGroups)] });
    const api = await clustersOf({ sources: [], cloud: await cloudSource(withoutGroups) });
    expect(gcloud.clusters.length).toBeGreaterThan(20);
    expect(gcloud.collected.split).toEqual({ parts: 3, entries: 1, incomplete: 0 });
    const examples = gcloud.clusters.flatMap(({ patterns }) => patterns.map(({ example }) => example));
    expect(examples.some(({ protoPayload }) => protoPayload !== undefined)).toBe(true);
    expect(examples.some(({ textPayload = '' }) => textPayload.endsWith('raise LongError("no")'))).toBe(true);
    expect(router.clusters).toEqual(gcloud.clusters);
    expect(api.clusters).toEqual(gcloud.clusters);
    // What they hold is the same; now the bytes too, which are too many to print.
    expect(router.text === gcloud.text).toBe(true);
    expect(api.text === gcloud.text).toBe(true);
    for (const { collected } of [router, api]) {
      const { kept, oldest, newest, newestReceived, redacted, split } = gcloud.collected;
      expect(collected).toMatchObject({ kept, newest, newestReceived, redacted, split });
      expect(oldest).not.toBeNull();
    }
  });

  it("with Error Reporting's groups too, where a file holds them", async () => {
    const gcloud = await clustersOf({ sources: [gcloudExport(entries)] });
    const lines = await clustersOf({ sources: [tempFile(FORMATS.ndjson(entries.map(asRouted)))] });
    expect(gcloud.clusters.some(({ facts }) => facts.errorGroups.length > 0)).toBe(true);
    expect(lines.clusters).toEqual(gcloud.clusters);
    expect(lines.text === gcloud.text).toBe(true);
  });
});
