import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addDraft } from '../../src/store/drafts.ts';
import { openStore } from '../../src/store/open.ts';
import { changeDraft, commentOf } from '../support/drafts.ts';
import { github as token } from '../support/made-up-secrets.ts';
import {
  connectInside,
  dataOf,
  demoFolder,
  demoGitHub,
  demoHousehold,
  environment,
  failureOf,
  type McpClient,
  ROUTING_REPORT,
} from '../support/mcp.ts';
import { runGardener } from '../support/run-gardener.ts';

const CLUSTER = 'lg1f1de9c70a30a297c';

async function propose(client: McpClient, more: object = {}): Promise<{ id: string; hash: string }> {
  await client.call('collect_logs', { sources: ['seed-1.ndjson'] });
  const { draft, hash } = dataOf(await client.call('propose_draft', { cluster: CLUSTER, ...ROUTING_REPORT, ...more }));
  return { id: String(draft), hash: String(hash) };
}

it('posts nothing for a client that cannot ask, and says where to approve; then posts what a person approved', async () => {
  const github = await demoGitHub();
  const folder = demoFolder();
  const client = await connectInside(demoHousehold(folder, github), null);
  const { id } = await propose(client);
  expect(failureOf(await client.call('post_draft', { draft: id }))).toMatch(/log-gardener drafts approve/);
  expect(github.changed.size).toBe(0);
  const approved = await runGardener(['drafts', 'approve', id], { cwd: folder, env: environment(folder, github) });
  expect(approved.code).toBe(0);
  expect(dataOf(await client.call('post_draft', { draft: id }))).toMatchObject({ status: 'posted', issue: 640 });
});

it('commits the worklog of what it posted, where worklogs go into the repository', async () => {
  const github = await demoGitHub();
  const folder = demoFolder();
  appendFileSync(join(folder, 'log-gardener.yaml'), '\nworklog: { commit: true, branch: ops }\n');
  const client = await connectInside(demoHousehold(folder, github), () => true);
  const { id } = await propose(client);
  expect(dataOf(await client.call('post_draft', { draft: id }))).toMatchObject({ status: 'posted', notes: [] });
  expect(github.files('ops').get('worklogs/README.md')).toContain('| 5 | 1 | 0 | running |');
});

it('posts nothing when the person says no', async () => {
  const github = await demoGitHub();
  const client = await connectInside(demoHousehold(demoFolder(), github), () => false);
  const { id } = await propose(client);
  expect(dataOf(await client.call('post_draft', { draft: id }))).toMatchObject({ status: 'declined', issue: null });
  expect(dataOf(await client.call('get_draft', { draft: id }))).toMatchObject({ status: 'pending' });
  expect(github.changed.size).toBe(0);
});

it('shows the person what nothing backs before they say yes', async () => {
  const github = await demoGitHub();
  const questions: string[] = [];
  const client = await connectInside(demoHousehold(demoFolder(), github), (question) => {
    questions.push(question);
    return false;
  });
  const { id } = await propose(client, { impact: 'It cost $4,200 and hit 999 users.' });
  await client.call('post_draft', { draft: id });
  expect(questions[0]).toMatch(/Nothing in the logs backs: .*\$4,200.*999/);
});

it('posts without asking where the config allows it, prose cut and limits kept', async () => {
  const github = await demoGitHub();
  const folder = demoFolder();
  appendFileSync(join(folder, 'log-gardener.yaml'), '\nmcp:\n  allowPosting: true\nlimits:\n  maxNewIssues: 1\n');
  const client = await connectInside(demoHousehold(folder, github), null);
  const { id } = await propose(client, { impact: 'Messages are not routed: 8 entries (E1). It cost $4,200.' });
  expect(dataOf(await client.call('post_draft', { draft: id }))).toMatchObject({ status: 'posted', issue: 640 });
  const body = github.issues().find(({ number }) => number === 640)?.body ?? '';
  expect(body).toContain('Messages are not routed');
  expect(body).not.toContain('4,200');
  const other = await client.call('propose_draft', {
    ...{ cluster: 'lg17db17315e361771d', ...ROUTING_REPORT },
    ...{
      impact: 'A module is missing.',
      currentBehaviour: 'Sign-in fails.',
      because: 'No issue names `dev_launcher`.',
    },
  });
  expect(dataOf(await client.call('post_draft', { draft: dataOf(other).draft }))).toMatchObject({ status: 'declined' });
  expect(github.changed).toEqual(new Set([640]));
});

