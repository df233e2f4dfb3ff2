import { expect, it } from 'vitest';
import { listTracked, recallTracked, saveTracked, type Tracked } from '../../src/store/tracked.ts';
import { temporaryStore } from '../support/store.ts';

const REPOSITORY = 'acme/shop';

function tracked(overrides: Partial<Tracked> = {}): Tracked {
  return {
    service: 'api',
    fingerprint: 'lg15e55100000000001',
    title: 'Payment capture failed',
    firstSeen: '2025-09-12T09:00:00.000000000Z',
    lastSeen: '2025-09-12T10:00:00.130037000Z',
    revision: 'api-1',
    severity: 'ERROR',
    total: 12,
    peak: 7,
    countedUntil: '2025-09-12T11:00:00.000000000Z',
    entriesSince: 0,
    told: null,
    ...overrides,
  };
}

it('gives back what was kept, whatever the case of the repository', async () => {
  const store = await temporaryStore();
  await saveTracked(store, 'Acme/Shop', [tracked(), tracked({ service: 'worker', revision: null, told: 'quiet' })]);
  const { fingerprint } = tracked();
  const unknown = 'lg10000000000000000';
  const known = await recallTracked(store, { repository: REPOSITORY, fingerprints: [unknown, fingerprint] });
  expect(known.get(fingerprint)).toEqual([tracked(), tracked({ service: 'worker', revision: null, told: 'quiet' })]);
  expect(known.get(unknown)).toEqual([]);
});

it('keeps one record for a problem, service and repository: the last', async () => {
  const store = await temporaryStore();
  await saveTracked(store, REPOSITORY, [tracked()]);
  await saveTracked(store, REPOSITORY, [tracked({ total: 13, told: 'holds' })]);
  await saveTracked(store, 'acme/other', [tracked({ total: 99 })]);
  expect(await listTracked(store, { repository: REPOSITORY, services: ['api'] })).toEqual([
    tracked({ total: 13, told: 'holds' }),
  ]);
});

it('lists the problems of the services asked for, and of none where none is asked for', async () => {
  const store = await temporaryStore();
  await saveTracked(store, REPOSITORY, [tracked({ service: 'worker' }), tracked()]);
  const services = async (asked: string[]) =>
    (await listTracked(store, { repository: REPOSITORY, services: asked })).map(({ service }) => service);
  expect(await services(['worker', 'api'])).toEqual(['api', 'worker']);
  expect(await services(['api'])).toEqual(['api']);
  expect(await services([])).toEqual([]);
});
