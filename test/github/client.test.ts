import { describe, expect, it } from 'vitest';
import { getHistory } from '../../src/github/history.ts';
import {
  addLabels,
  createIssue,
  ensureLabels,
  getIssue,
  listIssues,
  updateIssueBody,
} from '../../src/github/issues.ts';
import { GitHubError } from '../../src/model/errors.ts';
import { connected, history, open, otherServer, planted, tracker } from './connect.ts';

const failure = async (work: Promise<unknown>): Promise<GitHubError> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof GitHubError)) throw new Error(`expected a GitHubError, got ${String(error)}`);
  return error;
};

describe('opening GitHub', () => {
  it('knows who we are, whom we trust and how GitHub spells the repository', async () => {
    const { github } = await connected({}, { repository: 'ACME/Shop', trustedAuthors: ['Old-Bot'] });
    expect(github).toMatchObject({ owner: 'acme', name: 'shop', login: 'gardener' });
    expect([...github.trusted].sort()).toEqual(['gardener', 'old-bot']);
  });

  it('counts every request', async () => {
    const { github, server } = await connected();
    expect(github.requests()).toBe(server.requests.length);
    expect(github.requests()).toBeGreaterThan(0);
  });

  it('counts the requests of each cluster on their own, also of those that run at once', async () => {
    const { github, server } = await connected({ issues: [1, 2, 3].map((number) => planted(number)) });
    const before = github.requests();
    const clusters = [1, 2, 3].map((number) => ({ number, own: github.forCluster() }));
    server.failNext({ method: 'GET', path: '/repos/acme/shop/issues/2', fault: { kind: 'answer', status: 502 } });
    await Promise.all(
      clusters.map(async ({ number, own }) => {
        const issue = await getIssue(own, number);
        if (number !== 3 && issue !== null) await getHistory(own, issue);
      }),
    );
    expect(clusters.map(({ own }) => own.requests())).toEqual([2, 3, 1]);
    expect(github.requests() - before).toBe(6);
    expect(github.requests()).toBe(server.requests.length);
  });

  it('keeps one pace for the writes of all clusters', async () => {
    const { github } = await connected({ issues: [planted(1)] }, { writeIntervalMs: 150 });
    const times: number[] = [];
    const write = async () => {
      await createIssue(github.forCluster(), { title: 'a', body: 'b', labels: [] });
      times.push(performance.now());
    };
    await Promise.all([write(), write(), write()]);
    expect((times[2] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(250);
  });

  it('reads histories without the pace of writes, though GraphQL goes out by POST', async () => {
    // The second of two calls at that pace would come ten minutes later.
    const { github } = await connected({ issues: [planted(1)] }, { writeIntervalMs: 600_000 });
    const issue = await getIssue(github, 1);
    if (issue === null) throw new Error('no issue');
    for (let times = 0; times < 3; times += 1) expect((await getHistory(github, issue)).complete).toBe(true);
  });

  it('works with an Enterprise server, whose GraphQL is not below its REST API', async () => {
    const server = await tracker({ viewer: 'shop-bot[bot]', issues: [planted(1)] });
    server.failNext({ method: 'GET', path: '/api/v3/user', fault: { kind: 'answer', status: 403 } });
    const github = await open({ ...server, url: `${server.url}/api/v3/` });
    expect(github.login).toBe('shop-bot[bot]');
    expect(await listIssues(github, { state: 'all' })).toHaveLength(1);
    expect(new Set(server.requests.map(({ path }) => path.split('/').slice(1, 3).join('/')))).toEqual(
      new Set(['api/v3', 'api/graphql']),
    );
  });

  it('lists the labels of a repository once, also for many issues', async () => {
    const { github, server } = await connected({ issues: [planted(1)] });
    for (const name of ['P1', 'p1', 'P2', 'P2'])
      expect(await ensureLabels(github.forCluster(), [name])).toEqual([name]);
    const calls = server.requests.filter(({ path }) => path.endsWith('/labels')).map(({ method }) => method);
    expect(calls).toEqual(['GET', 'POST', 'POST']);
  });

  it('does not take a label for set that GitHub left out of its answer', async () => {
    const { github, server } = await connected({ issues: [planted(1)] });
    const path = '/repos/acme/shop/issues/1/labels';
    server.failNext({ method: 'POST', path, fault: { kind: 'answer', status: 200, body: [] } });
    expect(await addLabels(github, 1, ['P1'])).toBe(false);
    expect(await addLabels(github, 1, ['P1'])).toBe(true);
  });

  it('says which variable to set when there is no token, and asks nobody', async () => {
    const server = await tracker();
    const error = await failure(open({ ...server, token: '' }));
    expect(error.status).toBe(401);
    expect(error.message).toContain('GITHUB_TOKEN');
    expect(error.message).toContain('Issues read and write');
    expect(server.requests).toEqual([]);
  });

  it('says that the token is not accepted, without showing it', async () => {
    const server = await tracker();
    const error = await failure(open({ ...server, token: 'wrong-token' }));
    expect(error.status).toBe(401);
    expect(error.message).toContain('does not accept the token');
    expect(error.message).not.toContain('wrong-token');
  });

  it('says that it cannot see the repository', async () => {
    const server = await tracker();
    const error = await failure(open(server, { repository: 'acme/typo' }));
    expect(error.status).toBe(404);
    expect(error.message).toContain('acme/typo');
  });

  it.each(['', 'acme', 'acme/shop/issues', '/shop'])('refuses %j as a repository', async (repository) => {
    const server = await tracker();
    await expect(open(server, { repository })).rejects.toThrow('owner/name');
  });

  it('refuses a public repository unless the config allows it', async () => {
    const { repository } = history();
    const server = await tracker({ repository: { ...repository, private: false } });
    const error = await failure(open(server));
    expect(error.message).toContain('github.allowPublic: true');
    await expect(open(server, { allowPublic: true })).resolves.toMatchObject({ name: 'shop' });
  });

  it('names the address when nobody answers there', async () => {
    const url = await otherServer(() => undefined);
    const error = await failure(open({ url: url.replace(/\d+$/, '1'), token: 't' }));
    expect(error.status).toBe(0);
    expect(error.message).toContain('http://127.0.0.1:1');
    expect(error.message).toContain('GITHUB_API_URL');
  });

  it('says so when something that is not GitHub answers', async () => {
    const url = await otherServer((_, response) => response.end('<html>Welcome to nginx</html>'));
    const error = await failure(open({ url, token: 't' }));
    expect(error.message).toContain('not what GitHub sends');
  });

  it('asks GraphQL for the login of an app, whose token may not read GET /user', async () => {
    const server = await tracker({ viewer: 'gardener-app[bot]' });
    server.failNext({ method: 'GET', path: '/user', fault: { kind: 'answer', status: 403 } });
    expect((await open(server)).login).toBe('gardener-app[bot]');
  });

  it('takes the first trusted author for our login when GitHub tells it nowhere, and else asks for one', async () => {
    const server = await tracker();
    const closed = () => {
      server.failNext({ method: 'GET', path: '/user', fault: { kind: 'answer', status: 403 } });
      server.failNext({ method: 'POST', path: '/graphql', fault: { kind: 'answer', status: 403 } });
    };
    closed();
    expect((await open(server, { trustedAuthors: ['shop-app[bot]'] })).login).toBe('shop-app[bot]');
    closed();
    expect((await failure(open(server))).message).toContain('github.trustedAuthors');
  });
});

describe('faults on a call', () => {
  const issues = { issues: [planted(7)] };
  const path = '/repos/acme/shop/issues/7';

  it.each([500, 502, 503])('tries again after a %i', async (status) => {
    const { github, server } = await connected(issues);
    server.failNext({ method: 'GET', path, fault: { kind: 'answer', status } });
    expect((await getIssue(github, 7))?.number).toBe(7);
  });

  it('tries again after a connection that was reset', async () => {
    const { github, server } = await connected(issues);
    server.failNext({ method: 'GET', path, fault: { kind: 'reset' } });
    expect((await getIssue(github, 7))?.number).toBe(7);
  });

  it('gives up after three tries, with the status GitHub sent', async () => {
    const { github, server } = await connected(issues);
    const before = server.requests.length;
    for (let nth = 1; nth <= 5; nth++) {
      server.failNext({ method: 'GET', path, nth, fault: { kind: 'answer', status: 502 } });
    }
    expect((await failure(getIssue(github, 7))).status).toBe(502);
    expect(server.requests.length - before).toBe(3);
  });

  it.each([
    ['a secondary limit', 403, 'You have exceeded a secondary rate limit. Please wait.'],
    ['a 429 in words of its own', 429, 'slow down'],
  ])('waits as long as %s asks, tells it, and goes on', async (_, status, message) => {
    const waits: string[] = [];
    const { github, server } = await connected(issues, { writeIntervalMs: 1, onWait: (text) => waits.push(text) });
    const headers = { 'retry-after': '1' };
    server.failNext({ method: 'GET', path, fault: { kind: 'answer', status, headers, body: { message } } });
    const start = performance.now();
    expect((await getIssue(github, 7))?.number).toBe(7);
    expect(performance.now() - start).toBeGreaterThan(900);
    expect(waits).toEqual([expect.stringContaining('wait 1 s')]);
  });

  it.each([
    ['a 429 that says nothing more', 429, 'Too many requests'],
    ['a secondary limit that says nothing more', 403, 'You have exceeded a secondary rate limit.'],
  ])('waits a minute after %s, and goes on', async (_, status, message) => {
    // Against loopback with no pace a second lasts no time.
    const waits: string[] = [];
    const { github, server } = await connected(issues, { onWait: (text) => waits.push(text) });
    server.failNext({ method: 'GET', path, fault: { kind: 'answer', status, body: { message } } });
    expect((await getIssue(github, 7))?.number).toBe(7);
    expect(waits).toEqual([expect.stringContaining('wait 60 s (secondary rate limit)')]);
  });

  it('waits for the reset after a 429 that says the hour is spent', async () => {
    const waits: string[] = [];
    const { github, server } = await connected(issues, { onWait: (text) => waits.push(text) });
    const reset = String(Math.ceil(Date.now() / 1000) + 120);
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    server.failNext({ method: 'GET', path, fault: { kind: 'answer', status: 429, headers } });
    expect((await getIssue(github, 7))?.number).toBe(7);
    expect(waits).toEqual([expect.stringMatching(/wait 1[12]\d s \(rate limit\)/)]);
  });

  it('does not wait an hour: it says what GitHub said', async () => {
    const { github, server } = await connected(issues, { writeIntervalMs: 1 });
    const body = { message: 'You have exceeded a secondary rate limit.' };
    const headers = { 'retry-after': '3600' };
    server.failNext({ method: 'GET', path, fault: { kind: 'answer', status: 403, headers, body } });
    const error = await failure(getIssue(github, 7));
    expect(error.status).toBe(403);
    expect(error.message).toContain('secondary rate limit');
  });

  it('leaves it to the caller to repeat a change that has to wait, and says for how long', async () => {
    const waits: string[] = [];
    const { github, server } = await connected(issues, { writeIntervalMs: 1, onWait: (text) => waits.push(text) });
    const headers = { 'retry-after': '7' };
    server.failNext({ method: 'PATCH', path, fault: { kind: 'answer', status: 429, headers } });
    server.failNext({ method: 'PATCH', path, nth: 2, fault: { kind: 'answer', status: 403 } });
    const before = server.requests.length;
    expect(await failure(updateIssueBody(github, 7, 'new'))).toMatchObject({ status: 429, waitMs: 7_000 });
    expect(server.requests.length - before).toBe(1);
    expect(waits).toEqual([expect.stringContaining('wait 7 s')]);
    // The next refusal asks for no wait, and knows nothing of that one.
    expect(await failure(updateIssueBody(github, 7, 'new'))).toMatchObject({ status: 403, waitMs: null });
  });

  it('does not repeat a 403 that is a plain no', async () => {
    const { github, server } = await connected(issues);
    const before = server.requests.length;
    server.failNext({ method: 'GET', path, fault: { kind: 'answer', status: 403 } });
    expect((await failure(getIssue(github, 7))).status).toBe(403);
    expect(server.requests.length - before).toBe(1);
  });

  it('calls an answer that makes no sense by its name', async () => {
    const { github, server } = await connected(issues);
    server.failNext({ method: 'GET', path, fault: { kind: 'answer', status: 200, body: '{"number": "seven' } });
    expect((await failure(getIssue(github, 7))).message).toContain('not what GitHub sends');
  });
});
