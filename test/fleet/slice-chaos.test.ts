import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { getRun } from '../../src/store/runs.ts';
import { logOf } from '../support/cloud-logging/log.ts';
import { startFakeLogging } from '../support/cloud-logging/server.ts';
import { startFleetWorld } from '../support/fleet.ts';
import { logEntry } from '../support/log-entries.ts';

const READS = 6;
const MINUTES = 55;

it('reads slices no faster than one process may, however many do, and each once, though all of them are killed', {
  timeout: 180_000,
}, async () => {
  const now = Date.now();
  const entries = Array.from({ length: MINUTES }, (_, nth) => {
    const timestamp = new Date(now - (nth + 3) * 60_000).toISOString();
    return logEntry({
      ...{ insertId: `entry-${nth}`, logName: 'projects/acme/logs/stderr', timestamp, receiveTimestamp: timestamp },
      textPayload: nth % 2 === 0 ? 'Payment gateway timed out' : 'Cart could not be saved',
    });
  });
  const fake = await startFakeLogging({ log: logOf(entries), now: Date.now, readsPerMinute: 6_000 });
  onTestFinished(() => fake.stop());
  const settings = (readsPerMinute: number) => ({
    ...{ project: 'acme', repository: 'acme/shop', window: '1h', github: { writeIntervalMs: 0 } },
    logging: { readsPerMinute },
    fleet: { slice: '5m', searchesPerMinute: 5_000, writesPerMinute: 5_000 },
  });
  const world = await startFleetWorld(settings(READS), { logging: fake.host });
  const doomed = [world.worker(), world.worker(), world.worker()];
  await world.run('enqueue', '--service', 'shop');
  const reads = (): number => fake.requests.length;
  await expect.poll(reads, { timeout: 30_000 }).toBe(READS);
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  expect(reads()).toBe(READS);
  for (const worker of doomed) worker.kill('SIGKILL');
  await Promise.all(doomed.map(({ finished }) => finished));
  const read = await world.store.db.selectFrom('slices').select('status').where('status', '=', 'read').execute();
  expect(read.length).toBeGreaterThan(0);
  expect(read.length).toBeLessThan(12);

  // With more to read by, the rest need not wait for the minute to end.
  writeFileSync(join(world.folder, 'log-gardener.yaml'), JSON.stringify(settings(6_000)));
  const worker = world.worker();
  await world.ended(1);
  worker.kill('SIGTERM');
  await worker.finished;
  const [row, ...others] = await world.store.db.selectFrom('runs').select('id').execute();
  expect(others).toEqual([]);
  const run = await getRun(world.store, row?.id ?? '');
  expect(run?.collected).toMatchObject({ read: MINUTES, kept: MINUTES, duplicates: 0, truncated: null });
  expect(run?.clusters.map(({ cluster }) => cluster.facts.count)).toEqual([28, 27]);
  expect(await world.store.db.selectFrom('shards').select('run').execute()).toEqual([]);
});
