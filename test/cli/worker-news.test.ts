import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { createWorkerNews } from '../../src/cli/worker-news.ts';
import { Config } from '../../src/config/schema.ts';
import { GitHubError } from '../../src/model/errors.ts';
import { connected } from '../github/connect.ts';
import { aRun } from '../support/runs.ts';
import { temporaryFolder } from '../support/store.ts';

/** A chat on this machine, and what it was told. */
async function startChat(): Promise<{ address: URL; told: string[] }> {
  const told: string[] = [];
  const chat = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (text: string) => told.push(text));
    request.on('end', () => response.writeHead(200).end());
  });
  await new Promise<void>((resolve) => chat.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => chat.close(() => resolve())));
  const address = chat.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { address: new URL(`http://127.0.0.1:${port}/`), told };
}

function worker() {
  const stateDir = temporaryFolder();
  const config = Config.parse({ worklog: { commit: true, branch: 'ops' } });
  return { config, configPath: null, stateDir, worklogDir: stateDir, json: false, debug: false };
}

it('commits the worklogs of the runs that a worker ends, and tells the chat of each', async () => {
  const { server, github } = await connected();
  const { address, told } = await startChat();
  const notes: string[] = [];
  const channels = { webhook: { address, when: 'always' as const }, jobSummary: null };
  const news = createWorkerNews(
    worker(),
    channels,
    async () => github,
    (text) => notes.push(text),
  );
  news.ended(aRun());
  news.ended(aRun({ id: '2025-09-13T00-00-00Z' }));
  await news.settle(60_000);
  const list = server.files('ops').get('worklogs/README.md') ?? '';
  expect([aRun().id, '2025-09-13T00-00-00Z'].filter((id) => list.includes(`| [${id}](`))).toHaveLength(2);
  expect(told).toHaveLength(2);
  expect(notes).toEqual([]);
});

it('notes what could not be told, and goes on', async () => {
  const { address, told } = await startChat();
  const notes: string[] = [];
  const channels = { webhook: { address, when: 'always' as const }, jobSummary: null };
  const openGitHub = async () => {
    throw new GitHubError('GitHub is away.', 503);
  };
  const news = createWorkerNews(worker(), channels, openGitHub, (text) => notes.push(text));
  news.ended(aRun());
  await news.settle(60_000);
  expect(notes).toEqual([`The worklog of run ${aRun().id} was not committed: GitHub is away.`]);
  expect(told).toHaveLength(1);
});

it('tells of a job that is given up, but for a cluster, whose run tells of it', async () => {
  const { address, told } = await startChat();
  const channels = { webhook: { address, when: 'news' as const }, jobSummary: null };
  const openGitHub = async () => {
    throw new GitHubError('GitHub is away.', 503);
  };
  const notes: string[] = [];
  const news = createWorkerNews(worker(), channels, openGitHub, (text) => notes.push(text));
  const job = { queue: 'collect', service: 'shop', because: 'Cloud Logging says no.' } as const;
  news.tookJob({ ...job, outcome: 'failed' });
  news.tookJob({ ...job, outcome: 'given up', queue: 'investigate' });
  news.tookJob({ ...job, outcome: 'given up' });
  await news.settle(60_000);
  expect(notes).toEqual([]);
  expect(told).toEqual([
    expect.stringMatching(/the run failed\*\\nshop, .*the job collect is given up: Cloud Logging says no\./),
  ]);
});
