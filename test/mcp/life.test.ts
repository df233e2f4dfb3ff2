import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { connectClaude } from '../../src/investigate/claude/connect.ts';
import { startScriptedClaude } from '../support/claude/scripted-claude.ts';
import type { ScenarioGitHub } from '../support/github/server.ts';
import {
  connectInside,
  connectNew,
  connectOld,
  dataOf,
  demoFolder,
  demoGitHub,
  demoHousehold,
  type McpClient,
  ROUTING_REPORT,
  serveHttp,
  stdioServer,
  type Way,
} from '../support/mcp.ts';

const CLUSTER = 'lg1f1de9c70a30a297c';

/** Runs a triage whose third search hangs, and calls it off as soon as it does. */
async function cancelOnItsWay(client: McpClient, github: ScenarioGitHub): Promise<void> {
  github.failNext({ method: 'GET', path: /\/search\//, nth: 3, fault: { kind: 'hang' } });
  const off = new AbortController();
  const running = client
    .call('run_triage', { sources: ['seed-1.ndjson'] }, { signal: off.signal })
    .catch((error: unknown) => error);
  await until(() => github.requests.filter(({ path }) => path.includes('/search/')).length >= 3);
  off.abort();
  const called = Date.now();
  expect(await running).toBeInstanceOf(Error);
  const statusOf = async () => Object(dataOf(await client.call('list_clusters', {})).run).status;
  await until(async () => (await statusOf()) === 'partial');
  expect(Date.now() - called).toBeLessThan(2_000);
  const asked = github.requests.length;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(github.requests.length).toBe(asked);
  expect(github.changed.size).toBe(0);
}

it('ends a run within two seconds when the client calls it off, over stdio and over HTTP', async () => {
  for (const kind of ['stdio', 'http'] as const) {
    const github = await demoGitHub();
    const folder = demoFolder();
    const way: Way =
      kind === 'stdio' ? { stdio: stdioServer(folder, github) } : { http: await serveHttp(folder, github) };
    await cancelOnItsWay(await (kind === 'stdio' ? connectNew : connectOld)(way, null), github);
  }
});

it('lets go of the model within two seconds too', async () => {
  const claude = await startScriptedClaude(() => ({ text: 'let me think' }), { latencyMs: 30_000 });
  onTestFinished(() => claude.stop());
  const access = { provider: 'anthropic', apiKey: 'test', baseUrl: claude.url } as const;
  const household = demoHousehold(demoFolder(), await demoGitHub(), {
    chooseInvestigator: () => ({ investigator: { name: 'claude', because: 'the test says so' }, access }),
    openModel: async (way) => connectClaude(way),
  });
  const client = await connectInside(household, null);
  const off = new AbortController();
  let isAsked = false;
  const onProgress = (text: string): void => {
    isAsked ||= text.startsWith('turn 1');
  };
  const running = client
    .call('run_triage', { sources: ['seed-1.ndjson'] }, { signal: off.signal, onProgress })
    .catch((error: unknown) => error);
  await until(() => isAsked);
  off.abort();
  const called = Date.now();
  expect(await running).toBeInstanceOf(Error);
  await until(async () => Object(dataOf(await client.call('list_clusters', {})).run).status === 'partial');
  expect(Date.now() - called).toBeLessThan(2_000);
  // Nobody decided anything on half an answer.
  expect(dataOf(await client.call('list_drafts', {}))).toMatchObject({ total: 0 });
});

it('leaves no process behind when the client goes away in the middle of a run', async () => {
  const github = await demoGitHub();
  const folder = demoFolder();
  const client = await connectOld({ stdio: stdioServer(folder, github) }, null);
  github.failNext({ method: 'GET', path: /\/search\//, fault: { kind: 'hang' } });
  const running = client.call('run_triage', { sources: ['seed-1.ndjson'] }).catch((error: unknown) => error);
  await until(() => github.requests.some(({ path }) => path.includes('/search/')));
  const pid = client.pid() ?? 0;
  expect(isAlive(pid)).toBe(true);
  const gone = Date.now();
  await client.close();
  await until(() => !isAlive(pid));
  expect(Date.now() - gone).toBeLessThan(4_000);
  expect(await running).toBeInstanceOf(Error);
});

it('lets three sessions work on one state folder at once, and posts each problem once', async () => {
  const github = await demoGitHub();
  const folder = demoFolder();
  const connects = [connectNew, connectOld, connectNew];
  const sessions = await Promise.all(
    connects.map((connect) => connect({ stdio: stdioServer(folder, github) }, () => true)),
  );
  const drafts = await Promise.all(
    sessions.map(async (client) => {
      const { run } = Object(dataOf(await client.call('collect_logs', { sources: ['seed-1.ndjson'] })));
      const report = { run: run.id, cluster: CLUSTER, ...ROUTING_REPORT };
      return { client, run: run.id, draft: dataOf(await client.call('propose_draft', report)).draft };
    }),
  );
  expect(new Set(drafts.map(({ run }) => run)).size).toBe(3);
  expect(new Set(drafts.map(({ draft }) => draft)).size).toBe(3);
  const posted = await Promise.all(drafts.map(({ client, draft }) => client.call('post_draft', { draft })));
  const issues = github.issues().filter(({ planted }) => !planted);
  expect(issues.map(({ number }) => number)).toEqual([640]);
  const told = posted.map((outcome) => JSON.stringify(outcome));
  expect(told.filter((text) => text.includes('"posted"')).length).toBeGreaterThan(0);
  // What did not get through says why.
  for (const text of told.filter((one) => !one.includes('"posted"')))
    expect(text).toMatch(/superseded|posting|rejected/);
  for (const { client } of drafts) {
    expect(dataOf(await client.call('list_drafts', { run: 'all' }))).toMatchObject({ total: 3 });
  }
});

it('takes a store that was removed while it ran for what it is: gone', async () => {
  const folder = demoFolder();
  const client = await connectInside(demoHousehold(folder, null), null);
  dataOf(await client.call('collect_logs', { sources: ['seed-1.ndjson'] }));
  rmSync(join(folder, '.log-gardener'), { recursive: true });
  expect((await client.call('list_clusters', {})).isError).toBe(true);
  dataOf(await client.call('collect_logs', { sources: ['seed-1.ndjson'] }));
  expect(dataOf(await client.call('list_clusters', {}))).toMatchObject({ total: 5 });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}
