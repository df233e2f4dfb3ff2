import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addDraft } from '../../src/store/drafts.ts';
import { openStore } from '../../src/store/open.ts';
import { saveRun } from '../../src/store/runs.ts';
import { newIssueDraft } from '../support/drafts.ts';
import { runGardener } from '../support/run-gardener.ts';
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

it('fits a terminal of 40 columns', async () => {
  const columns = 40;
  const cwd = mkdtempSync(join(tmpdir(), 'log-gardener-drafts-'));
  const store = await openStore(join(cwd, '.log-gardener'));
  const run = '2026-01-02T09-00-00Z';
  await saveRun(store, aRun({ id: run, clusters: [] }));
  for (const n of [1, 2]) await addDraft(store, newIssueDraft({ run, n, repository: 'netra-systems/netra-apex' }));
  await store.close();
  const set = ['stdout', 'stderr'].map((name) => `process.${name}.columns=${columns}`);
  const env = { NODE_OPTIONS: `--import data:text/javascript,process.stderr.isTTY=true;${set.join(';')}` };
  const linesOf = async (...args: string[]): Promise<string[]> => {
    const { code, stdout, stderr } = await runGardener(args, { cwd, env });
    expect(code).toBe(0);
    return `${stdout}${stderr}`.split('\n');
  };
  await linesOf(
    'drafts',
    'reject',
    `${run}-2`,
    '--mute-until',
    '2999-01-01T00:00:00Z',
    '--reason',
    'Nobody needs to hear of it this year',
  );
  for (const args of [['drafts', 'list'], ['drafts', 'rulings'], ['drafts', 'post'], ['stats']]) {
    for (const line of await linesOf(...args))
      expect(line.length, `${args.join(' ')}: ${line}`).toBeLessThanOrEqual(columns);
  }
  rmSync(cwd, { recursive: true });
});
