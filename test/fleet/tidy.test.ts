import { expect, it, onTestFinished } from 'vitest';
import { TIDY } from '../../src/fleet/jobs.ts';
import { openQueue } from '../../src/fleet/queue.ts';
import { getRun, saveRun } from '../../src/store/runs.ts';
import { startFleetWorld } from '../support/fleet.ts';
import { aRun } from '../support/runs.ts';
import { databaseOf } from '../support/store.ts';

it('a worker removes the runs that are older than the config keeps', { timeout: 120_000 }, async () => {
  const world = await startFleetWorld({ retention: { runs: '30d' } });
  const window = { since: '2099-01-01T00:00:00Z', until: '2099-01-02T00:00:00Z' };
  const [old, young] = [aRun(), { ...aRun(), id: '2099-01-02T00-00-00Z', window }];
  await saveRun(world.store, old);
  await saveRun(world.store, young);
  const worker = world.worker();
  const queue = await openQueue(databaseOf(world.folder), { isWorker: false, onError: () => undefined });
  onTestFinished(() => queue.stop());
  // What the schedule sends once an hour.
  await queue.boss.send(TIDY);
  await expect.poll(() => getRun(world.store, old.id), { timeout: 60_000 }).toBeNull();
  expect(await getRun(world.store, young.id)).not.toBeNull();
  worker.kill('SIGTERM');
  expect((await worker.finished).stdout).toContain('removed 1 old run');
});
