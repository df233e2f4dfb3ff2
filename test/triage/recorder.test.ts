import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { sleep } from '../../src/github/repeat.ts';
import { addDraft, setDraftState } from '../../src/store/drafts.ts';
import { getRun } from '../../src/store/runs.ts';
import { createRecorder } from '../../src/triage/recorder.ts';
import { parseWorklog } from '../../src/worklog/parse.ts';
import { worklogPath } from '../../src/worklog/write.ts';
import { newIssueDraft } from '../support/drafts.ts';
import { aRun } from '../support/runs.ts';
import { temporaryFolder, temporaryStore } from '../support/store.ts';

const DRAFT = newIssueDraft({ run: aRun().id, n: 2 });

async function recording(resting: (signal: AbortSignal) => Promise<unknown> = async () => undefined) {
  const store = await temporaryStore();
  const worklogDir = temporaryFolder();
  const waits: number[] = [];
  const wait: typeof sleep = async (milliseconds, signal) => {
    waits.push(milliseconds);
    if (signal) await resting(signal);
  };
  const run = aRun({ status: 'running' });
  const recorder = createRecorder(run, { store, worklogDir, now: () => '2026-01-02T09:00:00Z', wait });
  return { store, worklogDir, recorder, run, waits };
}

it('has written the last change when it is settled', async () => {
  const { store, recorder, run } = await recording();
  for (let step = 1; step <= 50; step += 1) recorder.change((now) => ({ ...now, githubRequests: step }));
  await recorder.settle();
  expect(recorder.run().githubRequests).toBe(50);
  expect((await getRun(store, run.id))?.githubRequests).toBe(50);
});

it('lets changes that come during a write share the next one', async () => {
  const { recorder, waits } = await recording();
  for (let step = 1; step <= 50; step += 1) recorder.change((now) => ({ ...now, githubRequests: step }));
  await recorder.settle();
  expect(waits.length).toBeLessThanOrEqual(2);
});

it('rests after a write, however short it was, until it is settled', async () => {
  const { store, recorder, run, waits } = await recording((signal) => once(signal, 'abort'));
  recorder.change((now) => ({ ...now, githubRequests: 1 }));
  await expect.poll(() => waits).toHaveLength(1);
  for (let step = 2; step <= 50; step += 1) recorder.change((now) => ({ ...now, githubRequests: step }));
  expect((await getRun(store, run.id))?.githubRequests).toBe(1);
  await recorder.settle();
  expect((await getRun(store, run.id))?.githubRequests).toBe(50);
  expect(waits[0]).toBeGreaterThanOrEqual(100);
  expect(waits).toHaveLength(1);
});

it.each([
  ['rejected by a person', { status: 'rejected', reason: 'known', at: '2026-01-02T08:59:00Z' }],
  ['superseded by a later run', { status: 'rejected', reason: 'superseded by 2026-1', at: '2026-01-02T08:59:00Z' }],
  ['approved', { status: 'approved', hash: DRAFT.hash, at: '2026-01-02T08:59:00Z' }],
  ['posted', { status: 'posted', issue: 641, url: 'https://github.com/a/b/issues/641', at: '2026-01-02T08:59:00Z' }],
] as const)('tells of a draft that was %s while the run went on', async (_, state) => {
  const { store, worklogDir, recorder, run } = await recording();
  await addDraft(store, DRAFT);
  await setDraftState(store, DRAFT.id, { from: ['pending'], to: state });
  recorder.change((now) => ({ ...now, status: 'done' }));
  await recorder.settle();
  const written = parseWorklog(readFileSync(worklogPath(worklogDir, run), 'utf8'));
  for (const told of [recorder.run(), await getRun(store, run.id), written]) {
    const draft = told?.clusters.find((one) => one.draft?.id === DRAFT.id)?.draft;
    expect(draft?.state).toEqual(state);
    expect(draft?.issue).toBe(state.status === 'posted' ? 641 : null);
  }
});

it('throws what went wrong with a write, and writes again once it can', async () => {
  const { store, worklogDir, recorder, run } = await recording();
  const path = worklogPath(worklogDir, run);
  rmSync(worklogDir, { recursive: true });
  writeFileSync(worklogDir, 'in the way');
  recorder.change((now) => ({ ...now, githubRequests: 7 }));
  await expect(recorder.settle()).rejects.toThrow();
  rmSync(worklogDir);
  await recorder.settle();
  expect((await getRun(store, run.id))?.githubRequests).toBe(7);
  expect(path.startsWith(join(worklogDir, 'GCP-LOG-GARDENER-WORKLOG-'))).toBe(true);
});
