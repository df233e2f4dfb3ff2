import { describe, expect, it, onTestFinished } from 'vitest';
import type { Completeness, RevisionSpan } from '../../src/model/completeness.ts';
import { openStore } from '../../src/store/open.ts';
import { recallRevisions } from '../../src/store/revisions.ts';
import { saveRun } from '../../src/store/runs.ts';
import { aRun } from '../support/runs.ts';
import { databaseOf, takeBack, temporaryFolder, temporaryStore } from '../support/store.ts';

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

describe('a start that an earlier version took for observed', () => {
  const CLOUD = { slices: 1, retries: 0, waitedSeconds: 0, resumed: false };
  const start = span({ startObserved: true });

  /** What is known of it once this version has opened the store. */
  async function afterwards(read: Partial<Completeness> | null) {
    const folder = temporaryFolder();
    const store = await temporaryStore(folder);
    await recallRevisions(store, [start], read?.deploys);
    if (read !== null) await saveRun(store, aRun({ collected: { ...aRun().collected, revisions: [start], ...read } }));
    await takeBack(store, 7);
    const later = await openStore(folder, databaseOf(folder));
    onTestFinished(() => later.close());
    const [recalled] = await recallRevisions(later, [span({ firstSeen: '2026-01-03T00:00:00Z' })]);
    return recalled?.startObserved;
  }

  it('is not, where Cloud Logging was asked for severe entries only, or no run tells', async () => {
    expect(await afterwards({ cloud: CLOUD })).toBe(false);
    expect(
      await afterwards({ cloud: CLOUD, deploys: [{ service: 'shop', revision: 'shop-9', at: start.firstSeen }] }),
    ).toBe(false);
    expect(await afterwards(null)).toBe(false);
  });

  it('is, where files were read, or the log told of the deploy', async () => {
    expect(await afterwards({})).toBe(true);
    const deploy = { service: 'shop', revision: 'shop-2' };
    expect(await afterwards({ cloud: CLOUD, deploys: [{ ...deploy, at: '2026-01-02T08:59:00Z' }] })).toBe(true);
    expect(await afterwards({ cloud: CLOUD, deploys: [{ ...deploy, at: '2026-01-02T09:01:00Z' }] })).toBe(true);
  });

  it('gives way to what a better read shows', async () => {
    const store = await temporaryStore();
    await recallRevisions(store, [span({ startObserved: false })]);
    const better = span({ firstSeen: '2026-01-02T08:30:00Z', startObserved: true });
    expect(await recallRevisions(store, [better])).toMatchObject([{ startObserved: true }]);
    const [again] = await recallRevisions(store, [span({})]);
    expect(again?.startObserved).toBe(true);
    expect(Date.parse(again?.firstSeen ?? '')).toBe(Date.parse(better.firstSeen));
  });
});
