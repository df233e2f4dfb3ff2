import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { formatTime } from '../../src/collect/time.ts';
import { identityOf, noisyLog } from '../support/cloud-logging/noisy-log.ts';
import { startFakeLogging } from '../support/cloud-logging/server.ts';
import { type Finished, startGardener } from '../support/run-gardener.ts';
import { runHere } from '../support/run-here.ts';
import { temporaryFolder } from '../support/store.ts';

const SINCE = 1_767_312_000_000_000_000n;
const SECONDS = 36_000;
const SIZE = 7_000;
const UNTIL = SINCE + BigInt(SECONDS) * 1_000_000_000n;
const { log, names } = noisyLog(SIZE, { since: SINCE, seconds: SECONDS });
const WINDOW = ['--since', formatTime(SINCE), '--until', formatTime(UNTIL)];

/** A Cloud Logging, and the program, which is sent a signal in the middle of its first run. */
async function world() {
  /** Sends the signal; null when it was sent. */
  let interrupt: (() => void) | null = null;
  const fake = await startFakeLogging({
    log,
    now: () => Number(UNTIL / 1_000_000n) + 600_000,
    fault: (call) => {
      if (call <= 4 || interrupt === null) return null;
      // It waits to try again then: the longest of all that it does.
      setTimeout(interrupt, 100);
      interrupt = null;
      return 'UNAVAILABLE';
    },
  });
  onTestFinished(() => fake.stop());
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'log-gardener.yaml'), 'project: acme\nservice: shop\n');
  const env = { LOGGING_EMULATOR_HOST: fake.host, METADATA_SERVER_DETECTION: 'none' };
  const inWindow = (args: readonly string[]): string[] => [...args, ...WINDOW, '--json'];
  return {
    fake,
    folder,
    run: (...args: string[]): Promise<Finished> => runHere(inWindow(args), { cwd: folder, env }),
    runAndInterrupt: (signal: NodeJS.Signals, ...args: string[]): Promise<Finished> => {
      const { kill, finished } = startGardener(inWindow(args), { cwd: folder, env });
      interrupt = () => kill(signal);
      return finished;
    },
    spools: (): string[] => readdirSync(join(folder, '.log-gardener', 'collecting')),
  };
}

it.each(['SIGINT', 'SIGTERM'] as const)('collect stops at %s, says so, and goes on where it was', async (signal) => {
  const { fake, folder, run, runAndInterrupt, spools } = await world();
  const out = join(folder, 'logs.ndjson');
  const first = await runAndInterrupt(signal, 'collect', '--out', 'logs.ndjson');
  expect({ code: first.code, signal: first.signal }).toEqual({ code: 3, signal: null });
  expect(first.stderr).toContain('Stopping after what is under way; Ctrl-C again ends at once.');
  expect(first.stderr).toMatch(/stopped with \d of \d slices of the time not read to their end/);
  expect(first.stderr).not.toMatch(/\n\s+at |UnhandledPromise|Error:/);
  const { collected } = JSON.parse(first.stdout);
  expect(collected.kept).toBeGreaterThan(0);
  expect(collected.kept).toBeLessThan(names.size);
  const [spool = ''] = spools();
  expect(existsSync(join(folder, '.log-gardener', 'collecting', spool, 'progress.json'))).toBe(true);
  expect(existsSync(join(folder, '.log-gardener', 'collecting', spool, 'lock'))).toBe(false);

  const before = fake.requests.length;
  const second = await run('collect', '--out', 'logs.ndjson');
  expect(second.code, second.stderr).toBe(0);
  expect(second.stderr).toContain('Going on with a reading that was broken off.');
  expect(JSON.parse(second.stdout).collected).toMatchObject({
    read: SIZE,
    kept: names.size,
    truncated: null,
    cloud: { resumed: true },
  });
  // What was read before is not asked for again; on a busy machine that is one page.
  expect(fake.requests.length - before).toBeLessThanOrEqual(JSON.parse(second.stdout).collected.pages - 1);
  const got = readFileSync(out, 'utf8').split('\n').slice(0, -1);
  expect(got.map((line) => identityOf(JSON.parse(line))).sort()).toEqual([...names].sort());
  expect(spools()).toEqual([]);
});

it('triage stops at Ctrl-C with what it has, and the next run counts every entry once', async () => {
  const { run, runAndInterrupt, spools } = await world();
  const first = await runAndInterrupt('SIGINT', 'triage');
  expect({ code: first.code, signal: first.signal }).toEqual({ code: 3, signal: null });
  expect(first.stderr).toContain('Stopping after what is under way; Ctrl-C again ends at once.');
  expect(first.stderr).not.toMatch(/\n\s+at |UnhandledPromise|Error:/);
  const told = JSON.parse(first.stdout);
  expect(told.collected.truncated).toBe(true);
  expect(readFileSync(told.worklog, 'utf8')).toMatch(/stopped with \d of \d slices/);
  expect(spools()).toHaveLength(1);

  const second = await run('triage');
  expect(second.stderr).toContain('Going on with a reading that was broken off.');
  const { collected, clusters } = JSON.parse(second.stdout);
  expect(collected).toMatchObject({ entries: SIZE, truncated: false });
  const counts: number[] = clusters.map(({ count }: { count: number }) => count);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(names.size);
  expect(spools()).toEqual([]);
});
