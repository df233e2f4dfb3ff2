import { expect, it } from 'vitest';
import type { AnswerMemory, KeptAnswer } from '../../src/github/conditional.ts';
import { createComment, createIssue, listComments, listIssues } from '../../src/github/issues.ts';
import { searchIssues } from '../../src/github/search.ts';
import { open, planted, tracker } from './connect.ts';

function memory(): AnswerMemory & { kept: Map<string, KeptAnswer> } {
  const kept = new Map<string, KeptAnswer>();
  return {
    kept,
    recall: async (url) => kept.get(url) ?? null,
    keep: async (url, answer) => {
      kept.set(url, answer);
    },
  };
}

const spent = async (server: { url: string; token: string }): Promise<number> => {
  const answer = await fetch(`${server.url}/rate_limit`, { headers: { authorization: `Bearer ${server.token}` } });
  return Number(JSON.parse(await answer.text()).resources.core.used);
};

it('reads long lists again at no cost while nothing changes, page by page', async () => {
  const server = await tracker({ issues: Array.from({ length: 250 }, (_, index) => planted(index + 1)) });
  const answers = memory();
  const first = await listIssues(await open(server, { memory: answers }), { state: 'all' });
  const before = await spent(server);
  const again = await listIssues(await open(server, { memory: answers }), { state: 'all' });
  expect(again).toHaveLength(250);
  expect(again).toEqual(first);
  expect((await spent(server)) - before).toBe(0);
});

it('sees at once what was written in between', async () => {
  const server = await tracker({ issues: [planted(1)] });
  const github = await open(server, { memory: memory() });
  expect(await listComments(github, 1)).toHaveLength(0);
  await createComment(github, 1, 'hello');
  expect(await listComments(github, 1)).toHaveLength(1);
  expect(await listIssues(github, { state: 'all' })).toHaveLength(1);
  await createIssue(github, { title: 'a', body: 'b', labels: [] });
  expect(await listIssues(github, { state: 'all' })).toHaveLength(2);
});

it('sees what begins a new page, though the full one before it is what it was', async () => {
  const server = await tracker({ issues: Array.from({ length: 100 }, (_, index) => planted(index + 1)) });
  const github = await open(server, { memory: memory() });
  expect(await listIssues(github, { state: 'all' })).toHaveLength(100);
  await createIssue(github, { title: 'a', body: 'b', labels: [] });
  expect(await listIssues(github, { state: 'all' })).toHaveLength(101);
});

it('keeps neither searches nor failures', async () => {
  const server = await tracker({ issues: [planted(1)] });
  const answers = memory();
  const github = await open(server, { memory: answers });
  server.failNext({ method: 'GET', path: /issues$/, fault: { kind: 'answer', status: 403, headers: { etag: '"x"' } } });
  await expect(listIssues(github, { state: 'open' })).rejects.toThrow('403');
  await searchIssues(github, 'issue');
  expect([...answers.kept.keys()].filter((url) => /search|issues/.test(url))).toEqual([]);
});
