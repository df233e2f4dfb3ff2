import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planReading } from '../../../src/collect/cloud-logging/plan.ts';
import type { ReadPage } from '../../../src/collect/cloud-logging/read-pages.ts';
import { formatTime } from '../../../src/collect/time.ts';
import { logOf } from '../../support/cloud-logging/log.ts';
import { noisyLog } from '../../support/cloud-logging/noisy-log.ts';
import type { FakeOptions, Fault } from '../../support/cloud-logging/server.ts';
import { expectEachOnce, FAULTS, planOf, startWorld } from '../../support/cloud-logging/world.ts';
import { temporaryFolder } from '../../support/store.ts';

const LONG = process.env.LONG === '1';
const LONG_ENOUGH = LONG ? 3_600_000 : 60_000;
const SIZE = LONG ? 100_000 : 9_000;
const SINCE = 1_767_312_000_000_000_000n;
const SECONDS = 12 * 3600;
const UNTIL = SINCE + BigInt(SECONDS) * 1_000_000_000n;
const AT_END = Number(UNTIL / 1_000_000n);
const MINUTE = 60_000_000_000n;
const { log, names, arrivedBefore } = noisyLog(SIZE, { since: SINCE, seconds: SECONDS, lateSeconds: 300 });

/** Reads the span when all of it has arrived. */
const world = (options: Partial<FakeOptions> = {}) =>
  startWorld({ log, ...options }, { plan: planOf({ since: SINCE, until: UNTIL }), start: AT_END + 600_000 });

const now = UNTIL - 2n * MINUTE;
const arriving = planReading({ asked: null, reached: null, now, lookBack: 720n * MINUTE, settle: MINUTE });
const arrived = arrivedBefore(now - MINUTE);

/** Reads what has arrived, while entries of the time that is read still come in. */
const busyWorld = (options: Partial<FakeOptions> = {}) =>
  startWorld({ log, ...options }, { plan: arriving, start: Number(now / 1_000_000n) });

describe('every entry arrives once', () => {
  it('when nothing goes wrong, with a record that adds up', async () => {
    const { read, fake } = await world();
    const { entries, completeness } = await read();
    expectEachOnce(entries, names);
    expect(completeness.read).toBe(SIZE);
    expect(completeness.kept + completeness.duplicates).toBe(SIZE);
    expect(completeness.kept).toBe(names.size);
    expect(completeness.pages).toBe(fake.requests.length);
    expect(completeness.redacted).toBe(names.size);
    expect(completeness.truncated).toBeNull();
    expect(completeness.cloud).toEqual({ slices: 4, retries: 0, waitedSeconds: expect.any(Number), resumed: false });
  });

  it('while entries of the same time still come in', async () => {
    const { read, clock } = await busyWorld({ readsPerMinute: 6 });
    const { entries } = await read({ readsPerMinute: 6 });
    expect(BigInt(clock.now()) * 1_000_000n).toBeGreaterThan(now + MINUTE / 2n);
    expect(arrivedBefore(BigInt(clock.now()) * 1_000_000n).size).toBeGreaterThan(arrived.size);
    expectEachOnce(entries, arrived);
  });

  it(
    'with any of these at every page in turn: RESOURCE_EXHAUSTED, UNAVAILABLE, a broken stream, expired tokens',
    async () => {
      const faults: readonly Fault[] = ['RESOURCE_EXHAUSTED', 'UNAVAILABLE', 'break', 'expire tokens'];
      const calls = await callsOfBusyWorld();
      expect(calls).toBeGreaterThan(SIZE / 1000);
      const met = new Set<string>();
      // One of each in a run, as far from each other as may be; all of them at all places in as many runs as places.
      for (let turn = 0; turn < calls; turn += LONG ? 1 : Math.ceil(calls / 3)) {
        const places = new Map(faults.map((fault, at) => [((turn + Math.floor((at * calls) / 4)) % calls) + 1, fault]));
        const { read, stop, fake } = await busyWorld({
          fault: (call) => {
            const fault = places.get(call) ?? null;
            if (fault !== null) met.add(`${fault} ${call}`);
            return fault;
          },
        });
        const { entries, completeness } = await read();
        await stop();
        expectEachOnce(entries, arrived);
        expect(completeness.truncated).toBeNull();
        expect(completeness.cloud?.retries).toBeGreaterThanOrEqual(3);
        expect(fake.refusedByQuota()).toBe(0);
      }
      expect(met.size).toBe(4 * (LONG ? calls : 3));
    },
    LONG_ENOUGH,
  );

  it.each(FAULTS)(
    'with %s at the first try of every page',
    async (fault) => {
      const tried = new Set<string>();
      const { read, fake } = await busyWorld({
        fault: (_, { filter, pageToken }) => {
          const page = `${filter} ${pageToken}`;
          if (tried.has(page)) return null;
          tried.add(page);
          return fault;
        },
      });
      const { entries, completeness } = await read();
      expectEachOnce(entries, arrived);
      expect(completeness.truncated).toBeNull();
      expect(tried.size).toBeGreaterThan(0.9 * completeness.pages);
      expect(fake.requests.length).toBeGreaterThan(1.5 * completeness.pages);
      expect(fake.refusedByQuota()).toBe(0);
    },
    LONG_ENOUGH,
  );

  it('when all of these take turns', async () => {
    const { read, fake } = await busyWorld({
      fault: (call) => (call % 2 === 0 ? (FAULTS[(call / 2) % FAULTS.length] ?? null) : null),
    });
    const { entries, completeness } = await read();
    expectEachOnce(entries, arrived);
    expect(completeness.cloud?.retries).toBeGreaterThan(5);
    expect(fake.refusedByQuota()).toBe(0);
  });

  it('when it is stopped, says so, and goes on from there', async () => {
    const { read, client, fake } = await world();
    const stop = new AbortController();
    const readPage: ReadPage = async (request) => {
      const page = await client.readPage(request);
      if (fake.requests.length === 5) stop.abort();
      return page;
    };
    const first = await read({ readPage, signal: stop.signal });
    expect(first.completeness.truncated).toMatch(/Cloud Logging \(project acme, service shop\): stopped with \d of 4/);
    expect(first.entries.length).toBeLessThan(names.size);
    const second = await read();
    expectEachOnce(second.entries, names);
    expect(second.completeness.cloud?.resumed).toBe(true);
    // At most what the four readers had under way is asked for again.
    expect(fake.requests.length).toBeLessThanOrEqual(second.completeness.pages + 4);
  });
});

