import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startGitHub } from '../support/github/server.ts';
import { logEntry } from '../support/log-entries.ts';
import { GARDENER } from '../support/run-gardener.ts';
import { temporaryFolder } from '../support/store.ts';

const BRANCH = 'worklogs';

/** A folder with a config and a log of one error, and the GitHub that the config names. */
async function begin() {
  const folder = temporaryFolder();
  const config = { repository: 'acme/shop', github: { writeIntervalMs: 0 }, worklog: { commit: true, branch: BRANCH } };
  writeFileSync(join(folder, 'log-gardener.yaml'), JSON.stringify(config));
  writeFileSync(join(folder, 'logs.ndjson'), JSON.stringify(logEntry({ textPayload: 'Payment gateway refused' })));
  const repository = { owner: 'acme', name: 'shop', private: true };
  const history = { repository, viewer: 'gardener-bot', nextNumber: 1 };
  const github = await startGitHub({ history, now: () => new Date() });
  onTestFinished(() => github.stop());
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, GITHUB_TOKEN: github.token, GITHUB_API_URL: github.url };
  const start = (args: readonly string[], stdio: StdioOptions): ChildProcess =>
    spawn(process.execPath, [...GARDENER, ...args], { cwd: folder, env, stdio });
  return { folder, github, start };
}

it('a run whose readers have left comes to its end all the same, and says by its exit code how it ended', async () => {
  const { github, start } = await begin();
  const args = ['triage', '--source', 'logs.ndjson', '--investigator', 'rules', '--fail-on-drafts', '--json'];
  const child = start(args, ['ignore', 'pipe', 'pipe']);
  child.stdout?.destroy();
  child.stderr?.destroy();
  expect(await once(child, 'exit')).toEqual([4, null]);
  expect(github.files(BRANCH).size).toBeGreaterThan(0);
});

it('a result that cannot be written is told in a line, and fails', async () => {
  const { folder, start } = await begin();
  // Nothing can be written to what is open for reading.
  const unwritable = openSync(join(folder, 'logs.ndjson'), 'r');
  onTestFinished(() => closeSync(unwritable));
  const child = start(['cluster', 'logs.ndjson'], ['ignore', unwritable, 'pipe']);
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(stderr).toMatch(/^Error: The result could not be written: EBADF/m);
  expect(stderr).not.toMatch(/\n\s+at /);
});
