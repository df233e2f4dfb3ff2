import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { getRun } from '../../src/store/runs.ts';
import { createRecorder } from '../../src/triage/recorder.ts';
import { worklogPath } from '../../src/worklog/write.ts';
import { aRun } from '../support/runs.ts';
import { temporaryFolder, temporaryStore } from '../support/store.ts';

async function recording() {
  const store = await temporaryStore();
  const worklogDir = temporaryFolder();
  const waits: number[] = [];
  const wait = async (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
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
