import { describe, expect, it } from 'vitest';
import type { GitHub } from '../../src/github/client.ts';
import {
  addLabels,
  createComment,
  createIssue,
  ensureLabels,
  getIssue,
  listComments,
  listIssues,
  listSince,
  removeLabel,
  reopenIssue,
  updateComment,
  updateIssueBody,
} from '../../src/github/issues.ts';
import { connected, merged, NOW, open, otherServer, planted } from './connect.ts';

describe('reading issues', () => {
  it('gives an issue as the program knows it', async () => {
    const closed = { state: 'closed', closed_at: '2025-09-02T08:00:00Z', state_reason: 'not_planned' } as const;
    const { github } = await connected({ issues: [planted(7, { ...closed, body: 'text', labels: ['bug'] })] });
    expect(await getIssue(github, 7)).toEqual({
      number: 7,
      title: 'Issue 7',
      body: 'text',
      url: 'https://github.com/acme/shop/issues/7',
      author: 'ada',
      state: 'closed',
      stateReason: 'not_planned',
      locked: false,
      labels: ['bug'],
      createdAt: '2025-09-01T08:00:00Z',
      updatedAt: expect.any(String),
      closedAt: '2025-09-02T08:00:00Z',
    });
  });

  it('has no issue for a number that nobody gave out, and none for a pull request', async () => {
    const { github } = await connected({ pulls: [merged(5, '2025-09-02T08:00:00Z')] });
    expect(await getIssue(github, 404)).toBeNull();
    expect(await getIssue(github, 5)).toBeNull();
  });

  it.each([404, 410])('takes %i for "there is none", but no other failure', async (status) => {
    const { github, server } = await connected({ issues: [planted(7)] });
    const path = '/repos/acme/shop/issues/7';
    server.failNext({ method: 'GET', path, fault: { kind: 'answer', status } });
    expect(await getIssue(github, 7)).toBeNull();
    server.failNext({ method: 'GET', path, fault: { kind: 'answer', status: 422 } });
    await expect(getIssue(github, 7)).rejects.toThrow('422');
  });

  it('has no issue that moved to another repository', async () => {
    const issue = { number: 7, title: 't', html_url: 'https://github.com/acme/other/issues/3', user: null, labels: [] };
    const times = { created_at: NOW.toISOString(), updated_at: NOW.toISOString() };
    const moved = { ...issue, ...times, state: 'open', repository_url: 'https://api.github.com/repos/acme/other' };
    const url = await otherServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      if (request.url === '/user') return response.end(JSON.stringify({ login: 'gardener' }));
      if (request.url === '/repos/acme/shop')
        return response.end(JSON.stringify({ full_name: 'acme/shop', private: true }));
      return response.end(JSON.stringify(moved));
    });
    const github = await open({ url, token: 't' });
    expect(await getIssue(github, 7)).toBeNull();
  });

  it('lists to the last page, without pull requests', async () => {
    const issues = Array.from({ length: 230 }, (_, index) => planted(index + 1, { labels: ['log-gardener'] }));
    const { github } = await connected({
      issues,
      pulls: [merged(300, '2025-09-02T08:00:00Z', { labels: ['log-gardener'] })],
    });
    const listed = await listIssues(github, { labels: 'log-gardener', state: 'all' });
    expect(listed.map(({ number }) => number).sort((a, b) => a - b)).toEqual(issues.map(({ number }) => number));
  });

  it('lists what one login made, open ones only if asked so', async () => {
    const closed = { state: 'closed', closed_at: '2025-09-02T08:00:00Z' } as const;
    const ours = { author: 'gardener' };
    const { github } = await connected({ issues: [planted(1, ours), planted(2), planted(3, { ...ours, ...closed })] });
    const numbers = async (state: 'all' | 'open') =>
      (await listIssues(github, { creator: 'gardener', state })).map(({ number }) => number).sort();
    expect(await numbers('all')).toEqual([1, 3]);
    expect(await numbers('open')).toEqual([1]);
  });
});

describe('what was made or changed since a time', () => {
  it('is listed to the last page, of every author and state, without pull requests', async () => {
    const closed = { state: 'closed', closed_at: '2025-09-02T08:00:00Z' } as const;
    const { github, server } = await connected({
      issues: [
        ...Array.from({ length: 120 }, (_, index) => planted(index + 1, { created_at: '2025-09-05T08:00:00Z' })),
        planted(201, { created_at: '2025-08-01T08:00:00Z' }),
        planted(202, { created_at: '2025-08-01T08:00:00Z', updated_at: '2025-09-04T08:00:00Z', author: 'ada' }),
        planted(203, { created_at: '2025-09-01T08:00:00Z', ...closed, updated_at: '2025-09-04T07:59:59Z' }),
        planted(204, { created_at: '2025-09-01T08:00:00Z', ...closed, updated_at: '2025-09-06T08:00:00Z' }),
      ],
      pulls: [merged(300, '2025-09-07T08:00:00Z')],
    });
    const listed = (await listSince(github, '2025-09-04T10:00:00.999+02:00')).map(({ number }) => number);
    expect(listed).toHaveLength(122);
    expect(listed.filter((number) => number > 200).sort()).toEqual([202, 204]);
    expect(server.requests.every(({ query }) => !query.includes('creator'))).toBe(true);
  });
});

