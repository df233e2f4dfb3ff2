import { describe, expect, test } from 'vitest';
import { connectOctokit } from '../support/connect-octokit.ts';
import { History } from '../support/github/history.ts';
import { eachInASmallShop, here } from '../support/github/in-a-small-shop.ts';
import { startGitHub } from '../support/github/server.ts';
import { smallHistory } from '../support/github/small-history.ts';

const shop = eachInASmallShop();

const refused = (status: number) => expect.objectContaining({ status });

describe('what was planted', () => {
  test('is there with its own numbers, dates and comments', async () => {
    const { data } = await shop.octokit.rest.issues.get({ ...here, issue_number: 9 });
    expect(data).toMatchObject({
      number: 9,
      state: 'closed',
      state_reason: 'completed',
      created_at: '2025-01-03T00:00:00Z',
      closed_at: '2025-01-05T12:00:01Z',
      html_url: 'https://github.com/acme/shop/issues/9',
    });
    const comments = await shop.octokit.rest.issues.listComments({ ...here, issue_number: 7 });
    expect(comments.data.map(({ body, created_at }) => [body, created_at])).toEqual([
      ['Seen again: QuotaExceeded in the basket.', '2025-01-03T10:00:00Z'],
      ['Still there.', '2025-01-04T10:00:00Z'],
    ]);
  });

  test('is listed newest first, open ones only, pull requests among them', async () => {
    const { data } = await shop.octokit.rest.issues.listForRepo(here);
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
    const { data } = await shop.octokit.rest.issues.listForRepo({ ...here, ...filter });
    expect(data.map((issue) => issue.number)).toEqual(numbers);
  });

  test('comes page by page, with links that Octokit follows', async () => {
    const first = await shop.octokit.rest.issues.listForRepo({ ...here, state: 'all', per_page: 2 });
    expect(first.headers.link).toMatch(/page=2>; rel="next", .*page=3>; rel="last"/);
    const all = await shop.octokit.paginate('GET /repos/{owner}/{repo}/issues', { ...here, state: 'all', per_page: 2 });
    expect(all.map((issue) => issue.number)).toEqual([20, 14, 12, 9, 7]);
  });

  test('a filter that the server does not know is refused, not ignored', async () => {
    await expect(shop.octokit.rest.issues.listForRepo({ ...here, milestone: '1' })).rejects.toEqual(refused(501));
  });

  test('survives a snapshot: another server goes on where the first stopped', async () => {
    await shop.octokit.rest.issues.create({ ...here, title: 'New' });
    await shop.octokit.rest.issues.createComment({ ...here, issue_number: 50, body: 'First' });
    const second = await startGitHub({ history: shop.github.snapshot(), now: () => shop.now });
    try {
      expect(second.issues().map((issue) => ({ ...issue, planted: false }))).toEqual(
        shop.github.issues().map((issue) => ({ ...issue, planted: false })),
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
    const { data, headers } = await shop.octokit.rest.issues.create({
      ...here,
      title: 'T',
      body: 'B',
      labels: ['bug', 'new'],
    });
    expect(data).toMatchObject({ number: 50, created_at: '2025-02-01T12:00:00Z', user: { login: 'gardener' } });
    expect(headers.location).toBe(`${shop.github.url}/repos/acme/shop/issues/50`);
    expect(shop.github.issues().at(-1)).toMatchObject({ number: 50, labels: ['bug', 'new'], planted: false });
    expect([...shop.github.changed]).toEqual([50]);
    expect((await shop.octokit.rest.issues.getLabel({ ...here, name: 'new' })).data.color).toBe('ededed');
  });

  test('closing and reopening move state, reason, dates and timeline', async () => {
    await shop.octokit.rest.issues.update({ ...here, issue_number: 7, state: 'closed', state_reason: 'not_planned' });
    expect(shop.github.issues()[0]).toMatchObject({
      state: 'closed',
      stateReason: 'not_planned',
      closedAt: '2025-02-01T12:00:00Z',
    });
    shop.now = new Date('2025-02-02T00:00:00Z');
    await shop.octokit.rest.issues.update({ ...here, issue_number: 7, state: 'open' });
    expect(shop.github.issues()[0]).toMatchObject({
      state: 'open',
      stateReason: 'reopened',
      closedAt: null,
      updatedAt: '2025-02-02T00:00:00Z',
    });
    const { data } = await shop.octokit.rest.issues.listEventsForTimeline({ ...here, issue_number: 7 });
    expect(data.map(({ event }) => event)).toEqual([
      'commented',
      'commented',
      'cross-referenced',
      'closed',
      'reopened',
    ]);
  });

  test('a comment can be added and edited, and the issue counts as updated', async () => {
    const { data } = await shop.octokit.rest.issues.createComment({ ...here, issue_number: 7, body: 'One' });
    shop.now = new Date('2025-02-01T13:00:00Z');
    await shop.octokit.rest.issues.updateComment({ ...here, comment_id: data.id, body: 'Two' });
    expect(shop.github.issues()[0]?.comments.at(-1)).toMatchObject({
      body: 'Two',
      createdAt: '2025-02-01T12:00:00Z',
      updatedAt: '2025-02-01T13:00:00Z',
    });
    const since = await shop.octokit.rest.issues.listCommentsForRepo({ ...here, since: '2025-02-01T00:00:00Z' });
    expect(since.data.map(({ body }) => body)).toEqual(['Two']);
  });

  test('labels are added to those that are there', async () => {
    const { data } = await shop.octokit.rest.issues.addLabels({ ...here, issue_number: 7, labels: ['P1', 'Bug'] });
    expect(data.map(({ name }) => name)).toEqual(['bug', 'checkout', 'P1']);
  });

  test('65,536 characters are enough and one more is refused in the words of GitHub', async () => {
    const body = '🌱'.repeat(65_536);
    expect((await shop.octokit.rest.issues.create({ ...here, title: 'T', body })).status).toBe(201);
    const long = shop.octokit.rest.issues.create({ ...here, title: 'T', body: `${body}x` });
    await expect(long).rejects.toThrow(
      'Validation Failed: {"resource":"Issue","field":"body","code":"custom","message":"body is too long (maximum is 65536 characters)"}',
    );
    const comment = shop.octokit.rest.issues.createComment({ ...here, issue_number: 7, body: `${body}x` });
    await expect(comment).rejects.toThrow('Body is too long (maximum is 65536 characters)');
  });

  test.each([
    ['no title', '{}', 422, 'Invalid request.\n\n"title" wasn\'t supplied.'],
    ['a title of spaces', '{"title":" "}', 422, 'Validation Failed'],
    ['half a JSON', '{"title":', 400, 'Problems parsing JSON'],
  ])('an issue with %s is refused', async (_, body, status, message) => {
    const headers = { authorization: `token ${shop.github.token}` };
    const response = await fetch(`${shop.github.url}/repos/acme/shop/issues`, { method: 'POST', headers, body });
    expect([response.status, await response.json()]).toEqual([status, expect.objectContaining({ message })]);
    expect([...shop.github.changed]).toEqual([]);
  });
});

function issue(number: number) {
  return { number, title: 'T', author: 'ada', created_at: '2025-01-01T00:00:00Z' };
}
