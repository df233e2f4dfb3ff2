import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startSeveral } from '../support/github/several.ts';
import { connectInside, dataOf, demoFolder, demoHousehold, failureOf, ROUTING_REPORT } from '../support/mcp.ts';

const CLUSTER = 'lg1f1de9c70a30a297c';
const CHAT = 'acme/chat';

/** The demo, and its config with the component Chat in a repository of its own. */
function demoApart(folder: string): { own: string; apart: () => void } {
  const file = join(folder, 'log-gardener.yaml');
  const config = readFileSync(file, 'utf8');
  return {
    own: /^repository: (\S+)$/m.exec(config)?.[1] ?? '',
    apart: () => writeFileSync(file, config.replace(/^( *)- name: Chat$/m, `$1- name: Chat\n$1  repository: ${CHAT}`)),
  };
}

it('searches, proposes and posts in the repository of the component, and names it', async () => {
  const folder = demoFolder();
  const { own, apart } = demoApart(folder);
  apart();
  const several = await startSeveral([own, CHAT], () => new Date('2025-09-12T23:30:00Z'));
  const github = { ...several.of(own), url: several.url, token: several.token };
  const questions: string[] = [];
  const client = await connectInside(demoHousehold(folder, github), (question) => {
    questions.push(question);
    return true;
  });
  const collected = await client.call('collect_logs', { sources: ['seed-1.ndjson'] });
  expect(dataOf(collected)).toMatchObject({ run: { repository: own } });
  expect(dataOf(await client.call('get_cluster', { cluster: CLUSTER }))).toMatchObject({ repository: CHAT });
  await client.call('search_issues', { cluster: CLUSTER, query: 'can_handle', by: 'words' });
  const searches = (name: string) => several.of(name).requests.filter(({ path }) => path.startsWith('/search'));
  expect([searches(own).length, searches(CHAT).length > 0]).toEqual([0, true]);

  const proposed = dataOf(await client.call('propose_draft', { cluster: CLUSTER, ...ROUTING_REPORT }));
  expect(proposed).toMatchObject({ decision: 'create', does: expect.stringContaining(`in ${CHAT}`) });
  const posted = dataOf(await client.call('post_draft', { draft: proposed.draft }));
  expect(posted).toMatchObject({ status: 'posted', issue: 100, url: `https://github.com/${CHAT}/issues/100` });
  expect(questions[0]).toContain(`in ${CHAT}.`);
  expect([several.of(own).issues().length, several.of(CHAT).issues().length]).toEqual([0, 1]);
});

describe('after the config has sent a component elsewhere', () => {
  /** The demo, whose first day made an issue, or a draft of one, before its config sent Chat away. */
  async function begin(posts: boolean) {
    const folder = demoFolder();
    const { own, apart } = demoApart(folder);
    const several = await startSeveral([own, CHAT], () => new Date('2025-09-12T23:30:00Z'));
    const github = { ...several.of(own), url: several.url, token: several.token };
    const before = await connectInside(demoHousehold(folder, github), () => true);
    await before.call('collect_logs', { sources: ['seed-1.ndjson'] });
    const { draft } = dataOf(await before.call('propose_draft', { cluster: CLUSTER, ...ROUTING_REPORT }));
    if (posts) expect(dataOf(await before.call('post_draft', { draft }))).toMatchObject({ issue: 100 });
    apart();
    const client = await connectInside(demoHousehold(folder, github), () => true);
    dataOf(await client.call('collect_logs', { sources: ['seed-2.ndjson'] }));
    expect(dataOf(await client.call('get_cluster', { cluster: CLUSTER }))).toMatchObject({ repository: CHAT });
    const issues = (name: string) =>
      several
        .of(name)
        .issues()
        .map(({ number, state }) => `#${number} ${state}`);
    return { own, several, client, issues, draft };
  }
  const propose = { cluster: CLUSTER, ...ROUTING_REPORT };

  it('looks and proposes where the open issue is', async () => {
    const { own, several, client, issues } = await begin(true);
    const searched = () => several.of(CHAT).requests.filter(({ path }) => path.startsWith('/search')).length;
    await client.call('search_issues', { cluster: CLUSTER, query: 'can_handle', by: 'words' });
    const kept = dataOf(await client.call('propose_draft', propose));
    expect(kept).toMatchObject({ decision: expect.stringContaining('update'), does: expect.stringContaining('#100') });
    expect(searched()).toBe(0);
    expect(dataOf(await client.call('get_cluster', { cluster: CLUSTER }))).not.toMatchObject({ repository: CHAT });
    expect(dataOf(await client.call('post_draft', { draft: kept.draft }))).toMatchObject({ issue: 100 });
    expect([issues(own), issues(CHAT)]).toEqual([['#100 open'], []]);
  });

  it('proposes nothing where it cannot be told whether the issue is open', async () => {
    const { own, several, client, issues } = await begin(true);
    several.down.add(own);
    expect(failureOf(await client.call('propose_draft', propose))).toContain(`${own} is out of reach, where #100`);
    expect(issues(CHAT)).toEqual([]);
  });

  it('puts the draft for the other repository out of the way', async () => {
    const { client, draft } = await begin(false);
    const proposed = dataOf(await client.call('propose_draft', propose));
    expect(proposed).toMatchObject({ decision: 'create', does: expect.stringContaining(`in ${CHAT}`) });
    expect(dataOf(await client.call('get_draft', { draft }))).toMatchObject({ status: 'rejected' });
  });
});
