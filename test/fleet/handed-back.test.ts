import { expect, it, onTestFinished } from 'vitest';
import { handBack } from '../../src/fleet/hand-back.ts';
import { openQueue } from '../../src/fleet/queue.ts';
import { openSharedStore } from '../../src/store/fences.ts';
import { startFleetWorld } from '../support/fleet.ts';
import { databaseOf, temporaryFolder } from '../support/store.ts';

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
  const tries = jobs.map(({ state, retryCount, retryLimit }) => ({ state, retryCount, retryLimit }));
  // Whoever takes it counts a try: eight more are left then, as if it had not been begun.
  expect(tries).toEqual(Array(2).fill({ state: 'created', retryCount: 0, retryLimit: 9 }));
});

it('costs no try, however often it happens, and takes nothing from who has the job by then', async () => {
  const url = databaseOf(temporaryFolder());
  await (await openSharedStore(url)).close();
  const queue = await openQueue(url, { isWorker: false, onError: () => undefined });
  onTestFinished(() => queue.stop());
  await queue.sendCollect({ service: 'checkout', mode: 'draft', sources: [] });
  const take = async () => {
    const [job] = await queue.boss.fetch<object>('collect', { includeMetadata: true });
    if (job === undefined) throw new Error('no job');
    return job;
  };
  const first = await take();
  let job = first;
  for (let nth = 0; nth < 12; nth++) {
    await handBack(queue, 'collect', job);
    job = await take();
    expect(job.id).toBe(first.id);
    expect(job.retryLimit - job.retryCount).toBe(8);
  }
  await handBack(queue, 'collect', first);
  expect(await queue.boss.findJobs('collect')).toMatchObject([{ id: first.id, state: 'active' }]);
  expect(await queue.boss.fetch('collect')).toEqual([]);
  // What fails after that still fails.
  await queue.boss.fail('collect', job, { message: 'it broke' });
  expect(await queue.boss.findJobs('collect')).toMatchObject([{ state: 'retry' }]);
});
