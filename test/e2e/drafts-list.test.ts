import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addDraft } from '../../src/store/drafts.ts';
import { openStore } from '../../src/store/open.ts';
import { saveRun } from '../../src/store/runs.ts';
import { newIssueDraft } from '../support/drafts.ts';
import { runHere } from '../support/run-here.ts';
import { aRun } from '../support/runs.ts';

it('tells of drafts that wait from earlier runs when the last one made none', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'log-gardener-drafts-'));
  const store = await openStore(join(cwd, '.log-gardener'));
  await saveRun(store, aRun({ id: 'monday', clusters: [] }));
  await addDraft(store, newIssueDraft({ run: 'monday' }));
  await saveRun(store, aRun({ id: 'tuesday', clusters: [] }));
  await store.close();
  const list = (...args: string[]) => runHere(['drafts', 'list', ...args], { cwd });
  expect(await list()).toMatchObject({
    code: 0,
    stdout: '',
    stderr:
      'No drafts of the last run, tuesday.\n1 draft of earlier ones to review: log-gardener drafts list --run all\n',
  });
  expect((await list('--run', 'all')).stdout).toMatch(/monday-1/);
  expect((await list('--run', 'tuesday')).stderr).toBe('No drafts of run tuesday.\n');
  const { stderr } = await list('--run', 'all', '--status', 'failed');
  expect(stderr).toMatch(/^No failed drafts in .+log-gardener\.db\.\n$/);
  rmSync(cwd, { recursive: true });
});
