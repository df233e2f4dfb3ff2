import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { github as token } from '../support/made-up-secrets.ts';
import {
  connectInside,
  dataOf,
  demoFolder,
  demoGitHub,
  demoHousehold,
  failureOf,
  type McpClient,
  ROUTING_REPORT,
} from '../support/mcp.ts';

const CLUSTER = 'lg1f1de9c70a30a297c';
const KNOWN = 'lg16bb58b25443e3fc6';

/** Every tool with arguments that fit the demo, in an order in which each finds what it needs. */
const CALLS: readonly (readonly [
  tool: string,
  args: (draft: { id: string; hash: string }) => Record<string, unknown>,
])[] = [
  ['collect_logs', () => ({ sources: ['seed-1.ndjson'] })],
  ['list_clusters', () => ({})],
  ['list_clusters', () => ({ detail: 'detailed', priority: 'P2' })],
  ['get_cluster', () => ({ cluster: CLUSTER })],
  ['get_cluster', () => ({ cluster: KNOWN, detail: 'detailed' })],
  ['get_entries', () => ({ cluster: CLUSTER })],
  ['get_entries', () => ({ cluster: CLUSTER, page: 2 })],
  ['explain_cluster', () => ({ cluster: KNOWN })],
  ['explain_cluster', () => ({ cluster: KNOWN, detail: 'detailed' })],
  ['search_issues', () => ({ cluster: KNOWN, query: 'SessionMiddleware' })],
  ['search_issues', () => ({ cluster: KNOWN, query: 'SessionMiddleware', by: 'phrase', detail: 'detailed' })],
  ['get_issue', () => ({ cluster: KNOWN, number: 169 })],
  ['search_pull_requests', () => ({ cluster: KNOWN, query: 'session' })],
  ['propose_draft', () => ({ cluster: CLUSTER, ...ROUTING_REPORT })],
  ['list_drafts', () => ({})],
  ['get_draft', ({ id }) => ({ draft: id })],
  ['revise_draft', ({ id, hash }) => ({ draft: id, seen: hash, labels: ['log-gardener', 'bug'] })],
  ['get_worklog', () => ({})],
  ['get_worklog', () => ({ page: 2 })],
  ['post_draft', ({ id }) => ({ draft: id })],
  ['run_triage', () => ({ sources: ['seed-2.ndjson'] })],
  ['list_drafts', () => ({ run: 'all', status: 'pending' })],
  ['list_clusters', () => ({})],
  ['reject_draft', ({ id, hash }) => ({ draft: id, seen: hash, reason: 'not now' })],
];

it('answers as its schemas promise, briefly, with what strangers wrote marked', async () => {
  const github = await demoGitHub();
  const client = await connectInside(demoHousehold(demoFolder(), github), () => true);
  const tools = await client.tools();
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const lengths: number[] = [];
  const called = new Set<string>();
  for (const [name, args] of CALLS) {
    const result = await client.call(name, args(await newestPending(client)));
    const data = dataOf(result);
    const schema = tools.find((tool) => tool.name === name)?.outputSchema ?? {};
    expect(ajv.validate(schema, data), `${name}: ${ajv.errorsText()}`).toBe(true);
    lengths.push(Buffer.byteLength(JSON.stringify(result)) / 4);
    called.add(name);
    const [text] = result.content;
    if (/get_issue|get_entries|get_worklog|get_draft|propose_draft|list_|explain|run_triage/.test(name))
      expect(text?.text).toContain('<untrusted source=');
  }
  expect([...called].sort()).toEqual(tools.map(({ name }) => name).sort());
  lengths.sort((a, b) => a - b);
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(2_000);
  expect(Math.max(...lengths)).toBeLessThan(6_000);
});

it('takes at most 6,000 tokens of every conversation for its definitions', async () => {
  const client = await connectInside(demoHousehold(demoFolder(), null), null);
  const tools = await client.tools();
  expect(tools).toHaveLength(16);
  expect(Buffer.byteLength(JSON.stringify(tools)) / 4).toBeLessThanOrEqual(6_000);
  for (const { name, description } of tools) {
    expect(name).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
    expect(description.length).toBeGreaterThan(60);
  }
});

