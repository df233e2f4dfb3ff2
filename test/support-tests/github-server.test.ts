import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectOctokit } from '../support/connect-octokit.ts';
import { History } from '../support/github/history.ts';
import { type ScenarioGitHub, startGitHub } from '../support/github/server.ts';
import { smallHistory } from '../support/github/small-history.ts';

const here = { owner: 'acme', repo: 'shop' };
let now = new Date();
let github: ScenarioGitHub;
let octokit: ReturnType<typeof connectOctokit>;

beforeEach(async () => {
  now = new Date('2025-02-01T12:00:00.789Z');
  github = await startGitHub({ history: smallHistory(), now: () => now });
  octokit = connectOctokit(github);
});
afterEach(() => github.stop());

const refused = (status: number) => expect.objectContaining({ status });

describe('what was planted', () => {
  test('is there with its own numbers, dates and comments', async () => {
    const { data } = await octokit.rest.issues.get({ ...here, issue_number: 9 });
    expect(data).toMatchObject({
      number: 9,
      state: 'closed',
      state_reason: 'completed',
      created_at: '2025-01-03T00:00:00Z',
      closed_at: '2025-01-05T12:00:01Z',
      html_url: 'https://github.com/acme/shop/issues/9',
    });
    const comments = await octokit.rest.issues.listComments({ ...here, issue_number: 7 });
    expect(comments.data.map(({ body, created_at }) => [body, created_at])).toEqual([
      ['Seen again: QuotaExceeded in the basket.', '2025-01-03T10:00:00Z'],
      ['Still there.', '2025-01-04T10:00:00Z'],
    ]);
  });

  test('is listed newest first, open ones only, pull requests among them', async () => {
    const { data } = await octokit.rest.issues.listForRepo(here);
    expect(data.map((issue) => [issue.number, issue.pull_request !== undefined])).toEqual([
      [20, true],
      [7, false],
    ]);
  });

  test.each([
    [{ state: 'closed' as const }, [14, 12, 9]],
    [{ state: 'all' as const, labels: 'BUG,checkout' }, [7]],
    [{ state: 'all' as const, creator: 'ada' }, [12, 7]],
    [{ state: 'all' as const, since: '2025-01-05T12:00:01Z' }, [20, 14, 9]],
    [{ state: 'all' as const, sort: 'updated' as const, direction: 'asc' as const }, [7, 12, 9, 14, 20]],
  ])('is filtered by %j', async (filter, numbers) => {
    const { data } = await octokit.rest.issues.listForRepo({ ...here, ...filter });
    expect(data.map((issue) => issue.number)).toEqual(numbers);
  });

  test('comes page by page, with links that Octokit follows', async () => {
    const first = await octokit.rest.issues.listForRepo({ ...here, state: 'all', per_page: 2 });
    expect(first.headers.link).toMatch(/page=2>; rel="next", .*page=3>; rel="last"/);
    const all = await octokit.paginate('GET /repos/{owner}/{repo}/issues', { ...here, state: 'all', per_page: 2 });
    expect(all.map((issue) => issue.number)).toEqual([20, 14, 12, 9, 7]);
  });

  test('a filter that the server does not know is refused, not ignored', async () => {
    await expect(octokit.rest.issues.listForRepo({ ...here, milestone: '1' })).rejects.toEqual(refused(501));
  });

  test('survives a snapshot: another server goes on where the first stopped', async () => {
    await octokit.rest.issues.create({ ...here, title: 'New' });
    await octokit.rest.issues.createComment({ ...here, issue_number: 50, body: 'First' });
    const second = await startGitHub({ history: github.snapshot(), now: () => now });
    try {
      expect(second.issues().map((issue) => ({ ...issue, planted: false }))).toEqual(
        github.issues().map((issue) => ({ ...issue, planted: false })),
      );
      const { data } = await connectOctokit(second).rest.issues.create({ ...here, title: 'Next' });
      expect(data.number).toBe(51);
    } finally {
      await second.stop();
    }
  });

  test.each([
    [
      'a number that is taken twice',
      { nextNumber: 51, issues: [{ ...issue(7) }, { ...issue(7) }] },
      /#7 is there twice/,
    ],
    ['a next number that is taken', { nextNumber: 7, issues: [issue(7)] }, /nextNumber must be above it/],
    [
      'a closing pull request that is not there',
      { issues: [{ ...issue(7), closed_by_pull: 3 }] },
      /no pull request #3/,
    ],
    ['a closed issue without a date', { issues: [{ ...issue(7), state: 'closed' as const }] }, /closed_at belongs/],
    ['an unknown key', { issue: [] }, /Unrecognized key/],
  ])('is refused with %s', async (_, change, message) => {
    const { repository, viewer } = smallHistory();
    expect(() => History.parse({ repository, viewer, nextNumber: 50, ...change })).toThrow(message);
  });
});

