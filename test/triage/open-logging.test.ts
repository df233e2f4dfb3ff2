import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { formatTime } from '../../src/collect/time.ts';
import { Config } from '../../src/config/schema.ts';
import type { Severity } from '../../src/model/severity.ts';
import { openStore } from '../../src/store/open.ts';
import { saveRun } from '../../src/store/runs.ts';
import { type LoggingRequest, openLogging } from '../../src/triage/open-logging.ts';
import { fakeClock } from '../support/cloud-logging/clock.ts';
import { aRun } from '../support/runs.ts';
import { databaseOf, takeBack, temporaryFolder } from '../support/store.ts';

const HOUR = 3_600_000_000_000n;
const START = 1_767_312_000_000_000_000n;
const at = (hours: number): bigint => START + BigInt(hours) * HOUR;

/** What the clock says unless it is told otherwise, in hours. */
const LATE = 1_000;

/** A state folder; `read` reads from where the last reading ended to `hours`, and says from where that was. */
async function world(said: object = {}) {
  const stateDir = temporaryFolder();
  const store = await openStore(stateDir, databaseOf(stateDir));
  onTestFinished(() => store.close());
  /** Of each reading, whether it has a query of its own for requests. */
  const countsRequests: boolean[] = [];
  const notes: string[] = [];
  const windows: LoggingRequest['window'][] = [];
  const requestsReceived: LoggingRequest['window'][] = [];
  const received: LoggingRequest['window'][] = [];
  /** How long the clock went on while three reads of each reading were let through, in milliseconds. */
  const paces: number[] = [];
  const times: NonNullable<LoggingRequest['window']>[] = [];
  const shown = { hours: LATE };
  const read = async (
    hours: number,
    minSeverity: Severity,
    more: Partial<LoggingRequest> = {},
    filter = '',
    newestReceived: string | null = null,
  ) => {
    const selection = { project: 'acme', service: 'shop', filter, minSeverity };
    const clock = fakeClock(Number(at(shown.hours) / 1_000_000n));
    const logging = await openLogging(
      { purpose: 'triage', selection, requestLog: false, window: null, lookBack: 100n * HOUR, now: at(hours), ...more },
      {
        config: Config.parse({ logging: { late: '48h', ...said } }),
        store,
        stateDir,
        clock,
        connect: async () => ({ readPage: () => Promise.reject(new Error('not read')), close: async () => undefined }),
        onNote: (text) => notes.push(text),
      },
    );
    const before = clock.now();
    for (let nth = 0; nth < 3; nth++) await logging.source.quota.turn(new AbortController().signal);
    paces.push(clock.now() - before);
    await logging.finish({ newestReceived });
    await logging.close();
    times.push(logging.source.plan.time);
    requestsReceived.push(logging.requestLog?.plan.received ?? null);
    received.push(logging.source.plan.received);
    countsRequests.push(logging.requestLog !== null);
    windows.push(logging.window);
    return Number((logging.window.since + 60_000_000_000n - START) / HOUR);
  };
  return { store, stateDir, read, countsRequests, windows, received, requestsReceived, times, paces, notes, shown };
}

it('a reading of severe entries lets a later one of others skip nothing', async () => {
  const { read } = await world();
  expect(await read(10, 'ERROR')).toBe(-90);
  expect(await read(12, 'ERROR')).toBe(10);
  expect(await read(13, 'WARNING')).toBe(-87);
  expect(await read(14, 'WARNING')).toBe(13);
});

it('what a reading of all entries has seen, a later one of the severe ones does not see again', async () => {
  const { read } = await world();
  expect(await read(10, 'INFO')).toBe(-90);
  expect(await read(12, 'ERROR')).toBe(10);
  expect(await read(14, 'INFO')).toBe(10);
  expect(await read(15, 'CRITICAL')).toBe(14);
  expect(await read(16, 'CRITICAL', { purpose: 'collect' })).toBe(-84);
});

it.each([
  ['triage', ['NOTICE', 'NOTICE'], 'NOTICE', 5],
  ['triage', ['NOTICE', 'ERROR'], 'NOTICE', -90],
  ['triage', ['NOTICE', 'ERROR'], 'ERROR', 5],
  ['triage', [], 'EMERGENCY', -90],
  ['collect', ['NOTICE'], 'NOTICE', -90],
] as const)(
  'takes over a watermark of %s from before it named a severity, after runs at %j: at %s',
  async (purpose, runs, minSeverity, from) => {
    const { store, stateDir, read } = await world();
    for (const [id, severity] of runs.entries()) {
      await saveRun(store, aRun({ id: String(id), project: 'acme', minSeverity: severity }));
    }
    const key = JSON.stringify([purpose, 'acme', 'shop', '']);
    await store.db
      .insertInto('watermarks')
      .values({ key, reached: formatTime(at(5)), looked_until: null })
      .execute();
    await takeBack(store, 3);
    await (await openStore(stateDir, databaseOf(stateDir))).close();
    expect(await read(10, minSeverity, { purpose })).toBe(from);
  },
);

it('ends a window that names no end before what may still be under way, and leaves one alone that does', async () => {
  const { read, windows, shown } = await world();
  shown.hours = 10;
  await read(10, 'ERROR', { window: { since: at(4), until: at(10) } });
  await read(10, 'ERROR', { window: { since: at(4), until: at(9) } });
  expect(windows).toEqual([
    { since: at(4), until: at(10) - 60_000_000_000n },
    { since: at(4), until: at(9) },
  ]);
});

