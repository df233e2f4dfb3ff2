import { expect, it } from 'vitest';
import { addDraft, setDraftState } from '../../../src/store/drafts.ts';
import { saveRun } from '../../../src/store/runs.ts';
import { createRunMemory } from '../../../src/web/server/run-memory.ts';
import { newIssueDraft } from '../../support/drafts.ts';
import { aRun } from '../../support/runs.ts';
import { temporaryFolder, temporaryStore } from '../../support/store.ts';

const run = aRun();
const id = run.clusters[0]?.draft?.id ?? '';
const at = '2025-09-12T23:40:00Z';

it('reads a run that is over once, and what becomes of its drafts every time', async () => {
  const folder = temporaryFolder();
  const [store, other] = [await temporaryStore(folder), await temporaryStore(folder)];
  const memory = createRunMemory(store);
  expect(await memory.read(run.id)).toBeNull();
  await saveRun(store, run);
  await addDraft(store, { ...newIssueDraft({ run: run.id }), id });
  const first = await memory.read(run.id);
  expect(first?.clusters[0]?.draft?.state).toEqual({ status: 'pending' });
  // Nothing was written: what was read is the very same. (Other tests may write to the same PostgreSQL.)
  expect((await memory.read(run.id))?.clusters[0]?.cluster).toBe(first?.clusters[0]?.cluster);
  await setDraftState(other, id, { from: ['pending'], to: { status: 'rejected', reason: 'noise', at } });
  const next = await memory.read(run.id);
  expect(next?.clusters[0]?.draft?.state).toMatchObject({ status: 'rejected' });
  expect(next?.clusters[0]?.cluster).toBe(first?.clusters[0]?.cluster);
});

it('reads a run that goes on whenever more of it was saved, and its end', async () => {
  const folder = temporaryFolder();
  const [store, other] = [await temporaryStore(folder), await temporaryStore(folder)];
  const memory = createRunMemory(store);
  const clustersNow = async () => (await memory.read(run.id))?.clusters.length;
  for (const clusters of [1, 2, 3]) {
    await saveRun(other, {
      ...run,
      status: clusters === 3 ? 'done' : 'running',
      clusters: run.clusters.slice(0, clusters),
    });
    expect(await clustersNow()).toBe(clusters);
  }
  expect((await memory.read(run.id))?.status).toBe('done');
});

it('forgets the run that was not read for longest', async () => {
  const store = await temporaryStore();
  const memory = createRunMemory(store);
  const ids = ['a', 'b', 'c', 'd'];
  for (const one of ids) await saveRun(store, aRun({ id: one }));
  const partOf = async (one: string) => (await memory.read(one))?.clusters[0]?.cluster;
  const a = await partOf('a');
  await memory.read('b');
  await memory.read('c');
  expect(await partOf('a')).toBe(a);
  await memory.read('d');
  for (const one of ids.slice(1)) await memory.read(one);
  const again = await partOf('a');
  expect(again).not.toBe(a);
  expect(again).toEqual(a);
});
