import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { getRun, saveRun } from '../../src/store/runs.ts';
import { startGitHub } from '../support/github/server.ts';
import { smallHistory } from '../support/github/small-history.ts';
import { writeJammedTray } from '../support/log-files.ts';
import { runHere } from '../support/run-here.ts';
import { aRun } from '../support/runs.ts';
import { temporaryFolder } from '../support/store.ts';

it('triage removes the runs that are older than the config keeps', async () => {
  const github = await startGitHub({ history: smallHistory(), now: () => new Date('2025-09-12T23:00:00Z') });
  onTestFinished(() => github.stop());
  const folder = temporaryFolder();
  writeJammedTray(folder);
  const config = (retention: string): void =>
    writeFileSync(join(folder, 'log-gardener.yaml'), `repository: ${github.repository}\nretention: ${retention}\n`);
  const store = await openStore(join(folder, '.log-gardener'));
  onTestFinished(() => store.close());
  await saveRun(store, aRun());
  const triage = () =>
    runHere(['triage', '--source', 'log.ndjson'], {
      cwd: folder,
      env: { GITHUB_TOKEN: github.token, GITHUB_API_URL: github.url },
    });
  config('{}');
  expect(await triage()).toMatchObject({ code: 0 });
  expect(await getRun(store, aRun().id)).not.toBeNull();
  config('{ runs: 30d }');
  expect(await triage()).toMatchObject({ code: 0 });
  expect(await getRun(store, aRun().id)).toBeNull();
});