describe('writing', () => {
  it('creates, changes and reopens issues, and comments on them', async () => {
    const closed = { state: 'closed', closed_at: '2025-09-02T08:00:00Z' } as const;
    const { github, server } = await connected({ issues: [planted(7, closed)] });
    const { number, url } = await createIssue(github, { title: 'New', body: 'first', labels: ['bug'] });
    expect(url).toBe(`https://github.com/acme/shop/issues/${number}`);
    await updateIssueBody(github, number, 'second');
    await reopenIssue(github, 7);
    const comment = await createComment(github, 7, 'hello');
    await updateComment(github, comment.id, 'hello again');
    expect((await listComments(github, 7)).map(({ body, author }) => [author, body])).toEqual([
      ['gardener', 'hello again'],
    ]);
    const issues = server.issues();
    expect(issues.find((issue) => issue.number === number)).toMatchObject({
      title: 'New',
      body: 'second',
      labels: ['bug'],
    });
    expect(issues.find((issue) => issue.number === 7)).toMatchObject({ state: 'open' });
  });

  it.each([
    ['the answer is lost', { kind: 'answer lost' }, 1],
    ['GitHub fails', { kind: 'answer', status: 502 }, 0],
  ] as const)('never sends an issue or a comment twice by itself when %s', async (_, fault, done) => {
    const { github, server } = await connected({ issues: [planted(7)] });
    server.failNext({ method: 'POST', path: '/repos/acme/shop/issues', fault });
    server.failNext({ method: 'POST', path: '/repos/acme/shop/issues/7/comments', fault });
    await expect(createIssue(github, { title: 'New', body: '', labels: [] })).rejects.toThrow(
      'Could not create an issue',
    );
    await expect(createComment(github, 7, 'hello')).rejects.toThrow('Could not comment on #7');
    const issues = server.issues();
    expect(issues.filter(({ planted: before }) => !before)).toHaveLength(done);
    expect(issues.find(({ number }) => number === 7)?.comments).toHaveLength(done);
  });

  it('leaves the asked time between two writes', async () => {
    const { github } = await connected({ issues: [planted(7)] }, { writeIntervalMs: 150 });
    await createComment(github, 7, 'one');
    const start = performance.now();
    await createComment(github, 7, 'two');
    await createComment(github, 7, 'three');
    expect(performance.now() - start).toBeGreaterThan(250);
  });
});

describe('labels', () => {
  const labels = [{ name: 'Bug' }];

  it('makes those that are missing and keeps the order asked for', async () => {
    const { github, server } = await connected({ labels });
    expect(await ensureLabels(github, ['P1', 'bug', 'log-gardener'])).toEqual(['P1', 'bug', 'log-gardener']);
    expect(server.snapshot().labels.map(({ name }) => name)).toEqual(['Bug', 'P1', 'log-gardener']);
  });

  it('leaves out those that may not be made', async () => {
    const { github, server } = await connected({ labels });
    server.failNext({ method: 'POST', path: '/repos/acme/shop/labels', fault: { kind: 'answer', status: 403 } });
    expect(await ensureLabels(github, ['P1', 'bug'])).toEqual(['bug']);
  });

  it('uses one that somebody made in between', async () => {
    const { github, server } = await connected({ labels });
    const body = {
      message: 'Validation Failed',
      errors: [{ resource: 'Label', code: 'already_exists', field: 'name' }],
    };
    server.failNext({ method: 'POST', path: '/repos/acme/shop/labels', fault: { kind: 'answer', status: 422, body } });
    expect(await ensureLabels(github, ['P1'])).toEqual(['P1']);
  });

  it('asks nothing for no labels', async () => {
    const { github, server } = await connected();
    const before = server.requests.length;
    expect(await ensureLabels(github, [])).toEqual([]);
    expect(await addLabels(github, 7, [])).toBe(true);
    expect(server.requests.length).toBe(before);
  });

  it.each([403, 422])('says whether an issue got its labels, and goes on without (%i)', async (status) => {
    const { github, server } = await connected({ labels, issues: [planted(7, { labels: ['mine'] })] });
    server.failNext({ method: 'POST', path: '/repos/acme/shop/issues/7/labels', fault: { kind: 'answer', status } });
    expect(await addLabels(github, 7, ['Bug'])).toBe(false);
    expect(await addLabels(github, 7, ['Bug'])).toBe(true);
    expect(server.issues()[0]?.labels).toEqual(['mine', 'Bug']);
  });

  it.each([
    ['makes', 'POST', '/labels', (github: GitHub) => ensureLabels(github, ['P1'])],
    ['sets', 'POST', '/issues/7/labels', (github: GitHub) => addLabels(github, 7, ['Bug'])],
    ['takes off', 'DELETE', '/issues/7/labels/mine', (github: GitHub) => removeLabel(github, 7, 'mine')],
  ] as const)('leaves none out that it %s later, when the limit is over', async (_, method, path, act) => {
    const { github, server } = await connected({ labels, issues: [planted(7, { labels: ['mine'] })] });
    const body = { message: 'API rate limit exceeded for user ID 1.' };
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2000000000' };
    const fault = { kind: 'answer', status: 403, headers, body } as const;
    server.failNext({ method, path: `/repos/acme/shop${path}`, fault });
    await expect(act(github)).rejects.toThrow(/403 \(API rate limit exceeded/);
    await expect(act(github)).resolves.toBeTruthy();
  });
});
