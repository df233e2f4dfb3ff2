import { expect, it } from 'vitest';
import { breakSilence, listTracked, recallTracked, saveTracked, type Tracked } from '../../src/store/tracked.ts';
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

it('begins to count anew on the services that did not see what was seen on another', async () => {
  const store = await temporaryStore();
  const silent = { entriesSince: 9, told: 'quiet' as const };
  const rows = [tracked(silent), tracked({ ...silent, service: 'worker' }), tracked({ ...silent, service: 'zoo' })];
  await saveTracked(store, REPOSITORY, rows);
  await saveTracked(store, 'acme/other', rows);
  const { fingerprint } = tracked();
  const later = { service: 'worker', fingerprint, lastSeen: '2025-09-12T11:30:00Z' };
  await breakSilence(store, REPOSITORY, [later]);
  const since = async (repository: string) =>
    (await recallTracked(store, { repository, fingerprints: [fingerprint] }))
      .get(fingerprint)
      ?.map(({ service, entriesSince, told }) => `${service} ${entriesSince} ${told}`);
  expect(await since(REPOSITORY)).toEqual(['api 0 null', 'worker 9 quiet', 'zoo 0 null']);
  expect(await since('acme/other')).toEqual(['api 9 quiet', 'worker 9 quiet', 'zoo 9 quiet']);
});