describe('writing', () => {
  test('an issue gets the next number, the clock of the scenario, its missing labels, and our login', async () => {
    const { data, headers } = await octokit.rest.issues.create({
      ...here,
      title: 'T',
      body: 'B',
      labels: ['bug', 'new'],
    });
    expect(data).toMatchObject({ number: 50, created_at: '2025-02-01T12:00:00Z', user: { login: 'gardener' } });
    expect(headers.location).toBe(`${github.url}/repos/acme/shop/issues/50`);
    expect(github.issues().at(-1)).toMatchObject({ number: 50, labels: ['bug', 'new'], planted: false });
    expect([...github.changed]).toEqual([50]);
    expect((await octokit.rest.issues.getLabel({ ...here, name: 'new' })).data.color).toBe('ededed');
  });

  test('closing and reopening move state, reason, dates and timeline', async () => {
    await octokit.rest.issues.update({ ...here, issue_number: 7, state: 'closed', state_reason: 'not_planned' });
    expect(github.issues()[0]).toMatchObject({
      state: 'closed',
      stateReason: 'not_planned',
      closedAt: '2025-02-01T12:00:00Z',
    });
    now = new Date('2025-02-02T00:00:00Z');
    await octokit.rest.issues.update({ ...here, issue_number: 7, state: 'open' });
    expect(github.issues()[0]).toMatchObject({
      state: 'open',
      stateReason: 'reopened',
      closedAt: null,
      updatedAt: '2025-02-02T00:00:00Z',
    });
    const { data } = await octokit.rest.issues.listEventsForTimeline({ ...here, issue_number: 7 });
    expect(data.map(({ event }) => event)).toEqual([
      'commented',
      'commented',
      'cross-referenced',
      'closed',
      'reopened',
    ]);
  });

  test('a comment can be added and edited, and the issue counts as updated', async () => {
    const { data } = await octokit.rest.issues.createComment({ ...here, issue_number: 7, body: 'One' });
    now = new Date('2025-02-01T13:00:00Z');
    await octokit.rest.issues.updateComment({ ...here, comment_id: data.id, body: 'Two' });
    expect(github.issues()[0]?.comments.at(-1)).toMatchObject({
      body: 'Two',
      createdAt: '2025-02-01T12:00:00Z',
      updatedAt: '2025-02-01T13:00:00Z',
    });
    const since = await octokit.rest.issues.listCommentsForRepo({ ...here, since: '2025-02-01T00:00:00Z' });
    expect(since.data.map(({ body }) => body)).toEqual(['Two']);
  });

  test('labels are added to those that are there', async () => {
    const { data } = await octokit.rest.issues.addLabels({ ...here, issue_number: 7, labels: ['P1', 'Bug'] });
    expect(data.map(({ name }) => name)).toEqual(['bug', 'checkout', 'P1']);
  });

  test('65,536 characters are enough and one more is refused in the words of GitHub', async () => {
    const body = '🌱'.repeat(65_536);
    expect((await octokit.rest.issues.create({ ...here, title: 'T', body })).status).toBe(201);
    const long = octokit.rest.issues.create({ ...here, title: 'T', body: `${body}x` });
    await expect(long).rejects.toThrow(
      'Validation Failed: {"resource":"Issue","field":"body","code":"custom","message":"body is too long (maximum is 65536 characters)"}',
    );
    const comment = octokit.rest.issues.createComment({ ...here, issue_number: 7, body: `${body}x` });
    await expect(comment).rejects.toThrow('Body is too long (maximum is 65536 characters)');
  });

  test.each([
    ['no title', '{}', 422, 'Invalid request.\n\n"title" wasn\'t supplied.'],
    ['a title of spaces', '{"title":" "}', 422, 'Validation Failed'],
    ['half a JSON', '{"title":', 400, 'Problems parsing JSON'],
  ])('an issue with %s is refused', async (_, body, status, message) => {
    const headers = { authorization: `token ${github.token}` };
    const response = await fetch(`${github.url}/repos/acme/shop/issues`, { method: 'POST', headers, body });
    expect([response.status, await response.json()]).toEqual([status, expect.objectContaining({ message })]);
    expect([...github.changed]).toEqual([]);
  });
});

