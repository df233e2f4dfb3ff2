import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { saveRun } from '../../src/store/runs.ts';
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
