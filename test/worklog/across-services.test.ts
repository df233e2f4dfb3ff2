import { expect, it } from 'vitest';
import { lastRunIds } from '../../src/store/run-heads.ts';
import { newRunId, saveRun } from '../../src/store/runs.ts';
import { renderAcrossServices } from '../../src/worklog/across-services.ts';
import { aRun } from '../support/runs.ts';
import { temporaryStore } from '../support/store.ts';

it('has a line for each service, and names what several of them share', async () => {
  const { clusters } = aRun();
  const [first, second] = clusters;
  if (first === undefined || second === undefined) throw new Error('no clusters');
  const summary = renderAcrossServices([
    aRun({ service: 'cart', clusters: [first] }),
    aRun({ service: 'checkout', clusters, status: 'partial' }),
    aRun({ service: 'search', clusters: [{ ...second, error: 'no answer' }] }),
  ]);
  await expect(summary).toMatchFileSnapshot('across-services.snapshot.md');
});

it('takes the last run of each service that was saved', async () => {
  const store = await temporaryStore();
  const begin = async (service: string): Promise<string> => {
    const id = await newRunId(store, '2025-09-12T23:30:00Z');
    await saveRun(store, aRun({ id, service }));
    return id;
  };
  await begin('checkout');
  const cart = await begin('cart');
  const checkout = await begin('checkout');
  await newRunId(store, '2025-09-12T23:30:00Z');
  expect(await lastRunIds(store)).toEqual([cart, checkout]);
});
