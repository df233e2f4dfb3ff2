import { createAppAuth } from '@octokit/auth-app';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { shaOf } from '../support/github/answers.ts';
import { shaOfFile } from '../support/github/contents.ts';
import type { HistoryInput } from '../support/github/history.ts';
import { createAnswerCheck } from '../support/github/openapi.ts';
import { mergeCommit } from '../support/github/repository-answers.ts';
import { type ScenarioGitHub, startGitHub } from '../support/github/server.ts';
import { smallHistory } from '../support/github/small-history.ts';

const repository = '/repos/acme/shop';
const check = createAnswerCheck();
let github: ScenarioGitHub;

beforeAll(async () => {
  github = await startGitHub({ history: history(), now: () => new Date('2025-02-01T00:00:00Z') });
});
afterAll(() => github.stop());

type Call = [method: string, path: string, status: number, body?: unknown];

const MERGE = mergeCommit(12);
const HEAD = shaOf('head of main');
const TOO_LONG = 'x'.repeat(65_537);
const CALLS: readonly Call[] = [
  ['GET', '/user', 200],
  ['GET', '/user?anonymous', 401],
  ['GET', '/rate_limit', 200],
  ['GET', repository, 200],
  ['GET', '/repos/acme/other', 404],
  ['GET', `${repository}/labels`, 200],
  ['POST', `${repository}/labels`, 201, { name: 'P1', color: 'B60205', description: 'Soon' }],
  ['POST', `${repository}/labels`, 422, { name: 'p1' }],
  ['GET', `${repository}/labels/P1`, 200],
  ['GET', `${repository}/labels/none`, 404],
  ['GET', `${repository}/issues?state=all`, 200],
  ['GET', `${repository}/issues?state=never`, 422],
  ['POST', `${repository}/issues`, 201, { title: 'New', body: 'Text', labels: ['P1', 'fresh'] }],
  ['POST', `${repository}/issues`, 422, { body: 'no title' }],
  ['POST', `${repository}/issues`, 422, { title: 'Long', body: TOO_LONG }],
  ['GET', `${repository}/issues/7`, 200],
  ['GET', `${repository}/issues/12`, 200],
  ['GET', `${repository}/issues/999`, 404],
  ['PATCH', `${repository}/issues/7`, 200, { title: 'Checkout fails', labels: ['bug'] }],
  ['PATCH', `${repository}/issues/7`, 200, { state: 'closed', state_reason: 'not_planned' }],
  ['PATCH', `${repository}/issues/7`, 200, { state: 'open' }],
  ['PATCH', `${repository}/issues/7`, 422, { body: TOO_LONG }],
  ['GET', `${repository}/issues/7/labels`, 200],
  ['POST', `${repository}/issues/7/labels`, 200, { labels: ['P1'] }],
  ['DELETE', `${repository}/issues/7/labels/P1`, 200],
  ['DELETE', `${repository}/issues/7/labels/P1`, 404],
  ['GET', `${repository}/issues/7/timeline`, 200],
  ['GET', `${repository}/issues/9/timeline`, 200],
  ['GET', `${repository}/issues/14/timeline`, 200],
  ['GET', `${repository}/issues/999/timeline`, 404],
  ['GET', `${repository}/issues/7/comments`, 200],
  ['POST', `${repository}/issues/7/comments`, 201, { body: 'Hello' }],
  ['POST', `${repository}/issues/7/comments`, 422, { body: TOO_LONG }],
  ['GET', `${repository}/issues/comments?sort=created`, 200],
  ['GET', `${repository}/issues/comments/101`, 200],
  ['GET', `${repository}/issues/comments/1`, 404],
  ['PATCH', `${repository}/issues/comments/101`, 200, { body: 'Changed' }],
  ['GET', `${repository}/pulls?state=all`, 200],
  ['GET', `${repository}/pulls/12`, 200],
  ['GET', `${repository}/pulls/20`, 200],
  ['GET', `${repository}/pulls/7`, 404],
  ['PUT', `${repository}/pulls/20/merge`, 200],
  ['GET', `${repository}/pulls/20`, 200],
  ['GET', `${repository}/pulls/12/files`, 200],
  ['GET', `${repository}/commits/${MERGE}/pulls`, 200],
  ['GET', `${repository}/commits?path=shop`, 200],
  ['GET', `${repository}/contents/shop%2Fbasket.py`, 200],
  ['GET', `${repository}/contents/shop?ref=main`, 200],
  ['GET', `${repository}/contents/none.py`, 404],
  ['PUT', `${repository}/contents/log%2Fa.md`, 404, { message: 'm', content: 'YQ==', branch: 'none' }],
  ['GET', `${repository}/git/ref/heads%2Flog`, 404],
  ['GET', `${repository}/git/ref/heads%2Fmain`, 200],
  ['POST', `${repository}/git/refs`, 201, { ref: 'refs/heads/log', sha: HEAD }],
  ['POST', `${repository}/git/refs`, 422, { ref: 'refs/heads/log', sha: HEAD }],
  ['PUT', `${repository}/contents/log%2Fa.md`, 201, { message: 'm', content: 'YQ==', branch: 'log' }],
  ['PUT', `${repository}/contents/log%2Fa.md`, 422, { message: 'm', content: 'Yg==', branch: 'log' }],
  ['PUT', `${repository}/contents/log%2Fa.md`, 409, { message: 'm', content: 'Yg==', branch: 'log', sha: HEAD }],
  [
    'PUT',
    `${repository}/contents/log%2Fa.md`,
    200,
    { message: 'm', content: 'Yg==', branch: 'log', sha: shaOfFile('a') },
  ],
  ['GET', `${repository}/contents/log%2Fa.md?ref=log`, 200],
  ['GET', `${repository}/issues/30`, 410],
  ['GET', `${repository}/issues/31`, 301],
  ['GET', '/search/issues?q=basket+is:issue+repo:acme/shop', 200],
  ['GET', '/search/issues?q=login+is:pr', 200],
  ['GET', '/search/issues?q=login+is:issue&search_type=semantic', 200],
  ['GET', '/search/issues?q=login', 422],
];

