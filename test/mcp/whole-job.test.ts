import { describe, expect, it } from 'vitest';
import {
  connectNew,
  connectOld,
  dataOf,
  demoFolder,
  demoGitHub,
  type McpClient,
  type Person,
  ROUTING_REPORT,
  serveHttp,
  startHttp,
  stdioServer,
  type Way,
} from '../support/mcp.ts';

type Connect = (way: Way, person: Person) => Promise<McpClient>;

type Case = readonly [name: string, connect: Connect, protocol: RegExp];

/** What it says is what the 1.x client says too. */
const BETWEEN: Case = [
  'the 2.x client, revision of 2025',
  (way, person) => connectNew(way, person, 'legacy'),
  /^2025-/,
];

const CLIENTS: readonly Case[] = [
  ['the 2.x client, revision of 2026', connectNew, /^2026-/],
  ['the 1.x client', connectOld, /^2025-|^undefined$/],
  ...(process.env.LONG ? [BETWEEN] : []),
];

describe.each(CLIENTS)('%s', (_name, connect, protocol) => {
  it.each(['stdio', 'http'] as const)('collects, searches, proposes, asks and posts over %s', async (kind) => {
    const github = await demoGitHub();
    const folder = demoFolder();
    const way: Way =
      kind === 'stdio'
        ? { stdio: stdioServer(folder, github) }
        : { http: await (connect === connectNew ? startHttp : serveHttp)(folder, github) };
    const questions: string[] = [];
    const client = await connect(way, (question) => {
      questions.push(question);
      return true;
    });
    expect(String(client.protocol())).toMatch(protocol);

    const collected = dataOf(await client.call('collect_logs', { sources: ['seed-1.ndjson'] }));
    expect(collected).toMatchObject({ total: 5, run: { read: 50, kept: 40, status: 'running' } });
    const listed = dataOf(await client.call('list_clusters', {}));
    expect(listed).toMatchObject({
      total: 5,
      clusters: [{ priority: 'P1', count: 8, decision: null }, {}, {}, {}, {}],
    });
    const cluster = 'lg1f1de9c70a30a297c';
    const found = dataOf(await client.call('search_issues', { cluster, query: 'can_handle', by: 'words' }));
    expect(found).toMatchObject({ complete: true, found: [] });
    const proposed = dataOf(await client.call('propose_draft', { cluster, ...ROUTING_REPORT }));
    expect(proposed).toMatchObject({ decision: 'create', priority: 'P1', unbacked: [], noticed: [] });
    expect(github.changed.size).toBe(0);

    const posted = dataOf(await client.call('post_draft', { draft: proposed.draft }));
    expect(posted).toMatchObject({ status: 'posted', issue: 640 });
    expect(questions).toHaveLength(1);
    expect(questions[0]).toContain(String(proposed.hash).slice(0, 12));
    const issue = github.issues().find(({ number }) => number === 640);
    expect(issue?.body).toMatch(/Drafted by a model in (?:new-client 2\.4\.0|old-client 1\.32\.2) \(MCP\)/);
    expect(issue?.title).toContain('can_handle');

    // Posted is posted, and nobody is asked twice.
    expect(dataOf(await client.call('post_draft', { draft: proposed.draft }))).toMatchObject({
      status: 'posted',
      issue: 640,
    });
    expect(questions).toHaveLength(1);
    expect(github.changed).toEqual(new Set([640]));
  });
});
