import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startGitHub } from '../support/github/server.ts';
import { found, type Place } from '../support/leaks.ts';
import { jwt, slack, github as token } from '../support/made-up-secrets.ts';
import { connectInside, dataOf, demoFolder, demoHousehold, ROUTING_REPORT } from '../support/mcp.ts';
import { entriesWith } from '../support/planted-entries.ts';
import { readPositives } from '../support/redaction-corpus.ts';

/** One secret of every kind. */
const planted = readPositives().filter(
  ({ kind }, index, all) => !all.slice(0, index).some((each) => each.kind === kind),
);

it('lets no secret out through any tool, planted in logs or in what people wrote on GitHub', async () => {
  const folder = demoFolder();
  const lines = planted.flatMap((each, number) => entriesWith(each, number).map((entry) => JSON.stringify(entry)));
  writeFileSync(join(folder, 'planted.ndjson'), `${lines.join('\n')}\n`);
  const repository = { owner: 'netra-systems', name: 'netra-apex', private: true };
  const said = `The deploy used ${token}.`;
  const issue = {
    number: 7,
    title: `Token ${slack} in the log`,
    author: 'ada',
    created_at: '2025-09-01T00:00:00Z',
    body: said,
  };
  const comments = [{ author: 'ada', created_at: '2025-09-02T00:00:00Z', body: `And ${jwt}` }];
  const history = { repository, viewer: 'bot', nextNumber: 9, issues: [{ ...issue, comments }] };
  const github = await startGitHub({ history, now: () => new Date('2025-09-12T23:30:00Z') });
  onTestFinished(() => github.stop());
  const questions: string[] = [];
  const client = await connectInside(demoHousehold(folder, github), (question) => {
    questions.push(question);
    return false;
  });
  const told: Place[] = [];
  const call = async (name: string, args: Record<string, unknown>) => {
    const result = await client.call(name, args);
    told.push({ name, content: JSON.stringify(result) });
    return result;
  };
  const collected = dataOf(await call('collect_logs', { sources: ['planted.ndjson'], minSeverity: 'DEFAULT' }));
  const clusters: { fingerprint: string }[] = Object(collected).clusters;
  expect(clusters.length).toBeGreaterThan(3);
  for (const { fingerprint: cluster } of process.env.LONG ? clusters : clusters.slice(0, 6)) {
    await call('get_cluster', { cluster, detail: 'detailed' });
    await call('get_entries', { cluster });
    await call('explain_cluster', { cluster, detail: 'detailed' });
  }
  const cluster = clusters[0]?.fingerprint;
  await call('search_issues', { cluster, query: 'deploy', detail: 'detailed' });
  expect(dataOf(await call('get_issue', { cluster, number: 7 })).number).toBe(7);
  const report = {
    cluster,
    ...ROUTING_REPORT,
    analysis: `Likely ${token}.`,
    impact: `It hit zoe.washburne@example.com.`,
  };
  const { draft } = dataOf(await call('propose_draft', report));
  await call('get_draft', { draft });
  await call('post_draft', { draft });
  for (let page = 1; page < 6; page += 1) await call('get_worklog', { page });
  for (const uri of await client.resources()) told.push({ name: uri, content: await client.readResource(uri) });
  told.push({ name: 'prompt', content: await client.prompt('investigate', { cluster: cluster ?? '' }) });
  told.push({ name: 'questions', content: questions.join('\n') });
  const secrets = [...planted.map(({ secret }) => secret), token, slack, jwt, 'zoe.washburne@example.com'];
  expect(questions).toHaveLength(1);
  // They would be found if they were there.
  expect(
    found(secrets, [
      { name: 'logs and issue', content: [...lines, JSON.stringify(history), JSON.stringify(report)].join('\n') },
    ]),
  ).toHaveLength(secrets.length);
  expect(found(secrets, told)).toEqual([]);
});