/** With the token of an App. */
const APP_CALLS: readonly Call[] = [
  ['GET', `${repository}/installation`, 200],
  ['GET', '/repos/acme/other/installation', 404],
  ['POST', '/app/installations/1/access_tokens', 404],
];

/** The small history, and what became of two of its issues. */
function history(): HistoryInput {
  const small = smallHistory();
  const gone = { title: 'Went away', author: 'ada', created_at: '2025-01-02T10:00:00Z' };
  return {
    ...small,
    app: { id: 4711, slug: 'log-gardener' },
    issues: [
      ...(small.issues ?? []),
      { ...gone, number: 30, gone: 'deleted' },
      { ...gone, number: 31, gone: 'transferred' },
    ],
    commits: [{ sha: 'a'.repeat(40), path: 'shop/basket.py', at: '2025-01-05T10:00:00Z', pull: 12 }],
  };
}

test('every answer of a session that touches every endpoint is as GitHub describes it', async () => {
  const seen = new Set<string>();
  const problems: string[] = [];
  const { token } = await createAppAuth({ appId: 4711, privateKey: github.privateKey })({ type: 'app' });
  const tokens = `/app/installations/${await installationId(token)}/access_tokens`;
  const asApp: readonly Call[] = [...APP_CALLS, ['POST', tokens, 201]];
  const calls = [...CALLS.map((one) => ({ one, as: github.token })), ...asApp.map((one) => ({ one, as: token }))];
  for (const { one, as } of calls) {
    const [method, path, status, body] = one;
    const answer = await call(method, path, body, as);
    expect(`${method} ${path} ${answer.status}`).toBe(`${method} ${path} ${status}`);
    const operation = check.operationOf(method, path.split('?')[0] ?? '') ?? `unknown: ${method} ${path}`;
    seen.add(operation);
    problems.push(...check.problemsOf(operation, answer.status, answer.body));
  }
  expect(problems).toEqual([]);
  expect([...seen].sort()).toEqual([...check.operations].sort());
});

test('an answer with a missing, a wrong or an invented field would be found', async () => {
  const { body } = await call('GET', `${repository}/issues/7`);
  const operation = 'GET /repos/{owner}/{repo}/issues/{issue_number}';
  const issue = Object(body);
  expect(check.problemsOf(operation, 200, issue)).toEqual([]);
  expect(check.problemsOf(operation, 200, { ...issue, title: undefined })).not.toEqual([]);
  expect(check.problemsOf(operation, 200, { ...issue, created_at: 'yesterday' })).not.toEqual([]);
  expect(check.problemsOf(operation, 200, { ...issue, headline: 'x' })).not.toEqual([]);
  expect(check.problemsOf(operation, 418, issue)).not.toEqual([]);
});

async function installationId(token: string): Promise<number> {
  const { body } = await call('GET', `${repository}/installation`, undefined, token);
  return z.looseObject({ id: z.int() }).parse(body).id;
}

async function call(
  method: string,
  path: string,
  body?: unknown,
  token = github.token,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(github.url + path, {
    method,
    redirect: 'manual',
    headers: path.startsWith('/user?') ? {} : { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}
