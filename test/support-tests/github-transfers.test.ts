import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectOctokit } from '../support/connect-octokit.ts';
import { type ScenarioGitHub, startGitHub } from '../support/github/server.ts';

const here = { owner: 'acme', repo: 'shop' };
const refused = (status: number) => expect.objectContaining({ status });

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
      now: () => new Date('2025-02-01T12:00:00Z'),
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