it('leaves to the next run what arrived as shortly before it as the config has it', async () => {
  const { read, windows, shown } = await world({ settle: '10m' });
  shown.hours = 10;
  await read(10, 'ERROR', { window: { since: at(4), until: at(10) } });
  expect(windows).toEqual([{ since: at(4), until: at(10) - 600_000_000_000n }]);
});

it('reads as often in a minute as the config has it', async () => {
  const slow = await world({ readsPerMinute: 2 });
  await slow.read(10, 'ERROR');
  const fast = await world({ readsPerMinute: 3 });
  await fast.read(10, 'ERROR');
  expect([slow, fast].map(({ paces }) => paces.map((pace) => pace >= 60_000))).toEqual([[true], [false]]);
});

it('reads no further than the clock, whatever is taken for the present', async () => {
  const { read, notes, shown } = await world();
  shown.hours = 10;
  expect(await read(9_000, 'ERROR')).toBe(-90);
  expect(notes).toEqual([expect.stringMatching(/ is still to come: what arrived until 2026-01-02T10:00:00.* is read/)]);
  shown.hours = 12;
  expect(await read(12, 'ERROR')).toBe(10);
  expect(notes).toHaveLength(1);
});

it('takes back a watermark that a clock ahead of time has left, says so once, and looks back', async () => {
  const { read, notes, shown } = await world();
  shown.hours = 9_000;
  expect(await read(9_000, 'INFO')).toBe(8_900);
  shown.hours = 12;
  expect(await read(12, 'ERROR')).toBe(-88);
  expect(notes).toEqual([expect.stringMatching(/a clock was ahead/)]);
  shown.hours = 14;
  expect(await read(14, 'ERROR')).toBe(12);
  expect(await read(14, 'INFO')).toBe(-86);
  expect(notes).toHaveLength(1);
});

it('begins the next window where the last one ended, and reads what arrived after the last entry that was read', async () => {
  const { read, windows, received } = await world();
  const settle = 60_000_000_000n;
  await read(10, 'ERROR', {}, '', formatTime(at(8)));
  await read(12, 'ERROR', {}, '', null);
  await read(90, 'ERROR', {}, '', null);
  await read(91, 'ERROR', {}, '', formatTime(at(90) + 1n));
  await read(92, 'ERROR');
  expect(windows.slice(1)).toEqual(
    [10, 12, 90, 91].map((since, index) => ({
      since: at(since) - settle,
      until: at([12, 90, 91, 92][index] ?? 0) - settle,
    })),
  );
  // A service that is quiet for days is not read from ever longer ago.
  expect(received.slice(1).map((span) => span?.since)).toEqual([
    at(8) + 1n,
    at(8) + 1n,
    at(90 - 24) - settle,
    at(90) + 2n,
  ]);
});

it('counts requests from where the last window ended, so that none is in two', async () => {
  const { read, windows, received, requestsReceived } = await world();
  await read(10, 'ERROR', { requestLog: true }, '', formatTime(at(8)));
  await read(12, 'ERROR', { requestLog: true });
  expect(received[1]?.since).toBe(at(8) + 1n);
  expect(requestsReceived[1]).toEqual(windows[1]);
  expect(requestsReceived[1]?.since).toBe(requestsReceived[0]?.until);
});

it('reads what happened as long before it arrived as the config has it', async () => {
  const { read, times } = await world();
  await read(100, 'ERROR', {}, '', formatTime(at(100)));
  await read(102, 'ERROR');
  expect(times.map((span) => span.since)).toEqual([at(0) - 60_000_000_000n, at(100 - 48) + 1n]);
});

it('keeps no filter in clear in the state folder, nor one that an earlier version kept', async () => {
  const { store, stateDir, read } = await world();
  const filter = 'jsonPayload.user = "alice@example.com"';
  expect(await read(10, 'ERROR', {}, filter)).toBe(-90);
  const old = 'jsonPayload.user = "bob@example.com"';
  await store.db
    .insertInto('watermarks')
    .values({
      key: JSON.stringify(['triage', 'acme', 'shop', old, 'ERROR']),
      reached: formatTime(at(5)),
      looked_until: null,
    })
    .execute();
  await takeBack(store, 6);
  await (await openStore(stateDir, databaseOf(stateDir))).close();
  expect(await read(12, 'ERROR', {}, old)).toBe(5);
  const marks = JSON.stringify(await store.db.selectFrom('watermarks').selectAll().execute());
  expect(marks).toContain('reached');
  expect(marks).not.toMatch(/(?:alice|bob)@example\.com/);
  await store.close();
  const files = readdirSync(stateDir, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  if (databaseOf(stateDir) === '') expect(files.map(({ name }) => name)).toContain('log-gardener.db');
  for (const { parentPath, name } of files) {
    expect(readFileSync(join(parentPath, name), 'latin1'), name).not.toMatch(/(?:alice|bob)@example\.com/);
  }
});

it('asks for requests only where it is told to, and the entries themselves are not all of them', async () => {
  const { read, countsRequests } = await world();
  await read(1, 'NOTICE');
  await read(2, 'NOTICE', { requestLog: true });
  await read(3, 'DEFAULT', { requestLog: true });
  await read(4, 'DEFAULT', { requestLog: true }, 'labels.x = "1"');
  expect(countsRequests).toEqual([false, true, false, true]);
});
