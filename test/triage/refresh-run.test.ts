import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { DraftStatus } from '../../src/model/draft.ts';
import type { Run } from '../../src/model/run.ts';
import { addDraft, setDraftState } from '../../src/store/drafts.ts';
import { getRun, saveRun } from '../../src/store/runs.ts';
import { refreshRun } from '../../src/triage/refresh-run.ts';
import { parseWorklog } from '../../src/worklog/parse.ts';
import { worklogPath } from '../../src/worklog/write.ts';
import { newIssueDraft } from '../support/drafts.ts';
import { aRun } from '../support/runs.ts';
import { temporaryFolder, temporaryStore } from '../support/store.ts';
import { missingMiddleware, missingModule } from '../support/triaged-clusters.ts';

const LATER = '2025-09-13T08:00:00Z';
const DRAFT = newIssueDraft({ run: aRun().id, n: 2 });
const URL = 'https://github.com/netra-systems/netra-apex/issues/641';

/** A run with one pending draft in the store (cluster 2), and one whose draft the store has lost (cluster 3). */
async function reviewed(state: DraftStatus | null) {
  const store = await temporaryStore();
  const worklogDir = temporaryFolder();
  const run = aRun({ clusters: [missingModule(), missingMiddleware()] });
  await saveRun(store, run);
  await addDraft(store, DRAFT);
  if (state !== null) await setDraftState(store, DRAFT.id, { from: ['pending'], to: state });
  await refreshRun(run.id, { store, worklogDir }, LATER);
  return { store, worklogDir, run, refreshed: await getRun(store, run.id) };
}

function draftOf(run: Run | null, index: number) {
  return run?.clusters[index]?.draft;
}

it.each<DraftStatus>([
  { status: 'pending' },
  { status: 'approved', hash: DRAFT.hash, at: LATER },
  { status: 'posting', hash: DRAFT.hash, at: LATER },
  { status: 'posted', issue: 641, url: URL, at: LATER },
  { status: 'rejected', reason: 'known, fixed on Monday', at: LATER },
  { status: 'failed', error: 'the issue is locked', at: LATER },
])('says in the store and in the worklog that a draft is %o', async (state) => {
  const { run, refreshed, worklogDir } = await reviewed(state.status === 'pending' ? null : state);
  expect(draftOf(refreshed, 0)?.state).toEqual(state);
  const written = parseWorklog(readFileSync(worklogPath(worklogDir, run), 'utf8'));
  expect(written).toEqual(refreshed);
});

it('names the issue that a draft became', async () => {
  const { run, refreshed, worklogDir } = await reviewed({ status: 'posted', issue: 641, url: URL, at: LATER });
  expect(draftOf(refreshed, 0)).toMatchObject({ issue: 641, url: URL, title: missingModule().draft?.title });
  expect(readFileSync(worklogPath(worklogDir, run), 'utf8')).toContain(URL);
});

it('gives a draft that is not posted no issue', async () => {
  const { refreshed } = await reviewed({ status: 'rejected', reason: 'no', at: LATER });
  expect(draftOf(refreshed, 0)).toMatchObject({ issue: null, url: null });
});

it('leaves the rest of the run as it was, also a draft that the store does not hold', async () => {
  const { run, refreshed } = await reviewed({ status: 'rejected', reason: 'no', at: LATER });
  expect(refreshed?.clusters[1]).toEqual(run.clusters[1]);
  expect({ ...refreshed, updatedAt: run.updatedAt, clusters: run.clusters }).toEqual(run);
  expect(refreshed?.updatedAt).toBe(LATER);
});

it('leaves a run alone that the store does not hold', async () => {
  const store = await temporaryStore();
  const worklogDir = temporaryFolder();
  await refreshRun('2025-09-12T23-30-00Z', { store, worklogDir }, LATER);
  expect(await getRun(store, '2025-09-12T23-30-00Z')).toBeNull();
  expect(existsSync(worklogPath(worklogDir, aRun()))).toBe(false);
});

it('never puts back what a run that goes on has saved in between', async () => {
  const store = await temporaryStore();
  const worklogDir = temporaryFolder();
  const run = aRun({ status: 'running', clusters: [missingModule()] });
  await saveRun(store, run);
  const refreshing = refreshRun(run.id, { store, worklogDir }, LATER);
  await Promise.all([refreshing, saveRun(store, { ...run, status: 'done', warnings: ['it ended'] })]);
  expect(await getRun(store, run.id)).toMatchObject({ status: 'done', warnings: ['it ended'] });
});
