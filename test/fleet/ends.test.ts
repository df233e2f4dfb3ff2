import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { listDeadLetters } from '../../src/fleet/dead-letters.ts';
import { endOrphans } from '../../src/fleet/orphans.ts';
import { openQueue } from '../../src/fleet/queue.ts';
import { getRun } from '../../src/store/runs.ts';
import { startFleetWorld } from '../support/fleet.ts';
import { databaseOf } from '../support/store.ts';

const HELD = 'Payment gateway timed out';

/** Workers start slowly on a machine that is busy. */
const PATIENT = { timeout: 300_000 };

/** A run of one cluster whose worker died the last time that it could, and that has ended all the same. */
async function startWithFailure() {
  const world = await startFleetWorld();
  const doomed = world.worker();
  world.tracker.failNext({ method: 'GET', path: /search/, fault: { kind: 'hang' } });
  await world.enqueue('checkout', [HELD]);
  const isSearching = (): boolean => world.tracker.requests.some(({ path }) => path.includes('search'));
  await expect.poll(isSearching, { timeout: 60_000 }).toBe(true);
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
  const titles = () => world.tracker.issues().flatMap(({ title, state }) => (state === 'open' ? [title] : []));
  return { world, worker, queue, look, titles };
}

it(
  'ends a run whose workers all died, says so, and looks into the cluster when somebody asks again',
  PATIENT,
  async () => {
    const { world, worker, look, titles } = await startWithFailure();
    expect((await world.run('doctor', '--json')).stdout).toContain('investigate checkout (its worker died)');
    await world.run('enqueue', '--retry');
    await expect.poll(async () => (await look())?.status, { timeout: 60_000 }).toBe('done');
    expect(titles()).toHaveLength(1);
    worker.kill('SIGTERM');
    await worker.finished;
  },
);

it('looks into what failed once more when a later run of the service has ended, and posts it', PATIENT, async () => {
  const { world, worker, queue, look, titles } = await startWithFailure();
  await world.enqueue('cart', ['Basket is empty']);
  await world.ended(2);
  // Of another service.
  expect((await look())?.status).toBe('partial');
  await world.enqueue('checkout', ['Cart could not be saved']);
  await expect.poll(async () => (await look())?.status, { timeout: 60_000 }).toBe('done');
  expect(titles().filter((title) => title.includes(HELD))).toHaveLength(1);
  expect(titles()).toHaveLength(3);
  expect(await listDeadLetters(queue)).toEqual([]);
  expect(await queue.boss.findJobs('investigate', { queued: true })).toEqual([]);
  worker.kill('SIGTERM');
  await worker.finished;
});

it('leaves what failed to the later run that saw it too', PATIENT, async () => {
  const { world, worker, queue, look, titles } = await startWithFailure();
  await world.enqueue('checkout', [HELD, HELD]);
  await world.ended(2);
  await expect.poll(() => listDeadLetters(queue)).toEqual([]);
  // Nor does it come up again where somebody asks for it.
  const id = (await look())?.id ?? '';
  const fingerprint = (await look())?.clusters[0]?.cluster.fingerprint ?? '';
  await queue.sendInvestigate([{ job: { service: 'checkout', mode: 'auto', run: id, fingerprint }, priority: 1 }]);
  await expect.poll(() => queue.boss.findJobs('investigate', { queued: true })).toEqual([]);
  worker.kill('SIGTERM');
  await worker.finished;
  expect(titles()).toHaveLength(1);
  expect((await look())?.clusters[0]?.draft).toBeNull();
});

it('only drafts what failed where nothing is to be posted any more', PATIENT, async () => {
  const { world, worker, look, titles } = await startWithFailure();
  await world.enqueueAll(new Map([['checkout', ['Cart could not be saved']]]), 'draft');
  await expect.poll(async () => (await look())?.status, { timeout: 60_000 }).toBe('done');
  expect((await look())?.clusters[0]?.draft?.state.status).toBe('pending');
  worker.kill('SIGTERM');
  await worker.finished;
  expect(titles()).toEqual([]);
});
