import { describe, expect, it } from 'vitest';
import type { RevisionSpan } from '../../src/model/completeness.ts';
import { recallRevisions } from '../../src/store/revisions.ts';
import { temporaryStore } from '../support/store.ts';

function span(overrides: Partial<RevisionSpan>): RevisionSpan {
  return {
    service: 'shop',
    revision: 'shop-2',
    entries: 5,
    firstSeen: '2026-01-02T09:00:00Z',
    lastSeen: '2026-01-02T10:00:00Z',
    startObserved: false,
    ...overrides,
  };
}

it('knows the start of a revision from an earlier run, when the window of this one begins in its middle', async () => {
  const store = await temporaryStore();
  await recallRevisions(store, [span({ firstSeen: '2026-01-01T09:14:07.5Z', startObserved: true })]);
  const [recalled] = await recallRevisions(store, [span({})]);
  expect(recalled).toMatchObject({ startObserved: true, entries: 5, lastSeen: '2026-01-02T10:00:00Z' });
  expect(Date.parse(recalled?.firstSeen ?? '')).toBe(Date.parse('2026-01-01T09:14:07.5Z'));
});

it('takes back that a start was observed when an older entry of the revision turns up', async () => {
  const store = await temporaryStore();
  await recallRevisions(store, [span({ startObserved: true })]);
  const [older] = await recallRevisions(store, [span({ firstSeen: '2026-01-01T00:00:00Z' })]);
  expect(older).toMatchObject({ firstSeen: '2026-01-01T00:00:00Z', startObserved: false });
  const [again] = await recallRevisions(store, [span({ startObserved: true })]);
  expect(again?.startObserved).toBe(false);
});

it('keeps services apart', async () => {
  const store = await temporaryStore();
  await recallRevisions(store, [span({ startObserved: true, firstSeen: '2026-01-01T00:00:00Z' })]);
  const [other] = await recallRevisions(store, [span({ service: 'mail' })]);
  expect(other).toMatchObject({ firstSeen: '2026-01-02T09:00:00Z', startObserved: false });
});

describe('a deploy that an earlier run read', () => {
  const deploy = { service: 'shop', revision: 'shop-2', at: '2026-01-02T08:00:00Z' };

  it('is the start of a revision that logged nothing in that run', async () => {
    const store = await temporaryStore();
    expect(await recallRevisions(store, [], [deploy])).toEqual([]);
    const [recalled] = await recallRevisions(store, [span({ startObserved: true })]);
    expect(recalled).toMatchObject({ startObserved: true, entries: 5 });
    expect(Date.parse(recalled?.firstSeen ?? '')).toBe(Date.parse(deploy.at));
  });

  it('is the start of a revision whose first entry was read before', async () => {
    const store = await temporaryStore();
    await recallRevisions(store, [span({})]);
    await recallRevisions(store, [], [deploy]);
    const [recalled] = await recallRevisions(store, [span({ firstSeen: '2026-01-03T00:00:00Z' })]);
    expect(recalled?.startObserved).toBe(true);
    expect(Date.parse(recalled?.firstSeen ?? '')).toBe(Date.parse(deploy.at));
  });

  it('is no start where an older entry of the revision was read', async () => {
    const store = await temporaryStore();
    await recallRevisions(store, [span({ firstSeen: '2026-01-01T00:00:00Z' })]);
    await recallRevisions(store, [], [deploy]);
    const [recalled] = await recallRevisions(store, [span({})]);
    expect(recalled?.startObserved).toBe(false);
    expect(Date.parse(recalled?.firstSeen ?? '')).toBe(Date.parse('2026-01-01T00:00:00Z'));
  });
});
