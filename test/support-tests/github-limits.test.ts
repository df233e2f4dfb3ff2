import { describe, expect, test } from 'vitest';
import { eachInASmallShop, here } from '../support/github/in-a-small-shop.ts';
import { startGitHub } from '../support/github/server.ts';
import { smallHistory } from '../support/github/small-history.ts';

const shop = eachInASmallShop();

const refused = (status: number) => expect.objectContaining({ status });

describe('who asks, and how often', () => {
  test.each([
    [{}, 'Requires authentication'],
    [{ authorization: 'Bearer wrong' }, 'Bad credentials'],
  ])('%j is answered with 401', async (headers, message) => {
    const response = await fetch(`${shop.github.url}/user`, { headers });
    expect([response.status, await response.json()]).toEqual([401, expect.objectContaining({ message })]);
  });

  test('another repository is not found, and the case of a name does not matter', async () => {
    await expect(shop.octokit.rest.repos.get({ owner: 'acme', repo: 'secret' })).rejects.toEqual(refused(404));
    expect((await shop.octokit.rest.repos.get({ owner: 'ACME', repo: 'Shop' })).data.full_name).toBe('acme/shop');
  });

  test('an unchanged answer is 304 and costs nothing; a changed one is sent', async () => {
    const ask = (etag?: string) =>
      fetch(`${shop.github.url}/repos/acme/shop/issues/7`, {
        headers: {
          authorization: `Bearer ${shop.github.token}`,
          ...(etag === undefined ? {} : { 'if-none-match': etag }),
        },
      });
    const first = await ask();
    const etag = first.headers.get('etag') ?? '';
    const second = await ask(etag);
    expect([second.status, await second.text()]).toEqual([304, '']);
    expect(second.headers.get('x-ratelimit-remaining')).toBe(first.headers.get('x-ratelimit-remaining'));
    await shop.octokit.rest.issues.createComment({ ...here, issue_number: 7, body: 'New' });
    expect((await ask(etag)).status).toBe(200);
  });

  test('the limit of each resource is counted down and enforced on its own', async () => {
    shop.github.limits.search = 2;
    const search = () => shop.octokit.rest.search.issuesAndPullRequests({ q: 'is:issue' });
    expect((await search()).headers['x-ratelimit-remaining']).toBe('1');
    expect((await search()).headers['x-ratelimit-remaining']).toBe('0');
    await expect(search()).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('API rate limit exceeded'),
      response: { headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-resource': 'search' } },
    });
    expect((await shop.octokit.rest.issues.get({ ...here, issue_number: 7 })).headers['x-ratelimit-resource']).toBe(
      'core',
    );
  });
});

describe('the secondary limits', () => {
  test.each(['writesPerMinute', 'writesPerHour'] as const)(
    'refuse what is beyond %s, and do nothing',
    async (which) => {
      shop.github.limits[which] = 2;
      const comment = () => shop.octokit.rest.issues.createComment({ ...here, issue_number: 7, body: 'Hello' });
      const before = shop.github.issues().find(({ number }) => number === 7)?.comments.length ?? 0;
      await comment();
      await comment();
      await expect(comment()).rejects.toMatchObject({
        status: 403,
        message: expect.stringContaining('secondary rate limit'),
        response: { headers: { 'retry-after': expect.stringMatching(/^\d+$/) } },
      });
      expect(shop.github.issues().find(({ number }) => number === 7)?.comments.length).toBe(before + 2);
      expect((await shop.octokit.rest.issues.get({ ...here, issue_number: 7 })).status).toBe(200);
    },
  );
});

describe('faults', () => {
  test('an answer of the test, at the nth matching call only', async () => {
    const headers = { 'retry-after': '7' };
    shop.github.failNext({
      method: 'GET',
      path: /\/issues\/\d+$/,
      nth: 2,
      fault: { kind: 'answer', status: 429, headers },
    });
    const get = () => shop.octokit.rest.issues.get({ ...here, issue_number: 7 });
    await get();
    await expect(get()).rejects.toMatchObject({ status: 429, response: { headers: { 'retry-after': '7' } } });
    expect((await get()).status).toBe(200);
  });

  test('a connection that is reset did nothing; one whose answer is lost did all', async () => {
    const create = () => shop.octokit.rest.issues.create({ ...here, title: 'T' });
    shop.github.failNext({ method: 'POST', path: '/repos/acme/shop/issues', fault: { kind: 'reset' } });
    await expect(create()).rejects.toThrow();
    expect([...shop.github.changed]).toEqual([]);
    shop.github.failNext({ method: 'POST', path: '/repos/acme/shop/issues', fault: { kind: 'answer lost' } });
    await expect(create()).rejects.toThrow();
    expect([...shop.github.changed]).toEqual([50]);
    expect(shop.github.requests.map(({ method }) => method)).toEqual(['POST', 'POST']);
  });

  test.each([
    ['hang' as const, []],
    ['answer held' as const, [50]],
  ])('"%s" answers never, and does not keep the server from stopping', async (kind, changed) => {
    shop.github.failNext({ method: 'POST', path: /issues$/, fault: { kind } });
    const create = expect(shop.octokit.rest.issues.create({ ...here, title: 'T' })).rejects.toThrow();
    await expect.poll(() => shop.github.requests.length).toBe(1);
    await expect.poll(() => [...shop.github.changed]).toEqual(changed);
    await shop.github.stop();
    await create;
    shop.github = await startGitHub({ history: smallHistory(), now: () => shop.now });
  });
});