/** Reads that it takes when nothing goes wrong. */
async function callsOfBusyWorld(): Promise<number> {
  const { read, fake, stop } = await busyWorld();
  await read();
  await stop();
  return fake.requests.length;
}

it('puts entries together that came in parts, also when it is killed between the parts', async () => {
  const secret = `sk-ant-api03-${'x'.repeat(80)}`;
  const plain = Array.from({ length: 1_500 }, (_, index) => ({
    insertId: `plain-${index}`,
    timestamp: formatTime(SINCE + BigInt(index) * 1_000_000n),
    severity: 'ERROR',
    resource: { type: 'cloud_run_revision', labels: { service_name: 'shop' } },
    textPayload: 'plain',
  }));
  const texts = [`begins, key ${secret.slice(0, 40)}`, `${secret.slice(40)} and`, ' ends'];
  const [shape] = plain;
  // The first part is the last entry of the first page.
  const parts = texts.map((textPayload, index) => ({
    ...shape,
    insertId: `plain-999${index}`,
    timestamp: formatTime(SINCE + 999_000_000n + 1n),
    textPayload,
    split: { uid: 'one', ...(index > 0 && { index }), totalSplits: 3 },
  }));
  const { read, readUntilKilled, fake, folder } = await world({
    log: logOf([...plain.filter((_, at) => at !== 0), ...parts]),
  });
  await readUntilKilled(4);
  expect(fake.requests.length).toBe(4);
  const { entries, completeness } = await read();
  expect(entries).toHaveLength(1_500);
  expect(new Set(entries.map(({ insertId }) => insertId)).size).toBe(1_500);
  expect(entries.filter(({ textPayload }) => /^begins, key \S+ and ends$/.test(textPayload ?? ''))).toHaveLength(1);
  expect(completeness.split).toMatchObject({ parts: 3, entries: 1, incomplete: 0 });
  expect(completeness.read).toBe(1_502);
  expect(readFileSync(join(folder, 'entries.ndjson'), 'utf8')).not.toContain('xxxxxxxxxx');
});

it('sets what is no entry aside with its text, also when it was read by a process that died', async () => {
  const secret = `sk-ant-api03-${'x'.repeat(80)}`;
  const broken = [
    { insertId: 'no-time', textPayload: `card refused, key ${secret}` },
    'no object',
    { insertId: 'long', textPayload: `long ${'text '.repeat(20_000)}` },
  ];
  const { client, read, readUntilKilled, folder } = await world();
  /** At the beginning of each slice. */
  const withBroken: ReadPage = async (request) => {
    const page = await client.readPage(request);
    return request.pageToken === '' ? { ...page, entries: [...broken, ...page.entries] } : page;
  };
  await readUntilKilled(4, { readPage: withBroken });
  const spooled = readFileSync(join(folder, 'entries.ndjson'), 'utf8');
  expect(spooled).toContain('card refused');
  expect(spooled).not.toContain('xxxxxxxxxx');
  const setAside = join(temporaryFolder(), 'malformed.ndjson');
  const { entries, completeness } = await read({ setAside, readPage: withBroken });
  expectEachOnce(entries, names);
  expect(completeness).toMatchObject({
    read: SIZE,
    malformed: 12,
    malformedFile: setAside,
    cloud: { resumed: true, slices: 4 },
  });
  const kept = readFileSync(setAside, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
  expect(kept.map(({ line }) => line)).toEqual(completeness.malformedLines.map(({ line }) => line));
  expect(kept).toHaveLength(12);
  for (let at = 0; at < kept.length; at += 3) {
    const [first, second, third] = kept.slice(at);
    expect(first).toMatchObject({
      reason: 'no usable timestamp',
      text: expect.stringMatching(/refused, key \[[a-z-]+-[0-9a-f]+\]"\}$/),
    });
    expect(second).toMatchObject({ reason: 'JSON, but no object', text: '"no object"' });
    expect(third.text).toMatch(/^\{"insertId":"long","textPayload":"long text text/);
    expect(third.text.length).toBeGreaterThan(60_000);
    expect(third.text.length).toBeLessThan(65_536);
  }
});

it('keeps nothing on disk that is not redacted', async () => {
  const { read, folder } = await world();
  await read();
  expect(readFileSync(join(folder, 'entries.ndjson'), 'utf8')).not.toContain('@example.com');
});
