import { expect, it, onTestFinished } from 'vitest';
import { openQueue } from '../../src/fleet/queue.ts';
import { openSharedStore } from '../../src/store/fences.ts';
import { startFleetWorld } from '../support/fleet.ts';
import { databaseOf, temporaryFolder } from '../support/store.ts';

const CHECKOUT = { service: 'checkout', mode: 'draft' } as const;
const RUN = { ...CHECKOUT, run: '2025-09-12T23-31-00Z' };
const FINGERPRINT = '0123456789abcdef';

it('asks for no second run of a service while jobs of one wait, but for what is taken up again', async () => {
  const url = databaseOf(temporaryFolder());
  await (await openSharedStore(url)).close();
  const queue = await openQueue(url, { isWorker: false, onError: () => undefined });
  onTestFinished(() => queue.stop());
  const ask = () => queue.sendCollect({ ...CHECKOUT, sources: [] });
  const doNext = async (name: 'investigate' | 'publish' | 'collect') => {
    const [job] = await queue.boss.fetch(name);
    await queue.boss.complete(name, job?.id ?? '');
  };
  await queue.sendInvestigate([{ job: { ...RUN, fingerprint: FINGERPRINT }, priority: 1 }]);
  expect(await ask()).toBeNull();
  expect(await queue.runsOf('checkout')).toEqual([RUN.run]);
  expect(await queue.runsOf('cart')).toEqual([]);
  await doNext('investigate');
  await queue.sendPublish(RUN, 'acme/shop');
  expect(await ask()).toBeNull();
  await doNext('publish');
  await queue.sendInvestigate([{ job: { ...RUN, fingerprint: FINGERPRINT, again: true }, priority: 1 }]);
  await queue.sendPublish({ ...RUN, again: true }, 'acme/shop');
  expect(await ask()).not.toBeNull();
});

it('lets a job that a schedule made wait for the run before it', { timeout: 120_000 }, async () => {
  const world = await startFleetWorld();
  world.write(new Map([['checkout', ['Payment gateway timed out']]]));
  const queue = await openQueue(databaseOf(world.folder), { isWorker: false, onError: () => undefined });
  onTestFinished(() => queue.stop());
  // Of a run that somebody else is at.
  await queue.sendInvestigate([{ job: { ...RUN, fingerprint: FINGERPRINT }, priority: 1 }]);
  await queue.boss.fetch('investigate');
  const job = { ...CHECKOUT, sources: [`${world.folder}/logs/checkout.ndjson`] };
  await queue.boss.send('collect', job, { singletonKey: 'checkout' });
  world.worker();
  const first = async () => (await queue.boss.findJobs('collect'))[0]?.state;
  await expect.poll(first, { timeout: 60_000 }).toBe('retry');
  // A number is all that it has.
  const begun = world.store.db.selectFrom('runs').select('id').where('record', 'is not', null);
  expect(await begun.execute()).toEqual([]);
  const [waiting] = await queue.boss.findJobs('collect');
  expect(JSON.stringify(waiting?.output)).toContain(`Run ${RUN.run} of checkout is under way`);
});
