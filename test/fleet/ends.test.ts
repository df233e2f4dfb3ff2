import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { endOrphans } from '../../src/fleet/orphans.ts';
import { openQueue } from '../../src/fleet/queue.ts';
import { getRun } from '../../src/store/runs.ts';
import { startFleetWorld } from '../support/fleet.ts';
import { databaseOf } from '../support/store.ts';

it('ends a run whose workers all died, says so, and looks into the cluster when somebody asks again', async () => {
  const world = await startFleetWorld();
  const doomed = world.worker();
  world.tracker.failNext({ method: 'GET', path: /search/, fault: { kind: 'hang' } });
  await world.enqueue('checkout', ['Payment gateway timed out']);
  const isSearching = (): boolean => world.tracker.requests.some(({ path }) => path.includes('search'));
  await expect.poll(isSearching, { timeout: 20_000 }).toBe(true);
  doomed.kill('SIGKILL');
  await doomed.finished;
  const queue = await openQueue(databaseOf(world.folder), { isWorker: false, onError: () => undefined });
  onTestFinished(() => queue.stop());
  // As pg-boss leaves it when the last worker of many has died.
  const [job] = await queue.boss.findJobs('investigate');
  const schema = new URL(databaseOf(world.folder)).searchParams.get('schema');
  await sql`update ${sql.table(`${schema}_jobs.job_common`)} set retry_limit = 0 where name = 'investigate'`.execute(
    world.store.db,
  );
  await queue.boss.fail('investigate', job?.id ?? '', { message: 'its worker died' });

  const worker = world.worker();
  const [row] = await world.store.db.selectFrom('runs').select('id').execute();
  const look = () => getRun(world.store, row?.id ?? '');
  expect((await look())?.status).toBe('running');
  await endOrphans(world.store, queue);
  await world.ended(1);
  expect(await look()).toMatchObject({
    status: 'partial',
    clusters: [{ decision: null, error: 'each worker that looked into it died' }],
  });
  expect((await world.run('doctor', '--json')).stdout).toContain('investigate checkout (its worker died)');

  await world.run('enqueue', '--retry');
  await expect.poll(async () => (await look())?.status, { timeout: 20_000 }).toBe('done');
  expect(world.tracker.issues().filter(({ state }) => state === 'open')).toHaveLength(1);
  worker.kill('SIGTERM');
  await worker.finished;
});
