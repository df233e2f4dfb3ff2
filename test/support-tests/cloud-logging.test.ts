import { describe, expect, it, onTestFinished } from 'vitest';
import { connectCloudLogging } from '../../src/collect/cloud-logging/connect.ts';
import { formatTime } from '../../src/collect/time.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import { generatedLog, logOf, store } from '../support/cloud-logging/log.ts';
import { type FakeOptions, startFakeLogging } from '../support/cloud-logging/server.ts';

const NOON = Date.UTC(2026, 0, 2, 12);
const at = (seconds: number): string => formatTime(BigInt(NOON) * 1_000_000n + BigInt(seconds) * 1_000_000_000n);
const always = `timestamp >= "2026-01-01T00:00:00Z"`;

async function serve(options: Partial<FakeOptions>) {
  const fake = await startFakeLogging({ log: logOf([]), now: () => NOON, ...options });
  const client = connectCloudLogging('acme', { LOGGING_EMULATOR_HOST: fake.host });
  onTestFinished(async () => {
    await client.close();
    fake.stop();
  });
  const idsOf = async (filter: string) => (await client.readPage({ filter, pageToken: '' })).entries.map(idOf);
  return { fake, ...client, idsOf };
}

function idOf(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && 'insertId' in entry ? entry.insertId : undefined;
}

it('gives pages of 1,000, in order of time, out of a log of millions that is never there as a whole', async () => {
  let made = 0;
  const log = generatedLog(5_000_000, (index) => {
    made += 1;
    return store({ insertId: `e${index}`, timestamp: at(index - 5_000_000), textPayload: `line ${index}` });
  });
  const { readPage } = await serve({ log });
  const filter = `timestamp >= "${at(-2_500)}" AND timestamp < "${at(0)}"`;
  const sizes: number[] = [];
  const ids: unknown[] = [];
  for (let pageToken = '', page = 0; page === 0 || pageToken !== ''; page += 1) {
    const { entries, nextPageToken } = await readPage({ filter, pageToken });
    sizes.push(entries.length);
    ids.push(...entries.map(idOf));
    pageToken = nextPageToken;
  }
  expect(sizes).toEqual([1_000, 1_000, 500]);
  expect(ids).toEqual(Array.from({ length: 2_500 }, (_, index) => `e${4_997_500 + index}`));
  expect(made).toBeLessThan(4_000);
});

const entries: LogEntry[] = [
  {
    insertId: 'a',
    timestamp: at(-50),
    severity: 'ERROR',
    resource: { type: 'gae_app', labels: { module_id: 'shop' } },
  },
  { insertId: 'b', timestamp: at(-40), severity: 'INFO', labels: { 'k8s-pod/app': 'shop "two"' }, logName: 'stdout' },
  { insertId: 'c', timestamp: at(-30), textPayload: 'no severity' },
  { insertId: 'd', timestamp: at(-90_000), severity: 'WARNING', receiveTimestamp: at(-20) },
  { insertId: 'e', timestamp: at(-10), severity: 'ALERT', receiveTimestamp: at(10) },
];

it.each([
  [always, ['d', 'a', 'b', 'c']],
  ['severity >= ERROR', ['a']],
  [`${always} AND (severity >= WARNING OR severity = DEFAULT)`, ['d', 'a', 'c']],
  [`${always} severity = INFO OR severity = ERROR`, ['a', 'b']],
  [`${always} AND NOT severity = INFO`, ['d', 'a', 'c']],
  [`timestamp > "${at(-40)}" AND timestamp <= "${at(-30)}"`, ['c']],
  [`${always} AND receiveTimestamp >= "${at(-20)}"`, ['d']],
  [`resource.type = "gae_app" AND resource.labels.module_id = "shop"`, ['a']],
  [`labels."k8s-pod/app" = "shop \\"two\\""`, ['b']],
  ['logName = "stdout"', ['b']],
  ['severity != DEFAULT', ['a', 'b']],
])('honours the filter %s', async (filter, ids) => {
  const { idsOf } = await serve({ log: logOf(entries) });
  expect(await idsOf(filter)).toEqual(ids);
});

