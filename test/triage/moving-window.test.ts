import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectCloudLogging } from '../../src/collect/cloud-logging/connect.ts';
import type { ReadPage } from '../../src/collect/cloud-logging/read-pages.ts';
import { Config } from '../../src/config/schema.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import { collectLogs } from '../../src/triage/collect-logs.ts';
import { openLogging } from '../../src/triage/open-logging.ts';
import { fakeClock } from '../support/cloud-logging/clock.ts';
import { noisyLog } from '../support/cloud-logging/noisy-log.ts';
import { startFakeLogging } from '../support/cloud-logging/server.ts';
import { expectEachOnce } from '../support/cloud-logging/world.ts';
import { temporaryFolder, temporaryStore } from '../support/store.ts';

const LONG = process.env.LONG === '1';
const LONG_ENOUGH = LONG ? 3_600_000 : 300_000;
const SINCE = 1_767_312_000_000_000_000n;
const HOURS = 6;
const MINUTE = 60_000;
/** The latest that an entry may arrive, in minutes. */
const LATEST = 5;
const MILLISECOND = 1_000_000n;

/** How a run ends: well, or killed at a page, before it says that it is done, or while it says so. */
type Ending = 'well' | 'before it is done' | 'as it is done' | { readonly survivedPages: number };

interface Run {
  readonly minutesLater: number;
  readonly ending: Ending;
}

/** What the runs that came to their end have seen, all together. The last one starts when everything has arrived. */
async function seenBy(
  runs: readonly Run[],
  { log }: ReturnType<typeof noisyLog>,
  {
    expireTokens = false,
    aheadMs = () => 0,
    findableAfterMs = 45_000,
  }: { expireTokens?: boolean; aheadMs?: () => number; findableAfterMs?: number } = {},
) {
  const clock = fakeClock(Number(SINCE / MILLISECOND));
  const fake = await startFakeLogging({
    log,
    now: clock.now,
    readsPerMinute: 60,
    // Less than the reader leaves for the next time.
    findableAfterMs,
    fault: (call) => (expireTokens && call % 3 === 0 ? 'expire tokens' : null),
  });
  const folder = temporaryFolder();
  const store = await temporaryStore(folder);
  const out = join(folder, 'out.ndjson');
  const spools = join(folder, 'collecting');
  const selection = { project: 'acme', service: 'shop', filter: '', minSeverity: 'NOTICE' } as const;
  const seen: LogEntry[] = [];
  let finished = 0;

  const run = async (ending: Ending): Promise<void> => {
    const client = connectCloudLogging('acme', { LOGGING_EMULATOR_HOST: fake.host });
    let calls = 0;
    const readPage: ReadPage = async (request) => {
      calls += 1;
      if (typeof ending === 'object' && calls > ending.survivedPages) throw new Error('killed');
      return clock.during(client.readPage(request));
    };
    const ahead = aheadMs();
    const now = BigInt(clock.now() + ahead) * MILLISECOND;
    const logging = await openLogging(
      { purpose: 'collect', selection, requestLog: false, window: null, lookBack: 24n * 3_600_000n * MILLISECOND, now },
      {
        config: Config.parse({}),
        store,
        stateDir: folder,
        clock: { ...clock, now: () => clock.now() + ahead },
        onNote: () => undefined,
        connect: async () => ({ readPage, close: client.close }),
      },
    );
    const finish: typeof logging.finish = async (read) => {
      if (ending === 'before it is done') throw new Error('killed');
      cpSync(spools, join(folder, 'as it was'), { recursive: true });
      await logging.finish(read);
      if (ending === 'as it is done') cpSync(join(folder, 'as it was'), spools, { recursive: true });
      const lines = readFileSync(out, 'utf8').split('\n').slice(0, -1);
      seen.push(...lines.map((line): LogEntry => JSON.parse(line)));
      finished += 1;
    };
    const collecting = collectLogs({
      sources: [],
      stdin: Readable.from([]),
      logging: { ...logging, finish },
      minSeverity: 'NOTICE',
      window: null,
      config: Config.parse({}),
      redactionKey: Buffer.alloc(32),
      out,
    });
    await collecting.catch((error: unknown) => expect(String(error)).toBe('Error: killed'));
    await logging.close();
  };

  for (const { minutesLater, ending } of runs) {
    await clock.sleep(minutesLater * MINUTE);
    await run(ending);
  }
  const end = Number(SINCE / MILLISECOND) + HOURS * 60 * MINUTE;
  await clock.sleep(Math.max(0, end - clock.now()) + (LATEST + 3) * MINUTE);
  // One that is taken up again ends where it would have ended then; what has come since is for the next.
  await run('well');
  await run('well');
  fake.stop();
  return { seen, finished, fake };
}