describe('who asks, and how often', () => {
  test.each([
    [{}, 'Requires authentication'],
    [{ authorization: 'Bearer wrong' }, 'Bad credentials'],
  ])('%j is answered with 401', async (headers, message) => {
    const response = await fetch(`${github.url}/user`, { headers });
    expect([response.status, await response.json()]).toEqual([401, expect.objectContaining({ message })]);
  });

  test('another repository is not found, and the case of a name does not matter', async () => {
    await expect(octokit.rest.repos.get({ owner: 'acme', repo: 'secret' })).rejects.toEqual(refused(404));
    expect((await octokit.rest.repos.get({ owner: 'ACME', repo: 'Shop' })).data.full_name).toBe('acme/shop');
  });

  test('an unchanged answer is 304 and costs nothing; a changed one is sent', async () => {
    const ask = (etag?: string) =>
      fetch(`${github.url}/repos/acme/shop/issues/7`, {
        headers: { authorization: `Bearer ${github.token}`, ...(etag === undefined ? {} : { 'if-none-match': etag }) },
      });
    const first = await ask();
    const etag = first.headers.get('etag') ?? '';
    const second = await ask(etag);
    expect([second.status, await second.text()]).toEqual([304, '']);
    expect(second.headers.get('x-ratelimit-remaining')).toBe(first.headers.get('x-ratelimit-remaining'));
    await octokit.rest.issues.createComment({ ...here, issue_number: 7, body: 'New' });
    expect((await ask(etag)).status).toBe(200);
  });

  test('the limit of each resource is counted down and enforced on its own', async () => {
    github.limits.search = 2;
    const search = () => octokit.rest.search.issuesAndPullRequests({ q: 'is:issue' });
    expect((await search()).headers['x-ratelimit-remaining']).toBe('1');
    expect((await search()).headers['x-ratelimit-remaining']).toBe('0');
    await expect(search()).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('API rate limit exceeded'),
      response: { headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-resource': 'search' } },
    });
    expect((await octokit.rest.issues.get({ ...here, issue_number: 7 })).headers['x-ratelimit-resource']).toBe('core');
  });
});

describe('what went elsewhere', () => {
  const at = { author: 'ada', created_at: '2025-01-01T00:00:00Z' };
  const gone = (number: number, how: 'deleted' | 'transferred' | 'discussion') => ({
    ...at,
    number,
    title: `Basket ${number}`,
    gone: how,
  });
  let other: ScenarioGitHub;
  let client: ReturnType<typeof connectOctokit>;
  beforeEach(async () => {
    const issues = [
      gone(1, 'deleted'),
      gone(2, 'transferred'),
      gone(3, 'discussion'),
      { ...at, number: 4, title: 'Basket 4' },
    ];
    const closed = { state: 'closed', merged_at: '2025-01-02T00:00:00Z' } as const;
    const pulls = [
      { ...at, ...closed, number: 5, title: 'Fix', closes: [4] },
      { ...at, ...closed, number: 6, title: 'Fix elsewhere', closes: [4], repository: 'acme/lib' },
    ];
    const commits = [
      { sha: 'a'.repeat(40), path: 'app/chat.py', at: '2025-01-02T00:00:00Z', pull: 5 },
      { sha: 'b'.repeat(40), path: 'app/mail.py', at: '2025-01-03T00:00:00Z' },
    ];
    const repository = { owner: 'acme', name: 'shop' };
    other = await startGitHub({
      history: { repository, viewer: 'bot', nextNumber: 9, issues, pulls, commits },
      now: () => now,
    });
    client = connectOctokit(other);
  });
  afterEach(() => other.stop());

  test('is in no list and no search, and its number says where it went', async () => {
    const get = (issue_number: number) => client.rest.issues.get({ ...here, issue_number });
    await expect(get(1)).rejects.toEqual(refused(410));
    await expect(get(3)).rejects.toEqual(refused(404));
    const { data, url } = await get(2);
    expect(data.repository_url).toMatch(/\/repos\/acme\/shop-moved$/);
    expect(url).toMatch(/\/repositories\/\d+\/issues\/2$/);
    const listed = await client.rest.issues.listForRepo({ ...here, state: 'all' });
    expect(listed.data.map(({ number }) => number).sort()).toEqual([4, 5]);
    const found = await client.rest.search.issuesAndPullRequests({ q: 'basket is:issue repo:acme/shop' });
    expect(found.data.items.map(({ number }) => number)).toEqual([4]);
  });

  test('a pull request of another repository is linked and nothing else', async () => {
    await expect(client.rest.pulls.get({ ...here, pull_number: 6 })).rejects.toEqual(refused(404));
    const query = `query { repository(owner: "acme", name: "shop") { issue(number: 4) {
      closedByPullRequestsReferences(first: 5, includeClosedPrs: true) { nodes { number repository { nameWithOwner } } } } } }`;
    expect(JSON.stringify(await client.graphql(query))).toContain(
      '"number":6,"repository":{"nameWithOwner":"acme/lib"}',
    );
  });

  test('commits are listed by the file they touched, with the pull request they came by', async () => {
    const list = async (path: string) =>
      (await client.rest.repos.listCommits({ ...here, path })).data.map(({ sha }) => sha[0]);
    expect([await list('app'), await list('app/chat.py'), await list('ap')]).toEqual([['b', 'a'], ['a'], []]);
    const pulls = (letter: string) =>
      client.rest.repos.listPullRequestsAssociatedWithCommit({ ...here, commit_sha: letter.repeat(40) });
    expect((await pulls('a')).data.map(({ number }) => number)).toEqual([5]);
    expect((await pulls('b')).data).toEqual([]);
  });
});

