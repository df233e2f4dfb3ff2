import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectCloudLogging } from '../../../src/collect/cloud-logging/connect.ts';
import { type Plan, planReading } from '../../../src/collect/cloud-logging/plan.ts';
import type { ReadPage } from '../../../src/collect/cloud-logging/read-pages.ts';
import { openSpool } from '../../../src/collect/cloud-logging/spool.ts';
import { collect } from '../../../src/collect/collect.ts';
import { createRedactor } from '../../../src/collect/redact.ts';
import { formatTime } from '../../../src/collect/time.ts';
import type { LogEntry } from '../../../src/model/entry.ts';
import { fakeClock } from '../../support/cloud-logging/clock.ts';
import { logOf } from '../../support/cloud-logging/log.ts';
import { identityOf, noisyLog } from '../../support/cloud-logging/noisy-log.ts';
import { type FakeOptions, type Fault, startFakeLogging } from '../../support/cloud-logging/server.ts';
import { temporaryFolder } from '../../support/store.ts';

const LONG = process.env.LONG !== undefined;
const LONG_ENOUGH = LONG ? 1_800_000 : 60_000;
const SINCE = 1_767_312_000_000_000_000n;
const HOURS = 12;
const SIZE = LONG ? 100_000 : 9_000;
const SECONDS = HOURS * 3600;
const UNTIL = SINCE + BigInt(SECONDS) * 1_000_000_000n;
const END = Number(UNTIL / 1_000_000n) + 600_000;
const redactor = createRedactor({ key: 'test key', patterns: [] });
const { log, names } = noisyLog(SIZE, { since: SINCE, seconds: SECONDS, lateSeconds: 300 });
const whole = planReading({ asked: { since: SINCE, until: UNTIL }, reached: null, now: 0n, lookBack: 0n, settle: 0n });

/** Somebody pulled the plug. */
class Killed extends Error {}

async function world(options: Partial<FakeOptions> = {}, start = END) {
  const clock = fakeClock(start);
  const fake = await startFakeLogging({ log, now: clock.now, readsPerMinute: 60, ...options });
  const client = connectCloudLogging('acme', { LOGGING_EMULATOR_HOST: fake.host });
  onTestFinished(async () => {
    await client.close();
    fake.stop();
  });
  const folder = join(temporaryFolder(), 'spool');
  /** Reads as one process does, and gives what it handed on. */
  const read = async ({
    plan = whole,
    readPage = client.readPage,
    readsPerMinute = 60,
    isLast = false,
    signal,
  }: {
    plan?: Plan;
    readPage?: ReadPage;
    readsPerMinute?: number;
    isLast?: boolean;
    signal?: AbortSignal;
  } = {}) => {
    const entries: LogEntry[] = [];
    const spool = openSpool(folder);
    try {
      const selection = { project: 'acme', service: 'shop', filter: '', minSeverity: 'NOTICE' as const };
      const cloud = { selection, plan, readPage, readsPerMinute, clock, spool };
      const completeness = await collect(
        {
          sources: [],
          cloud,
          minSeverity: 'NOTICE',
          window: null,
          redactor,
          setAside: null,
          ...(signal && { signal }),
        },
        ({ entry }) => entries.push(entry),
      );
      return { entries, completeness };
    } finally {
      spool.close();
      if (isLast) spool.remove();
    }
  };
  return { clock, fake, client, folder, read };
}

function expectEachOnce(entries: readonly LogEntry[], expected: ReadonlySet<string> = names): void {
  const got = entries.map(identityOf);
  expect(new Set(got).size).toBe(got.length);
  expect(got.filter((name) => !expected.has(name))).toEqual([]);
  expect(got.length).toBe(expected.size);
}