describe('of runs that follow each other, with entries that come up to five minutes late', () => {
  it('two have seen every entry between them, and none of them both', async () => {
    const noisy = noisyLog(2_000, { since: SINCE, seconds: HOURS * 3600, lateSeconds: LATEST * 60 });
    const { seen, fake } = await seenBy([{ minutesLater: 200, ending: 'well' }], noisy);
    expectEachOnce(seen, noisy.names);
    expect(fake.requests.every(({ filter }) => /^timestamp >= .*\nAND timestamp </.test(filter))).toBe(true);
  });

  it(
    'any number have, whenever they start, however late entries are, and wherever they are killed',
    async () => {
      const endings = fc.oneof(
        { weight: 3, arbitrary: fc.constant<Ending>('well') },
        fc.constantFrom<Ending>('before it is done', 'as it is done'),
        fc.record({ survivedPages: fc.nat(6) }),
      );
      const runs = fc.array(fc.record({ minutesLater: fc.integer({ min: 0, max: 180 }), ending: endings }), {
        minLength: 1,
        maxLength: 6,
      });
      const delays = fc.array(fc.nat(LATEST * MINUTE), { minLength: 1, maxLength: 30 });
      let all = 0;
      await fc.assert(
        fc.asyncProperty(runs, delays, fc.boolean(), async (given, delaysMs, expireTokens) => {
          const noisy = noisyLog(4_000, { since: SINCE, seconds: HOURS * 3600, delays: delaysMs });
          const { seen, finished, fake } = await seenBy(given, noisy, { expireTokens });
          expectEachOnce(seen, noisy.names);
          expect(fake.refusedByQuota()).toBe(0);
          all += finished;
        }),
        { numRuns: LONG ? 60 : 4, seed: 3, endOnFailure: true },
      );
      expect(all).toBeGreaterThan(2 * (LONG ? 60 : 4));
    },
    LONG_ENOUGH,
  );
});

describe('on a machine whose clock is ahead', () => {
  const noisy = noisyLog(2_000, { since: SINCE, seconds: HOURS * 3600, lateSeconds: LATEST * 60 });
  const well = (minutesLater: number): Run => ({ minutesLater, ending: 'well' });

  it.each([10, 300, 900])('by %i minutes, runs see every entry once between them', async (minutes) => {
    const clockIs = { aheadMs: () => minutes * MINUTE, findableAfterMs: 0 };
    const { seen } = await seenBy([well(60), well(60), well(1), well(120)], noisy, clockIs);
    expectEachOnce(seen, noisy.names);
  });

  it('and is set right between them, they do so too', async () => {
    let runs = 0;
    const clockIs = { aheadMs: () => (runs++ < 2 ? 100 * MINUTE : 0), findableAfterMs: 0 };
    const { seen } = await seenBy([well(60), well(60), well(30), well(120)], noisy, clockIs);
    expectEachOnce(seen, noisy.names);
  });
});

describe('a window that is asked for before it is over', () => {
  const HOUR = 3_600_000;
  const start = Number(SINCE / MILLISECOND);
  const window = { since: SINCE, until: SINCE + 12n * 3_600_000n * MILLISECOND };
  const { log, names } = noisyLog(9_000, { since: SINCE, seconds: 12 * 3600, lateSeconds: LATEST * 60 });

  /** Asks for it again and again; `survivedPages` = where the process is killed. */
  async function reader() {
    const clock = fakeClock(start);
    const fake = await startFakeLogging({ log, now: clock.now, readsPerMinute: 60 });
    const folder = temporaryFolder();
    const store = await temporaryStore(folder);
    const out = join(folder, 'out.ndjson');
    const readAt = async (hours: number, survivedPages = Number.POSITIVE_INFINITY) => {
      await clock.sleep(start + hours * HOUR - clock.now());
      const client = connectCloudLogging('acme', { LOGGING_EMULATOR_HOST: fake.host });
      let calls = 0;
      const readPage: ReadPage = async (request) => {
        calls += 1;
        if (calls > survivedPages) throw new Error('killed');
        return clock.during(client.readPage(request));
      };
      const selection = { project: 'acme', service: 'shop', filter: '', minSeverity: 'NOTICE' } as const;
      const logging = await openLogging(
        {
          purpose: 'collect',
          selection,
          requestLog: false,
          window,
          lookBack: 0n,
          now: BigInt(clock.now()) * MILLISECOND,
        },
        {
          config: Config.parse({}),
          store,
          stateDir: folder,
          clock,
          onNote: () => undefined,
          connect: async () => ({ readPage, close: client.close }),
        },
      );
      const request = { sources: [], stdin: Readable.from([]), logging, minSeverity: 'NOTICE', window: null } as const;
      const collecting = collectLogs({ ...request, config: Config.parse({}), redactionKey: Buffer.alloc(32), out });
      const collected = await collecting.catch((error: unknown) => {
        expect(String(error)).toBe('Error: killed');
        return null;
      });
      await logging.close();
      const lines = collected === null ? [] : readFileSync(out, 'utf8').split('\n').slice(0, -1);
      return { collected, entries: lines.map((line): LogEntry => JSON.parse(line)) };
    };
    onTestFinished(() => fake.stop());
    return readAt;
  }

  it('and broken off then, loses nothing that came later when it is asked for again', async () => {
    const readAt = await reader();
    await readAt(5, 6);
    const { entries, collected } = await readAt(24);
    expectEachOnce(entries, names);
    expect(collected?.truncated).toBeNull();
  });

  it('does not call itself whole, neither before its end nor right after it', async () => {
    const readAt = await reader();
    expect((await readAt(5)).collected?.truncated).toMatch(/the end of the window had not settled when it was read/);
    const tenSeconds = 1 / 360;
    expect((await readAt(12 + tenSeconds)).collected?.truncated).toMatch(/had not settled/);
    const { entries, collected } = await readAt(13);
    expect(collected?.truncated).toBeNull();
    expectEachOnce(entries, names);
  });
});
