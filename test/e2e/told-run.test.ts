import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startGitHub } from '../support/github/server.ts';
import { smallHistory } from '../support/github/small-history.ts';
import { runHere } from '../support/run-here.ts';
import { temporaryFolder } from '../support/store.ts';

const ENTRIES = [1, 2, 3].map((minute) => ({
  insertId: `e-${minute}`,
  timestamp: `2025-09-12T22:0${minute}:00Z`,
  severity: 'ERROR',
  logName: 'projects/acme/logs/stderr',
  resource: { type: 'cloud_run_revision', labels: { service_name: 'shop', project_id: 'acme' } },
  textPayload: `Could not print invoice ${minute}: paper jam in tray B`,
}));

/** A run in a job of GitHub Actions, with everything on that tells of it. */
async function startJob(chatAnswers: number) {
  const github = await startGitHub({ history: smallHistory(), now: () => new Date('2025-09-12T23:00:00Z') });
  const told: string[] = [];
  const chat = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (text: string) => told.push(text));
    request.on('end', () => response.writeHead(chatAnswers).end());
  });
  await new Promise<void>((resolve) => chat.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    chat.closeAllConnections();
    chat.close();
    await github.stop();
  });
  const address = chat.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const folder = temporaryFolder();
  const config = [
    `repository: ${github.repository}`,
    'github: { writeIntervalMs: 0 }',
    'worklog: { commit: true, branch: ops }',
    'notify: { webhook: news, jobSummary: true }',
  ];
  writeFileSync(join(folder, 'log-gardener.yaml'), config.join('\n'));
  writeFileSync(join(folder, 'log.ndjson'), ENTRIES.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  const env = {
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    GITHUB_TOKEN: github.token,
    GITHUB_API_URL: github.url,
    LOG_GARDENER_WEBHOOK_URL: `http://127.0.0.1:${port}/hush-hush`,
  };
  return {
    github,
    told,
    folder,
    drafts: (...args: readonly string[]) => runHere(['drafts', ...args], { cwd: folder, env }),
    triage: () => runHere(['triage', '--source', 'log.ndjson'], { cwd: folder, env }),
    triageWith: (...args: readonly string[]) => runHere(['triage', ...args], { cwd: folder, env }),
  };
}

it('a run tells chat, summary and repository, and warns where its state may not outlive the machine', async () => {
  const { github, told, folder, triage } = await startJob(200);
  const first = await triage();
  expect(first, first.stderr).toMatchObject({ code: 0 });
  expect(first.stderr).toContain('a job of GitHub Actions, whose disk does not outlive it');
  expect(told.join('')).toContain('1 waits for review');
  expect(told.join('')).toContain('whose disk does not outlive it');
  const summary = readFileSync(join(folder, 'summary.md'), 'utf8');
  expect(summary).toMatch(/^## log-gardener: 1 waits for review\n[\s\S]*paper jam in tray B/);
  expect(github.files('ops').get('worklogs/README.md')).toMatch(/\n\| \[[^\]]+\]\(GCP-LOG-GARDENER-WORKLOG-shop-/);
  expect((await triage()).stderr).not.toContain('outlive');
});

it('what is posted later is told in the worklog of the repository too', async () => {
  const { github, drafts, triage } = await startJob(200);
  expect(await triage()).toMatchObject({ code: 0 });
  const [draft] = JSON.parse((await drafts('list', '--json')).stdout);
  const worklog = (): string => [...github.files('ops')].find(([path]) => /GARDENER-WORKLOG/.test(path))?.[1] ?? '';
  const line = (): string => /^\| \[.*$/m.exec(github.files('ops').get('worklogs/README.md') ?? '')?.[0] ?? '';
  expect([worklog().includes('/issues/50'), line()]).toEqual([false, expect.stringContaining('| 1 | 0 | 1 | done |')]);
  await drafts('approve', draft.id);
  expect(await drafts('post')).toMatchObject({ code: 0, stderr: expect.stringContaining('/issues/50') });
  expect([worklog().includes('/issues/50'), line()]).toEqual([true, expect.stringContaining('| 1 | 1 | 0 | done |')]);
});

it('what is posted stands, where its worklog cannot be committed', async () => {
  const { github, drafts, triage } = await startJob(200);
  expect(await triage()).toMatchObject({ code: 0 });
  const [draft] = JSON.parse((await drafts('list', '--json')).stdout);
  await drafts('approve', draft.id);
  const fault = { kind: 'answer', status: 403, body: { message: 'Resource not accessible' } } as const;
  github.failNext({ method: 'GET', path: /\/git\/ref/, fault });
  const { code, stderr } = await drafts('post');
  expect([code, stderr]).toEqual([3, expect.stringMatching(/^The worklog was not committed: .*403/m)]);
  expect(github.issues().filter(({ planted }) => !planted)).toHaveLength(1);
});

it('a run that nobody hears of is done in part, and says why, and no secret', async () => {
  const { github, triage } = await startJob(404);
  const fault = { kind: 'answer', status: 403, body: { message: 'Resource not accessible' } } as const;
  github.failNext({ method: 'GET', path: /\/git\/ref/, fault });
  const { code, stderr } = await triage();
  expect(code, stderr).toBe(3);
  expect(stderr).toMatch(/^The worklog was not committed: .*403 \(Resource not accessible\)/m);
  expect(stderr).toMatch(/^The webhook was not told: 127\.0\.0\.1:\d+ answered 404/m);
  expect(stderr).not.toContain('hush-hush');
});

it('a run that fails before there is one is told all the same, with the reason and without its secrets', async () => {
  const { told, folder, triageWith } = await startJob(200);
  const token = ['ghp', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'].join('_');
  const { code, stderr } = await triageWith('--source', `gone-${token}.ndjson`, '--service', 'shop');
  expect(code, stderr).toBe(1);
  const summary = readFileSync(join(folder, 'summary.md'), 'utf8');
  for (const text of [told.join(''), summary]) {
    expect(text).toMatch(/log-gardener: the run failed\b[\s\S]*shop, \d{4}-[\s\S]*stopped: .*gone-/);
    expect(text).not.toContain(token);
  }
  expect(told).toHaveLength(1);
  expect((await triageWith('--source', 'log.ndjson', '--mode', 'neither')).code).toBe(2);
  expect(told).toHaveLength(1);
});