describe('every entry arrives once', () => {
  it('when nothing goes wrong, with a record that adds up', async () => {
    const { read, fake } = await world();
    const { entries, completeness } = await read();
    expectEachOnce(entries);
    expect(completeness.read).toBe(SIZE);
    expect(completeness.kept + completeness.duplicates).toBe(SIZE);
    expect(completeness.kept).toBe(names.size);
    expect(completeness.pages).toBe(fake.requests.length);
    expect(completeness.redacted).toBe(names.size);
    expect(completeness.truncated).toBeNull();
    expect(completeness.cloud).toEqual({ slices: 4, retries: 0, waitedSeconds: expect.any(Number), resumed: false });
  });

  const faults: Fault[] = ['RESOURCE_EXHAUSTED', 'UNAVAILABLE', 'DEADLINE_EXCEEDED', 'break', 'expire tokens'];
  const calls = Math.ceil(SIZE / 1000) + 4;
  const positions = LONG ? Array.from({ length: 13 }, (_, index) => index * 8 + 1) : [1, 5, calls - 1];
  it.each(faults)(
    'with %s at one page or another',
    async (fault) => {
      for (const position of positions) {
        const { read } = await world({ fault: (call) => (call === position ? fault : null) });
        const { entries, completeness } = await read();
        expectEachOnce(entries);
        expect(completeness.truncated).toBeNull();
      }
    },
    LONG_ENOUGH,
  );

  it.each(faults)(
    'with %s again and again',
    async (fault) => {
      // A broken connection takes the reads of all four readers with it.
      const every = fault === 'break' ? 5 : 2;
      const { read, fake } = await world({ fault: (call) => (call % every === 0 ? fault : null) });
      const { entries, completeness } = await read();
      expectEachOnce(entries);
      expect(completeness.truncated).toBeNull();
      expect(fake.requests.length).toBeGreaterThan(1.2 * completeness.pages);
      expect(fake.refusedByQuota()).toBe(0);
    },
    LONG_ENOUGH,
  );

  it('when all of these take turns', async () => {
    const { read, fake } = await world({
      fault: (call) => (call % 2 === 0 ? (faults[(call / 2) % faults.length] ?? null) : null),
    });
    const { entries, completeness } = await read();
    expectEachOnce(entries);
    expect(completeness.cloud?.retries).toBeGreaterThan(5);
    expect(fake.refusedByQuota()).toBe(0);
  });

  it(
    'when the process is killed at any page, as often as it may be, and taken up again',
    async () => {
      const deaths = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(deaths, fc.boolean(), fc.boolean(), async (pages, halfWritten, expire) => {
          const { read, client, folder, fake } = await world({
            fault: (call) => (expire && call % 5 === 0 ? 'expire tokens' : null),
          });
          for (const survived of pages) {
            let calls = 0;
            const readPage: ReadPage = async (request) => {
              calls += 1;
              if (calls > survived) throw new Killed();
              return client.readPage(request);
            };
            await read({ readPage }).catch((error: unknown) => expect(error).toBeInstanceOf(Killed));
            const file = join(folder, 'entries.ndjson');
            if (halfWritten && existsSync(file)) appendFileSync(file, '{"insertId":"half a li');
          }
          const { entries, completeness } = await read();
          expectEachOnce(entries);
          expect(completeness.truncated).toBeNull();
          expect(completeness.kept).toBe(names.size);
          expect(fake.refusedByQuota()).toBe(0);
        }),
        { numRuns: LONG ? 40 : 6, seed: 7 },
      );
    },
    LONG_ENOUGH,
  );

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
    expectEachOnce(second.entries);
    expect(second.completeness.cloud?.resumed).toBe(true);
    // At most what the four readers had under way is asked for again.
    expect(fake.requests.length).toBeLessThanOrEqual(second.completeness.pages + 4);
  });
});

describe('readings that follow each other', () => {
  it('hold every entry once between them, though some come five minutes late', async () => {
    const minute = 60_000_000_000n;
    const { read, clock, fake } = await world({}, Number(SINCE / 1_000_000n));
    let reached: bigint | null = null;
    const all: LogEntry[] = [];
    for (const minutes of [95, 7, 200, 1, 61, 240, 116, 7]) {
      await clock.sleep(minutes * 60_000);
      const now = BigInt(clock.now()) * 1_000_000n;
      const plan: Plan = planReading({ asked: null, reached, now, lookBack: 1440n * minute, settle: minute });
      const { entries, completeness } = await read({ plan, isLast: true });
      expect(completeness.truncated).toBeNull();
      all.push(...entries);
      reached = plan.window.until;
    }
    expectEachOnce(all);
    expect(fake.requests.every(({ filter }) => /^timestamp >= .*\nAND timestamp </.test(filter))).toBe(true);
  });
});

describe('the quota', () => {
  it('is never exceeded, and used to 90 % and more while there is work', async () => {
    const readsPerMinute = 5;
    const { fake, read } = await world({ readsPerMinute });
    const { entries } = await read({ readsPerMinute });
    expectEachOnce(entries);
    expect(fake.refusedByQuota()).toBe(0);
    // From any read to the one that a minute's reads later: it may take a minute, and a ninth more.
    const spans = fake.reads.slice(readsPerMinute).map((at, index) => at - (fake.reads[index] ?? 0));
    expect(spans.length).toBeGreaterThan(5);
    expect(Math.max(...spans)).toBeLessThanOrEqual(60_000 / 0.9);
    expect(Math.min(...spans)).toBeGreaterThan(60_000);
  });
});

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
  const { read, client, folder } = await world({ log: logOf([...plain.filter((_, at) => at !== 0), ...parts]) });
  let calls = 0;
  const readPage: ReadPage = async (request) => {
    calls += 1;
    if (calls > 4) throw new Killed();
    return client.readPage(request);
  };
  await read({ readPage }).catch((error: unknown) => expect(error).toBeInstanceOf(Killed));
  expect(calls).toBe(5);
  const { entries, completeness } = await read();
  expect(entries).toHaveLength(1_500);
  expect(new Set(entries.map(({ insertId }) => insertId)).size).toBe(1_500);
  expect(entries.filter(({ textPayload }) => /^begins, key \S+ and ends$/.test(textPayload ?? ''))).toHaveLength(1);
  expect(completeness.split).toMatchObject({ parts: 3, entries: 1, incomplete: 0 });
  expect(completeness.read).toBe(1_502);
  expect(readFileSync(join(folder, 'entries.ndjson'), 'utf8')).not.toContain('xxxxxxxxxx');
});

it('keeps nothing on disk that is not redacted', async () => {
  const { read, folder } = await world();
  await read();
  expect(readFileSync(join(folder, 'entries.ndjson'), 'utf8')).not.toContain('@example.com');
});