it('posts nothing unasked that was made unbacked after its check, unless a person approved it', async () => {
  const github = await demoGitHub();
  const folder = demoFolder();
  appendFileSync(join(folder, 'log-gardener.yaml'), '\nmcp:\n  allowPosting: true\n');
  const client = await connectInside(demoHousehold(folder, github), null);
  const { id, hash } = await propose(client);
  await client.call('revise_draft', { draft: id, seen: hash, title: 'Routing cost us $500,000' });
  const declined = await client.call('post_draft', { draft: id });
  expect(dataOf(declined)).toMatchObject({ status: 'declined' });
  expect(declined.content[0]?.text).toMatch(/nothing backs ".*500,000"/);
  expect(github.changed.size).toBe(0);
  expect((await runGardener(['drafts', 'approve', id], { cwd: folder, env: environment(folder, github) })).code).toBe(
    0,
  );
  expect(dataOf(await client.call('post_draft', { draft: id }))).toMatchObject({ status: 'posted' });
});

it('knows what its tools answered in an earlier process, also once somebody edited the draft', async () => {
  const github = await demoGitHub();
  const folder = demoFolder();
  const first = await connectInside(demoHousehold(folder, github), null);
  await first.call('collect_logs', { sources: ['seed-1.ndjson'] });
  dataOf(await first.call('get_issue', { cluster: CLUSTER, number: 112 }));
  const title = 'Routing fails since 2025-09-05 15:30 UTC';
  const report = { cluster: CLUSTER, ...ROUTING_REPORT };
  const unbackedOf = async (client: McpClient) => {
    const { draft } = dataOf(await client.call('propose_draft', report));
    const { hash } = dataOf(await client.call('get_draft', { draft }));
    return dataOf(await client.call('revise_draft', { draft, seen: hash, title })).unbacked;
  };
  expect(await unbackedOf(first)).toEqual([]);
  expect(await unbackedOf(await connectInside(demoHousehold(folder, github), null))).toEqual([]);
});

it('shows the person words of a model and of the log so that none can pass for its own', async () => {
  const questions: string[] = [];
  const client = await connectInside(demoHousehold(demoFolder(), await demoGitHub()), (question) => {
    questions.push(question);
    return false;
  });
  const { id, hash } = await propose(client);
  await client.call('post_draft', { draft: id });
  const [head = '', text = ''] = (questions[0] ?? '').split('whatever it says, you decide:\n');
  expect(head.split('\n')).toHaveLength(4);
  expect(head).toMatch(/create an issue and set labels .* in netra-systems\/netra-apex/);
  for (const line of text.split('\n')) expect(line).toMatch(/^\|(?: |$)/);
  const reason = `noise\r\n\u001b[2J\u202ePost this?\u0085Approved by ops. Token ${token}`;
  await client.call('reject_draft', { draft: id, seen: hash, reason, ruling: 'mute_tenfold' });
  const [, given = ''] = (questions[1] ?? '').split('The model gives this reason:\n');
  expect(given.split('\n').slice(0, 3)).toEqual([
    '| noise',
    '| Post this?',
    expect.stringMatching(/^\| Approved by ops/),
  ]);
  expect(given).not.toContain(token);
});

it('lets no run post unless the config allows it', async () => {
  const client = await connectInside(demoHousehold(demoFolder(), await demoGitHub()), () => true);
  const failed = failureOf(await client.call('run_triage', { sources: ['seed-1.ndjson'], post: true }));
  expect(failed).toMatch(/mcp\.allowPosting: true/);
});

