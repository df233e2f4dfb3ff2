import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { serveOnHttp } from '../../src/mcp/http.ts';
import { demoFolder, demoGitHub, demoHousehold, ROUTING_REPORT, ToolResult } from '../support/mcp.ts';
import { temporaryFolder } from '../support/store.ts';
import { startTokenAdder } from '../support/with-token.ts';

const run = promisify(execFile);
const PACKAGES = fileURLToPath(new URL('../../node_modules/@modelcontextprotocol/', import.meta.url));
const EXPECTED = fileURLToPath(new URL('conformance-expected-failures.yaml', import.meta.url));
const TOKEN = 'a-token-for-tests-only';
const CLUSTER = 'lg1f1de9c70a30a297c';

/** A server over HTTP in this process, stopped when the test is over. */
async function startServer(): Promise<number> {
  const http = await serveOnHttp(demoHousehold(demoFolder(), await demoGitHub()), { port: 0, token: TOKEN });
  onTestFinished(() => http.close());
  return http.port;
}

it('passes the official conformance suite, but for the scenarios that are named with their reasons', async () => {
  const way = await startTokenAdder(await startServer(), TOKEN);
  onTestFinished(way.stop);
  const args = ['server', '--url', `${way.url}/mcp`, '--suite', 'all', '--expected-failures', EXPECTED];
  // Red as well where one that is named begins to pass: then it ends with 1.
  const { stdout } = await run(process.execPath, [`${PACKAGES}conformance/dist/index.js`, ...args], {
    cwd: temporaryFolder(),
  });
  expect(stdout).toContain('Baseline check passed');
});

it('lists and calls its tools for the official inspector', async () => {
  const url = `http://127.0.0.1:${await startServer()}/mcp`;
  const inspect = async (...args: string[]): Promise<unknown> => {
    const cli = [`${PACKAGES}inspector/clients/launcher/build/index.js`, '--cli', url];
    const whole = [...cli, '--header', `Authorization: Bearer ${TOKEN}`, ...args];
    const env = { ...process.env, HOME: temporaryFolder() };
    return JSON.parse(
      (
        await run(process.execPath, whole, { env }).catch((error: unknown) =>
          z.object({ stdout: z.string() }).parse(error),
        )
      ).stdout,
    );
  };
  const call = async (tool: string, args: Record<string, unknown> = {}) => {
    const pairs = Object.entries(args).flatMap(([key, value]) => [
      '--tool-arg',
      `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    ]);
    return ToolResult.parse(await inspect('--method', 'tools/call', '--tool-name', tool, ...pairs));
  };
  const { tools } = z
    .object({ tools: z.array(z.object({ name: z.string() })) })
    .parse(await inspect('--method', 'tools/list'));
  const called = new Set<string>();
  const succeed = async (tool: string, args: Record<string, unknown> = {}) => {
    const result = await call(tool, args);
    expect(result.isError ?? false, `${tool}: ${JSON.stringify(result.content)}`).toBe(false);
    called.add(tool);
    return Object(result.structuredContent);
  };
  await succeed('collect_logs', { sources: ['seed-1.ndjson'] });
  const { draft, hash } = await succeed('propose_draft', { cluster: CLUSTER, ...ROUTING_REPORT });
  // It has nobody to ask, so that posting is refused, in words.
  expect(JSON.stringify(await call('post_draft', { draft }))).toContain('log-gardener drafts approve');
  if (!process.env.LONG) return;
  called.add('post_draft');
  await succeed('list_clusters', { detail: 'detailed' });
  await succeed('get_cluster', { cluster: CLUSTER });
  await succeed('get_entries', { cluster: CLUSTER, page: 1 });
  await succeed('explain_cluster', { cluster: CLUSTER });
  await succeed('search_issues', { cluster: CLUSTER, query: 'session' });
  await succeed('get_issue', { cluster: CLUSTER, number: 169 });
  await succeed('search_pull_requests', { cluster: CLUSTER, query: 'session' });
  await succeed('list_drafts');
  await succeed('get_draft', { draft });
  const revised = await succeed('revise_draft', { draft, seen: hash, labels: ['bug'] });
  await succeed('reject_draft', { draft, seen: revised.hash, reason: 'not now' });
  await succeed('get_worklog');
  await succeed('run_triage', { sources: ['seed-1.ndjson'] });
  expect([...called].sort()).toEqual(tools.map(({ name }) => name).sort());
});
