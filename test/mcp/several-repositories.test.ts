import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startSeveral } from '../support/github/several.ts';
import { connectInside, dataOf, demoFolder, demoHousehold, ROUTING_REPORT } from '../support/mcp.ts';

const CLUSTER = 'lg1f1de9c70a30a297c';
const CHAT = 'acme/chat';

it('searches, proposes and posts in the repository of the component, and names it', async () => {
  const folder = demoFolder();
  const file = join(folder, 'log-gardener.yaml');
  const config = readFileSync(file, 'utf8');
  const own = /^repository: (\S+)$/m.exec(config)?.[1] ?? '';
  writeFileSync(file, config.replace(/^( *)- name: Chat$/m, `$1- name: Chat\n$1  repository: ${CHAT}`));
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
