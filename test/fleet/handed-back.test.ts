import { expect, it, onTestFinished } from 'vitest';
import { openQueue } from '../../src/fleet/queue.ts';
import { startFleetWorld } from '../support/fleet.ts';
import { databaseOf } from '../support/store.ts';

const SEARCHES = { searchesPerMinute: 1, writesPerMinute: 5_000 };

it('ends in its grace though its jobs wait for a limit of all workers, and hands them back', {
  timeout: 300_000,
}, async () => {
  const world = await startFleetWorld({ fleet: SEARCHES });
  const worker = world.worker();
  await world.enqueue('checkout', ['Payment gateway timed out', 'Cart could not be saved']);
  const searches = () => world.tracker.requests.filter(({ path }) => path.startsWith('/search/')).length;
  await expect.poll(searches, { timeout: 60_000 }).toBe(1);
  const began = performance.now();
  worker.kill('SIGTERM');
  const { code, stdout } = await worker.finished;
  expect(code, stdout).toBe(0);
  // The grace is eight seconds; without being called off they would wait for a minute.
  expect(performance.now() - began).toBeLessThan(30_000);
  expect(searches()).toBe(1);
  expect(stdout).toContain('handed back');
  expect(stdout).not.toContain('"outcome":"failed"');

  const queue = await openQueue(databaseOf(world.folder), { isWorker: false, onError: () => undefined });
  onTestFinished(() => queue.stop());
  const jobs = await queue.boss.findJobs('investigate');
  expect(jobs.map(({ state }) => state)).toEqual(['retry', 'retry']);
});