describe('the secondary limits', () => {
  test.each(['writesPerMinute', 'writesPerHour'] as const)(
    'refuse what is beyond %s, and do nothing',
    async (which) => {
      github.limits[which] = 2;
      const comment = () => octokit.rest.issues.createComment({ ...here, issue_number: 7, body: 'Hello' });
      const before = github.issues().find(({ number }) => number === 7)?.comments.length ?? 0;
      await comment();
      await comment();
      await expect(comment()).rejects.toMatchObject({
        status: 403,
        message: expect.stringContaining('secondary rate limit'),
        response: { headers: { 'retry-after': expect.stringMatching(/^\d+$/) } },
      });
      expect(github.issues().find(({ number }) => number === 7)?.comments.length).toBe(before + 2);
      expect((await octokit.rest.issues.get({ ...here, issue_number: 7 })).status).toBe(200);
    },
  );
});

describe('faults', () => {
  test('an answer of the test, at the nth matching call only', async () => {
    const headers = { 'retry-after': '7' };
    github.failNext({ method: 'GET', path: /\/issues\/\d+$/, nth: 2, fault: { kind: 'answer', status: 429, headers } });
    const get = () => octokit.rest.issues.get({ ...here, issue_number: 7 });
    await get();
    await expect(get()).rejects.toMatchObject({ status: 429, response: { headers: { 'retry-after': '7' } } });
    expect((await get()).status).toBe(200);
  });

  test('a connection that is reset did nothing; one whose answer is lost did all', async () => {
    const create = () => octokit.rest.issues.create({ ...here, title: 'T' });
    github.failNext({ method: 'POST', path: '/repos/acme/shop/issues', fault: { kind: 'reset' } });
    await expect(create()).rejects.toThrow();
    expect([...github.changed]).toEqual([]);
    github.failNext({ method: 'POST', path: '/repos/acme/shop/issues', fault: { kind: 'answer lost' } });
    await expect(create()).rejects.toThrow();
    expect([...github.changed]).toEqual([50]);
    expect(github.requests.map(({ method }) => method)).toEqual(['POST', 'POST']);
  });

  test.each([
    ['hang' as const, []],
    ['answer held' as const, [50]],
  ])('"%s" answers never, and does not keep the server from stopping', async (kind, changed) => {
    github.failNext({ method: 'POST', path: /issues$/, fault: { kind } });
    const create = expect(octokit.rest.issues.create({ ...here, title: 'T' })).rejects.toThrow();
    await expect.poll(() => github.requests.length).toBe(1);
    await expect.poll(() => [...github.changed]).toEqual(changed);
    await github.stop();
    await create;
    github = await startGitHub({ history: smallHistory(), now: () => now });
  });
});

function issue(number: number) {
  return { number, title: 'T', author: 'ada', created_at: '2025-01-01T00:00:00Z' };
}