describe('of several projects', () => {
  const ofProject = (project: string, seconds: number): LogEntry => ({
    insertId: project,
    logName: `projects/${project}/logs/stdout`,
    timestamp: at(seconds),
  });
  const log = logOf([ofProject('acme', -30), ofProject('other', -20), ofProject('secret', -10)]);

  it('it lists the entries of the one that is asked for, and of no other', async () => {
    const { idsOf, fake } = await serve({ log, projects: ['acme', 'other'] });
    expect(await idsOf(always)).toEqual(['acme']);
    const other = connectCloudLogging('other', { LOGGING_EMULATOR_HOST: fake.host });
    onTestFinished(() => other.close());
    expect((await other.readPage({ filter: always, pageToken: '' })).entries.map(idOf)).toEqual(['other']);
  });

  it.each(['secret', 'there-is-none'])('it refuses one that may not be read: %s', async (project) => {
    const { fake } = await serve({ log, projects: ['acme', 'other'] });
    const client = connectCloudLogging(project, { LOGGING_EMULATOR_HOST: fake.host });
    onTestFinished(() => client.close());
    await expect(client.readPage({ filter: always, pageToken: '' })).rejects.toMatchObject({ code: 7 });
  });
});

it('shows an entry once it has arrived, not before', async () => {
  let now = NOON;
  const { idsOf } = await serve({ log: logOf(entries), now: () => now });
  expect(await idsOf(always)).not.toContain('e');
  now += 10_000;
  expect(await idsOf(always)).toContain('e');
});

it.each(['severity >= LOUD', '(severity = INFO', 'timestamp > "soon"', 'severity'])(
  'refuses the filter %s',
  async (filter) => {
    const { idsOf } = await serve({});
    await expect(idsOf(filter)).rejects.toMatchObject({ code: 3 });
  },
);

it('counts the reads of a minute on the clock it is given', async () => {
  let now = NOON;
  const { fake, idsOf } = await serve({ readsPerMinute: 2, now: () => now });
  await idsOf(always);
  now += 30_000;
  await idsOf(always);
  await expect(idsOf(always)).rejects.toMatchObject({ code: 8 });
  now += 30_000;
  await idsOf(always);
  await expect(idsOf(always)).rejects.toMatchObject({ code: 8 });
  expect(fake.refusedByQuota()).toBe(2);
  expect(fake.reads).toHaveLength(3);
});

const many = Array.from({ length: 1_500 }, (_, index) => ({ insertId: `m${index}`, timestamp: at(index - 2_000) }));

it('lets page tokens expire, and takes none of another query', async () => {
  let now = NOON;
  const { readPage } = await serve({ log: logOf(many), now: () => now, tokenLifeMs: 1_000 });
  const { nextPageToken: pageToken } = await readPage({ filter: always, pageToken: '' });
  expect(pageToken).not.toBe('');
  expect((await readPage({ filter: always, pageToken })).entries).toHaveLength(500);
  await expect(readPage({ filter: `${always} AND severity = DEFAULT`, pageToken })).rejects.toMatchObject({ code: 3 });
  await expect(readPage({ filter: always, pageToken: 'nonsense' })).rejects.toMatchObject({ code: 3 });
  now += 1_001;
  await expect(readPage({ filter: always, pageToken })).rejects.toThrow(/page_token is expired/);
});

it.each([
  ['RESOURCE_EXHAUSTED', 8],
  ['UNAVAILABLE', 14],
  ['DEADLINE_EXCEEDED', 4],
  ['PERMISSION_DENIED', 7],
  ['break', 1],
] as const)('answers one call with %s, and the next as if nothing had been', async (fault, code) => {
  const { fake, idsOf } = await serve({ log: logOf(entries), fault: (call) => (call === 2 ? fault : null) });
  expect(await idsOf(always)).toHaveLength(4);
  await expect(idsOf(always)).rejects.toMatchObject({ code });
  expect(await idsOf(always)).toHaveLength(4);
  expect(fake.requests).toHaveLength(3);
});
