import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { saveRun } from '../../src/store/runs.ts';
import { writeWorklog } from '../../src/worklog/write.ts';
import { runHere } from '../support/run-here.ts';
import { aRun } from '../support/runs.ts';
import { temporaryFolder } from '../support/store.ts';

it('names the last runs where the one that was asked for is not there', async () => {
  const cwd = temporaryFolder();
  const store = await openStore(join(cwd, '.log-gardener'));
  const show = () => runHere(['worklog', 'show', 'nope'], { cwd });
  await saveRun(store, aRun({ id: 'monday' }));
  expect(await show()).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/No run nope in .*The only one is monday\./),
  });
  await saveRun(store, aRun({ id: 'tuesday' }));
  await store.close();
  expect((await show()).stderr).toMatch(/The last ones, the newest first: (tuesday, monday|monday, tuesday)\./);
  expect((await runHere(['worklog', 'show', 'nope'], { cwd: temporaryFolder() })).stderr).toMatch(/There is none yet/);
});

it('names the worklog of a run only where it is', async () => {
  const cwd = temporaryFolder();
  const store = await openStore(join(cwd, '.log-gardener'));
  const run = aRun({ id: 'monday' });
  await saveRun(store, run);
  await store.close();
  const path = () => runHere(['worklog', 'path'], { cwd });
  expect(await path()).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(
      /^Error: There is no .+\.md\. Print it anew with: log-gardener worklog show monday$/m,
    ),
  });
  await writeWorklog(join(cwd, 'worklogs'), run);
  expect(await path()).toMatchObject({ code: 0, stdout: expect.stringMatching(/\.md\n$/) });
});

it('summarises no runs where there are none', async () => {
  const cwd = temporaryFolder();
  const summary = (...more: string[]) => runHere(['worklog', 'summary', ...more], { cwd });
  expect(await summary()).toMatchObject({ code: 0, stdout: '', stderr: expect.stringMatching(/^No run yet in /) });
  expect((await summary('--json')).stdout).toBe('{"runs":[]}\n');
});
