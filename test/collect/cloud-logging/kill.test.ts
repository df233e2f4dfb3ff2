import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTime } from '../../../src/collect/time.ts';
import type { LogEntry } from '../../../src/model/entry.ts';
import { noisyLog } from '../../support/cloud-logging/noisy-log.ts';
import { expectEachOnce, planOf, startWorld } from '../../support/cloud-logging/world.ts';
import { startGardener } from '../../support/run-gardener.ts';
import { temporaryFolder } from '../../support/store.ts';

const LONG = process.env.LONG === '1';
const LONG_ENOUGH = LONG ? 3_600_000 : 300_000;
const SIZE = LONG ? 100_000 : 9_000;
const SINCE = 1_767_312_000_000_000_000n;
const SECONDS = 12 * 3600;
const UNTIL = SINCE + BigInt(SECONDS) * 1_000_000_000n;
const TEN_MINUTES = 600_000;
const PAGES = SIZE / 1000;
const { log, names, quiet } = noisyLog(SIZE, { since: SINCE, seconds: SECONDS, lateSeconds: 300, quietEvery: 5 });

const world = (expireTokens: boolean) =>
  startWorld(
    { log, fault: (call) => (expireTokens && call % 5 === 0 ? 'expire tokens' : null) },
    { plan: planOf({ since: SINCE, until: UNTIL }), start: Number(UNTIL / 1_000_000n) + TEN_MINUTES },
  );

const REMAINS = ['nothing more', 'half a line', 'a page of which nothing was said', 'half a record'] as const;
type Remains = (typeof REMAINS)[number];

describe('every entry arrives once when the process is killed', () => {
  it(
    'at any page, as often as it may be, and in the middle of keeping one',
    async () => {
      // Up to four pages that are under way die with it.
      const deaths = fc.array(fc.integer({ min: 0, max: PAGES + 3 }), { minLength: 1, maxLength: 4 });
      const remains = fc.constantFrom(...REMAINS);
      const examples: [number[], Remains, boolean][] = [
        [[7], 'a page of which nothing was said', true],
        [[6, 5], 'half a line', false],
        [[7], 'half a record', true],
      ];
      await fc.assert(
        fc.asyncProperty(deaths, remains, fc.boolean(), async (pages, remain, expireTokens) => {
          const { read, readUntilKilled, folder, fake, stop } = await world(expireTokens);
          for (const survived of pages) {
            await readUntilKilled(survived);
            leave(remain, folder);
          }
          const { entries, completeness } = await read();
          await stop();
          expectEachOnce(entries, names);
          expect(completeness.truncated).toBeNull();
          expect(completeness).toMatchObject({ kept: names.size, belowSeverity: quiet });
          expect(fake.refusedByQuota()).toBe(0);
        }),
        { numRuns: LONG ? 20 : 4, seed: 7, endOnFailure: true, examples },
      );
    },
    LONG_ENOUGH,
  );

  it(
    'with kill -9, a process of its own, at any page and any moment of it',
    async () => {
      // Each: the page that it dies at, and how many milliseconds later.
      const death = fc.tuple(fc.integer({ min: 1, max: PAGES }), fc.integer({ min: 0, max: 60 }));
      const twice: [number, number][] = [
        [5, 5],
        [2, 0],
      ];
      const met = { killed: 0, resumed: 0 };
      await fc.assert(
        fc.asyncProperty(fc.array(death, { minLength: 1, maxLength: LONG ? 3 : 2 }), async (deaths) => {
          const ended = await collectWithDeaths(deaths);
          expectEachOnce(ended.entries, names);
          expect(ended.collected).toMatchObject({ kept: names.size, belowSeverity: quiet, truncated: null });
          met.killed += ended.killed;
          met.resumed += ended.collected.cloud.resumed ? 1 : 0;
        }),
        { numRuns: LONG ? 10 : 1, seed: 11, endOnFailure: true, examples: [[twice]] },
      );
      expect(met.killed).toBeGreaterThan(LONG ? 7 : 1);
      expect(met.resumed).toBeGreaterThan(LONG ? 2 : 0);
    },
    LONG_ENOUGH,
  );
});

/** What a process leaves in the spool that dies while it writes there. */
function leave(remain: Remains, folder: string): void {
  const entries = join(folder, 'entries.ndjson');
  if (!existsSync(entries)) return;
  if (remain === 'half a line') appendFileSync(entries, '{"insertId":"half a li');
  if (remain === 'half a record') writeFileSync(join(folder, 'progress.json.new'), '{"plan":{"kind":"asked","ti');
  if (remain === 'a page of which nothing was said') {
    const lines = readFileSync(entries, 'utf8').split('\n').slice(0, -1);
    appendFileSync(entries, lines.map((line) => `${line.replace('"id-', '"of-nobody-')}\n`).join(''));
  }
}

/** `collect`, killed as often as is said, and then run to its end; what is in its file, and what it says of it. */
async function collectWithDeaths(deaths: readonly (readonly [page: number, afterMs: number])[]) {
  let fatal: { call: number; afterMs: number; kill: () => void } | null = null;
  const { fake, stop } = await startWorld(
    {
      log,
      readsPerMinute: Number.POSITIVE_INFINITY,
      fault: (call) => {
        if (fatal !== null && call === fatal.call) setTimeout(fatal.kill, fatal.afterMs);
        return null;
      },
    },
    { plan: planOf({ since: SINCE, until: UNTIL }), start: Number(UNTIL / 1_000_000n) + TEN_MINUTES },
  );
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'log-gardener.yaml'), 'project: acme\nservice: shop\nlogging:\n  readsPerMinute: 6000\n');
  const env = { LOGGING_EMULATOR_HOST: fake.host, METADATA_SERVER_DETECTION: 'none' };
  const args = [
    'collect',
    '--since',
    formatTime(SINCE),
    '--until',
    formatTime(UNTIL),
    '--out',
    'logs.ndjson',
    '--json',
  ];
  let killed = 0;
  for (const [page, afterMs] of deaths) {
    const started = startGardener(args, { cwd: folder, env });
    fatal = { call: fake.requests.length + page, afterMs, kill: () => started.kill('SIGKILL') };
    if ((await started.finished).signal === 'SIGKILL') killed += 1;
  }
  fatal = null;
  const { stdout, stderr, code } = await startGardener(args, { cwd: folder, env }).finished;
  await stop();
  expect(code, stderr).toBe(0);
  const lines = readFileSync(join(folder, 'logs.ndjson'), 'utf8').split('\n').slice(0, -1);
  const { collected } = JSON.parse(stdout);
  return { killed, collected, entries: lines.map((line): LogEntry => JSON.parse(line)) };
}