it('offers only what reads with --read-only, and says of each tool what it does', async () => {
  const readOnly = await connectInside(demoHousehold(demoFolder(), null, { readOnly: true }), null);
  const reading = (await readOnly.tools()).map(({ name }) => name);
  expect(reading).toEqual([
    'list_clusters',
    'get_cluster',
    'get_entries',
    'explain_cluster',
    'search_issues',
    'get_issue',
    'search_pull_requests',
    'list_drafts',
    'get_draft',
    'get_worklog',
  ]);
  const all = await (await connectInside(demoHousehold(demoFolder(), null), null)).tools();
  for (const { name, annotations } of all)
    expect([name, annotations.readOnlyHint]).toEqual([name, reading.includes(name)]);
  expect(all.filter(({ annotations }) => annotations.destructiveHint).map(({ name }) => name)).toEqual(['post_draft']);
  await expect(readOnly.call('post_draft', { draft: 'x' })).rejects.toThrow(/post_draft/);
  await expect(readOnly.prompt('triage', {})).rejects.toThrow();
});

it('gives what is long by pages, and says whether there is another', async () => {
  const client = await connectInside(demoHousehold(demoFolder(), await demoGitHub()), null);
  dataOf(await client.call('collect_logs', { sources: ['seed-1.ndjson'] }));
  const nextOf = async (name: string, args: Record<string, unknown>) => dataOf(await client.call(name, args)).next;
  expect(await nextOf('get_entries', { cluster: CLUSTER })).toBe(2);
  expect(await nextOf('get_entries', { cluster: CLUSTER, page: 3, detail: 'detailed' })).toBe(null);
  expect(await nextOf('get_issue', { cluster: KNOWN, number: 169 })).toBe(null);
  expect(await nextOf('get_worklog', {})).toBe(2);
  expect(failureOf(await client.call('get_worklog', { page: 99 }))).toMatch(/There is no page 99: \d+ in all/);
});

it('names no tool that it does not have', async () => {
  const client = await connectInside(demoHousehold(demoFolder(), await demoGitHub()), null);
  dataOf(await client.call('collect_logs', { sources: ['seed-1.ndjson'] }));
  const names = (await client.tools()).map(({ name }) => name);
  const asked: readonly (readonly [string, Record<string, unknown>])[] = [
    ['get_issue', { number: 9999 }],
    ['search_issues', { query: 'acme/shop#12' }],
    ['search_pull_requests', { query: 'acme/shop#12' }],
    ['search_pull_requests', { query: 'session', detail: 'detailed' }],
    ['search_issues', { query: 'SessionMiddleware', detail: 'detailed' }],
    ['get_entries', {}],
  ];
  for (const [name, args] of asked) {
    const { content } = await client.call(name, { cluster: KNOWN, ...args });
    const named =
      content
        .map(({ text = '' }) => text)
        .join('\n')
        .match(/\b(?:get|list|search)_[a-z_]+/g) ?? [];
    expect(names).toEqual(expect.arrayContaining(named));
  }
});

it('says what to do instead where something is not there', async () => {
  const folder = demoFolder();
  const client = await connectInside(demoHousehold(folder, null), null);
  expect(failureOf(await client.call('list_clusters', {}))).toBe(
    'There is no run yet. collect_logs reads the logs and makes one.',
  );
  expect(failureOf(await client.call('get_draft', { draft: 'nothing' }))).toMatch(/There is no draft nothing/);
  expect(failureOf(await client.call('collect_logs', { sources: ['/etc/passwd'] }))).toMatch(
    /only log files there can be read/,
  );
  expect(failureOf(await client.call('collect_logs', { sources: ['../elsewhere'] }))).toMatch(
    /cannot be read|only log files/,
  );
  expect(failureOf(await client.call('collect_logs', { sources: ['nope.json'] }))).toBe(
    'nope.json cannot be read: There is no such file. Check the path.',
  );
  dataOf(await client.call('collect_logs', { sources: ['seed-1.ndjson'] }));
  expect(failureOf(await client.call('get_cluster', { cluster: 'lg1ffffffffffffffff' }))).toMatch(
    /No run knows a cluster/,
  );
  expect(failureOf(await client.call('get_cluster', { cluster: 'lg1', run: 'last' }))).toMatch(/There is no run last/);
  // Without a token nothing is searched, and nothing says that there is none.
  expect(failureOf(await client.call('search_issues', { cluster: CLUSTER, query: 'x' }))).toMatch(/no GitHub token/);
});

