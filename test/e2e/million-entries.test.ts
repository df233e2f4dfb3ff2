import { createReadStream, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { formatTime } from '../../src/collect/time.ts';
import { generatedLog, store } from '../support/cloud-logging/log.ts';
import { startFakeLogging } from '../support/cloud-logging/server.ts';
import { startGardener } from '../support/run-gardener.ts';
import { temporaryFolder } from '../support/store.ts';

const LONG = process.env.LONG === '1';
const LONG_ENOUGH = LONG ? 3_600_000 : 120_000;
const SIZE = LONG ? 1_000_000 : 15_000;
/** Fewer entries are longer, so that all of them take more memory than there is. */
const FILLER = LONG ? 100 : 300;
/** Of the reader's heap. All of the entries take several times as much, of the sample too. */
const MOST_MEGABYTES = LONG ? 160 : 64;
/** Of the heap of this process, which serves them: what the garbage of some pages may take. */
const MOST_GROWTH = 150e6;
const SINCE = 1_767_312_000_000_000_000n;
const STEP = 10_000_000n;
const UNTIL = SINCE + BigInt(SIZE) * STEP;

it(
  `reads ${SIZE.toLocaleString('en')} entries, each once, in bounded memory out of a log that is never there as a whole`,
  async () => {
    let made = 0;
    const log = generatedLog(SIZE, (index) => {
      made += 1;
      return store({
        insertId: `e${index}`,
        logName: 'projects/acme/logs/run.googleapis.com%2Fstderr',
        timestamp: formatTime(SINCE + BigInt(index) * STEP),
        severity: 'ERROR',
        resource: { type: 'cloud_run_revision', labels: { service_name: 'shop', revision_name: 'shop-00001-abc' } },
        jsonPayload: {
          message: `payment ${index} failed: card refused by gateway ${index % 7}`,
          filler: `${index} `.repeat(FILLER),
        },
      });
    });
    const heapBefore = process.memoryUsage().heapUsed;
    let heapMost = heapBefore;
    const fake = await startFakeLogging({
      log,
      now: () => Number(UNTIL / 1_000_000n) + 600_000,
      fault: () => {
        heapMost = Math.max(heapMost, process.memoryUsage().heapUsed);
        return null;
      },
    });
    onTestFinished(() => fake.stop());
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'log-gardener.yaml'),
      'project: acme\nservice: shop\nlogging:\n  readsPerMinute: 6000\n',
    );
    const window = ['--since', formatTime(SINCE), '--until', formatTime(UNTIL)];
    const env = {
      LOGGING_EMULATOR_HOST: fake.host,
      METADATA_SERVER_DETECTION: 'none',
      NODE_OPTIONS: `--max-old-space-size=${MOST_MEGABYTES}`,
    };
    const { code, stderr, stdout } = await startGardener(['collect', ...window, '--out', 'logs.ndjson', '--json'], {
      cwd: folder,
      env,
    }).finished;
    expect(code, stderr.slice(-2_000)).toBe(0);
    const { collected } = JSON.parse(stdout);
    expect(collected).toMatchObject({ read: SIZE, kept: SIZE, duplicates: 0, truncated: null });
    expect(fake.requests.length).toBe(collected.pages);
    // Each is made for its page, and few more for finding where pages begin.
    expect(made).toBeLessThan(1.2 * SIZE);
    expect(heapMost - heapBefore).toBeLessThan(MOST_GROWTH);

    const out = join(folder, 'logs.ndjson');
    // Held in memory they would be more than there was.
    expect(statSync(out).size).toBeGreaterThan(0.4e6 * MOST_MEGABYTES);
    const seen = new Uint8Array(SIZE);
    for await (const line of createInterface({ input: createReadStream(out) })) {
      const index = Number(/"insertId":"e(\d+)"/.exec(line)?.[1]);
      seen[index] = (seen[index] ?? 0) + 1;
    }
    expect(seen.every((times) => times === 1)).toBe(true);
  },
  LONG_ENOUGH,
);