it('asks before it mutes, and before another priority or target', async () => {
  const github = await demoGitHub();
  const questions: string[] = [];
  const household = demoHousehold(demoFolder(), github);
  const client = await connectInside(household, (question) => {
    questions.push(question);
    return true;
  });
  const mute = await connectInside(household, null);
  const { id, hash } = await propose(client);
  const rejection = { draft: id, seen: hash, reason: 'known', ruling: 'mute', until: '2025-10-01T00:00:00Z' };
  expect(failureOf(await mute.call('reject_draft', rejection))).toMatch(/A ruling is for a person to make/);
  expect(failureOf(await mute.call('revise_draft', { draft: id, seen: hash, priority: 'P3' }))).toMatch(
    /for a person to change/,
  );
  const revised = dataOf(await client.call('revise_draft', { draft: id, seen: hash, priority: 'P3' }));
  expect(questions.at(-1)).toMatch(/priority P3 instead of P1/);
  // What was seen is not there any more.
  expect(failureOf(await client.call('reject_draft', rejection))).toMatch(/edited/);
  const rejected = dataOf(await client.call('reject_draft', { ...rejection, seen: revised.hash }));
  expect(rejected).toMatchObject({ status: 'rejected', ruling: 'say nothing of it until 2025-10-01T00:00:00Z' });
  const again = dataOf(await client.call('propose_draft', { cluster: CLUSTER, ...ROUTING_REPORT }));
  expect(again).toMatchObject({ decision: 'skip', draft: null });
});

it('makes what a model types into a title inert', async () => {
  const client = await connectInside(demoHousehold(demoFolder(), await demoGitHub()), () => true);
  const { id, hash } = await propose(client);
  const revised = dataOf(
    await client.call('revise_draft', { draft: id, seen: hash, title: 'Fixes #112 for @mira-okafor <b>' }),
  );
  expect(revised.title).not.toMatch(/@mira|#112|<b>/);
});

it('takes no issue for the target that no search returned', async () => {
  const client = await connectInside(demoHousehold(demoFolder(), await demoGitHub()), () => true);
  await client.call('collect_logs', { sources: ['seed-1.ndjson'] });
  const report = { cluster: CLUSTER, ...ROUTING_REPORT, decision: 'update', issue: 112 };
  const proposed = dataOf(await client.call('propose_draft', report));
  expect(proposed).toMatchObject({ decision: 'unverified' });
  expect(String(proposed.noticed)).toMatch(/#112/);
});

it('drafts for the issue that carries the problem whatever the report says, and ends the run with its last cluster', async () => {
  const github = await demoGitHub();
  const client = await connectInside(demoHousehold(demoFolder(), github), () => true);
  const { id } = await propose(client);
  await client.call('post_draft', { draft: id });
  await client.call('collect_logs', { sources: ['seed-2.ndjson'] });
  const listed = dataOf(await client.call('list_clusters', {}));
  const clusters: { fingerprint: string }[] = Object(listed).clusters;
  for (const { fingerprint } of clusters) {
    expect(dataOf(await client.call('list_clusters', {}))).toMatchObject({ run: { status: 'running' } });
    const data = dataOf(await client.call('propose_draft', { cluster: fingerprint, ...ROUTING_REPORT }));
    if (fingerprint === CLUSTER) expect(data.decision).toMatch(/#640$/);
  }
  const { run } = Object(dataOf(await client.call('list_clusters', {})));
  expect(run.status).toMatch(/^(?:done|partial)$/);
});

it('shows the person the title that an issue has, and the one that it would get', async () => {
  const folder = demoFolder();
  const from = 'GCP-new | P2 | Session access failed';
  const to = 'GCP-regression | P1 | Session access failed';
  const draft = changeDraft({}, { issue: 169, comment: commentOf({}), title: { from, to } });
  const store = await openStore(join(folder, '.log-gardener'));
  await addDraft(store, draft);
  await store.close();
  const questions: string[] = [];
  const client = await connectInside(demoHousehold(folder, await demoGitHub()), (question) => {
    questions.push(question);
    return false;
  });
  const both = `Its title now: ${from}\nIts new title: ${to}\n`;
  const { id, hash: seen } = draft;
  expect(String(dataOf(await client.call('get_draft', { draft: id })).markdown)).toContain(both);
  await client.call('post_draft', { draft: id });
  await client.call('reject_draft', {
    draft: id,
    seen,
    reason: 'known',
    ruling: 'mute',
    until: '2025-10-01T00:00:00Z',
  });
  await client.call('revise_draft', { draft: id, seen, priority: 'P3' });
  expect(questions).toHaveLength(3);
  for (const question of questions) expect(`${question}\n`).toContain(`\n${both}`);
});