it('reads nothing that is hidden, not by a link either, and nothing where the folder is the whole machine', async () => {
  const folder = demoFolder();
  copyFileSync(join(folder, 'seed-1.ndjson'), join(folder, '.hidden.ndjson'));
  mkdirSync(join(folder, 'logs'));
  symlinkSync(join(folder, '.hidden.ndjson'), join(folder, 'logs/link.ndjson'));
  symlinkSync('/etc/hostname', join(folder, 'out.ndjson'));
  const client = await connectInside(demoHousehold(folder, null), null);
  const refused = async (source: string) => failureOf(await client.call('collect_logs', { sources: [source] }));
  expect(await refused('.hidden.ndjson')).toMatch(/is hidden/);
  expect(await refused('logs/link.ndjson')).toMatch(/is hidden/);
  expect(await refused('logs')).toMatch(/leads out of .*, or to what is hidden/);
  expect(await refused('out.ndjson')).toMatch(/only log files there can be read/);
  const anywhere = await connectInside(demoHousehold(folder, null, { folder: '/' }), null);
  expect(failureOf(await anywhere.call('collect_logs', { sources: ['etc/hostname'] }))).toMatch(/--config/);
});

it('says so without a secret or a stack where a resource or a prompt is not there', async () => {
  const client = await connectInside(demoHousehold(demoFolder(), null), null);
  await expect(client.readResource('worklog://nothing')).rejects.toThrow(/There is no run nothing/);
  await expect(client.readResource(`draft://${token}`)).rejects.toThrow(/There is no draft \[github-token-/);
  const prompt = client.prompt('investigate', { cluster: 'lg1ffffffffffffffff' });
  await expect(prompt).rejects.toThrow(/No run knows a cluster .* list_clusters shows/);
});

it('counts lines that are no entry, and says so', async () => {
  const folder = demoFolder();
  writeFileSync(join(folder, 'bad.ndjson'), '{"a":1}\nnot json\n');
  const client = await connectInside(demoHousehold(folder, null), null);
  const collected = await client.call('collect_logs', { sources: ['bad.ndjson'] });
  expect(dataOf(collected)).toMatchObject({ total: 0, run: { malformed: 2, status: 'partial' } });
  expect(collected.content[0]?.text).toContain('2 malformed lines left out.');
});

it('gives worklogs, clusters and drafts as resources, and prompts out of the same files', async () => {
  const github = await demoGitHub();
  const client = await connectInside(demoHousehold(demoFolder(), github), () => true);
  expect(await client.resources()).toEqual([]);
  const { run } = dataOf(await client.call('collect_logs', { sources: ['seed-1.ndjson'] }));
  const { draft } = dataOf(await client.call('propose_draft', { cluster: CLUSTER, ...ROUTING_REPORT }));
  const uris = await client.resources();
  expect(uris).toEqual(
    expect.arrayContaining([`worklog://${Object(run).id}`, `cluster://${CLUSTER}`, `draft://${draft}`]),
  );
  expect(await client.readResource(`worklog://${Object(run).id}`)).toContain('1 of 5 clusters investigated');
  expect(await client.readResource(`cluster://${CLUSTER}`)).toContain('E1 entries: 8');
  expect(await client.readResource(`draft://${draft}`)).toContain('Messages are not routed');
  expect(await client.prompt('triage', { window: '6h' })).toContain('with window 6h');
  const investigate = await client.prompt('investigate', { cluster: CLUSTER });
  expect(investigate).toContain('You are a senior engineer on call');
  expect(investigate).toContain('`submit_report` is `propose_draft`');
  expect(investigate).toContain('E1 entries: 8');
});

async function newestPending(client: McpClient): Promise<{ id: string; hash: string }> {
  const listed = await client.call('list_drafts', { run: 'all', status: 'pending' });
  const drafts = Object(listed.structuredContent).drafts ?? [];
  const id = drafts.at(-1)?.id;
  if (id === undefined) return { id: '', hash: '' };
  return { id, hash: String(dataOf(await client.call('get_draft', { draft: id })).hash) };
}
