import { expect, it, onTestFinished } from 'vitest';
import { WAITING } from '../../src/fleet/jobs.ts';
import { openQueue, type Queue } from '../../src/fleet/queue.ts';
import { reviveReading, reviveReadings, sendSlices } from '../../src/fleet/readings.ts';
import { openSharedStore } from '../../src/store/fences.ts';
import { keepShard, planSlices, type SlicedReading, sliceStates } from '../../src/store/slices.ts';
import { databaseOf, temporaryFolder } from '../support/store.ts';

/** Two slices to be read, and queues that nobody takes from. */
async function world() {
  const url = databaseOf(temporaryFolder());
  const store = await openSharedStore(url);
  onTestFinished(() => store.close());
  const queue = await openQueue(url, { isWorker: false, onError: () => undefined });
  onTestFinished(() => queue.stop());
  const job = (await queue.sendCollect({ service: 'shop', mode: 'draft', sources: [] })) ?? '';
  const reading: SlicedReading = {
    ...{ run: 'run-1', job, service: 'shop', mode: 'draft', record: '{}' },
    startedAt: '2026-03-20T12:00:00.000Z',
  };
  await planSlices(store, reading, 2);
  return { store, queue, reading };
}

/** As pg-boss leaves it when a worker has done its job, or the last of many has died. */
async function end({ boss }: Queue, name: string, how: 'complete' | 'fail', message?: string): Promise<void> {
  const [job] = await boss.fetch(name);
  if (how === 'complete') await boss.complete(name, job?.id ?? '');
  else await boss.fail(name, job?.id ?? '', message === undefined ? undefined : { message });
}

async function waiting({ boss }: Queue, name: string): Promise<number> {
  return (await boss.findJobs(name)).filter(({ state }) => WAITING.includes(state)).length;
}

it('leaves a reading alone that the job which shares it out still works on', async () => {
  const { store, queue, reading } = await world();
  expect(await reviveReading(store, queue, reading)).toBe(true);
  expect([await waiting(queue, 'slice'), await waiting(queue, 'merge')]).toEqual([0, 0]);
});

it('asks for slices that nobody was asked for, once, and keeps another run of the service out meanwhile', async () => {
  const { store, queue, reading } = await world();
  await end(queue, 'collect', 'complete');
  await reviveReadings(store, queue);
  expect(await reviveReading(store, queue, reading)).toBe(true);
  expect(await waiting(queue, 'slice')).toBe(2);
  expect(await queue.sendCollect({ service: 'shop', mode: 'draft', sources: [] })).toBeNull();
  expect(await queue.sendCollect({ service: 'cart', mode: 'draft', sources: [] })).not.toBeNull();
});

it('puts together what was read where the last worker died before it could ask for that', async () => {
  const { store, queue, reading } = await world();
  await end(queue, 'collect', 'complete');
  for (const slice of [0, 1]) await keepShard(store, { run: reading.run, slice }, ['found'], Buffer.from('a secret'));
  expect(await reviveReading(store, queue, reading)).toBe(true);
  expect(await reviveReading(store, queue, reading)).toBe(true);
  expect([await waiting(queue, 'slice'), await waiting(queue, 'merge')]).toEqual([0, 1]);
});

it('gives a slice up whose workers all died, and goes on with the others', async () => {
  const { store, queue, reading } = await world();
  await end(queue, 'collect', 'complete');
  await queue.boss.updateQueue('slice', { retryLimit: 0 });
  await sendSlices(store, queue, reading);
  await end(queue, 'slice', 'fail');
  expect(await reviveReading(store, queue, reading)).toBe(true);
  await end(queue, 'slice', 'fail', 'no such project\nat a place in the code');
  expect(await reviveReading(store, queue, reading)).toBe(true);
  expect(await sliceStates(store, reading.run)).toEqual([
    { status: 'failed', because: 'each worker that read it died' },
    { status: 'failed', because: 'no such project' },
  ]);
  expect(await waiting(queue, 'merge')).toBe(1);
});

it('says that nobody works on a reading whose parts could not be put together', async () => {
  const { store, queue, reading } = await world();
  await end(queue, 'collect', 'complete');
  for (const slice of [0, 1]) await keepShard(store, { run: reading.run, slice }, ['found'], Buffer.from('a secret'));
  await queue.boss.updateQueue('merge', { retryLimit: 0 });
  await sendSlices(store, queue, reading);
  await end(queue, 'merge', 'fail', 'made by another version');
  expect(await reviveReading(store, queue, reading)).toBe(false);
  expect(await waiting(queue, 'merge')).toBe(0);
});
