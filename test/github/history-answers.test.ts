import { describe, expect, it } from 'vitest';
import { getHistory } from '../../src/github/history.ts';
import { getIssue } from '../../src/github/issues.ts';
import { connected, merged, planted } from './connect.ts';
import { closed, marker } from './history-of.ts';

describe('what GitHub tells and the scenario server cannot', () => {
  const answered = async (more: object) => {
    const { github, server } = await connected({ issues: [planted(7, closed)] });
    const issue = await getIssue(github, 7);
    const answer = {
      repository: { nameWithOwner: 'acme/shop' },
      comments: { totalCount: 0, nodes: [] },
      closedByPullRequestsReferences: { nodes: [], pageInfo: { hasNextPage: false } },
      timelineItems: { nodes: [] },
      labelings: { nodes: [] },
      ...more,
    };
    const body = { data: { repository: { issue: answer } } };
    server.failNext({ method: 'POST', path: '/graphql', fault: { kind: 'answer', status: 200, body } });
    if (issue === null) throw new Error('#7 is not planted');
    return getHistory(github, issue);
  };
  const foreign = {
    number: 12,
    title: 'Fix the library',
    url: 'https://github.com/acme/lib/pull/12',
    state: 'MERGED',
    mergedAt: '2025-09-11T18:02:00Z',
    repository: { nameWithOwner: 'acme/lib' },
  };
  const closedBy = (closer: object | null, actor: object | null = { __typename: 'User', login: 'ada' }) => ({
    timelineItems: { nodes: [{ __typename: 'ClosedEvent', createdAt: closed.closed_at, actor, closer }] },
  });

  it('a pull request of another repository is no fix here, linked or closing', async () => {
    const links = { nodes: [foreign], pageInfo: { hasNextPage: false } };
    const { fix, closing, complete } = await answered({
      ...closedBy({ __typename: 'PullRequest', ...foreign }),
      closedByPullRequestsReferences: links,
    });
    expect({ fix, complete, means: closing?.means }).toEqual({
      fix: null,
      complete: true,
      means: { kind: 'elsewhere', pull: 'acme/lib#12' },
    });
  });

  it('a commit whose pull requests are all of other repositories is a commit of none', async () => {
    const closer = { __typename: 'Commit', oid: 'c0ffee', associatedPullRequests: { nodes: [foreign, null] } };
    const { fix, closing } = await answered(closedBy(closer));
    expect({ fix, means: closing?.means }).toEqual({ fix: null, means: { kind: 'commit', sha: 'c0ffee' } });
  });

  it('a bot goes by the name that REST has for it, and nobody by none', async () => {
    const bot = await answered(closedBy(null, { __typename: 'Bot', login: 'stale' }));
    expect(bot.closing).toMatchObject({ by: 'stale[bot]', byBot: true, means: { kind: 'hand' } });
    expect((await answered(closedBy(null, null))).closing).toMatchObject({ by: null, byBot: false });
  });

  it('a closer of a kind that is not known yet is taken for a hand', async () => {
    const { closing } = await answered(closedBy({ __typename: 'ProjectV2' }));
    expect(closing?.means).toEqual({ kind: 'hand' });
  });

  it('an issue that became a discussion, or went to another repository', async () => {
    const converted = { timelineItems: { nodes: [{ __typename: 'ConvertedToDiscussionEvent' }] } };
    expect((await answered(converted)).movedTo).toBe('discussion');
    expect((await answered({ repository: { nameWithOwner: 'acme/lib' } })).movedTo).toBe('another repository');
    expect((await answered({ repository: { nameWithOwner: 'Acme/Shop' } })).movedTo).toBeNull();
  });

  it('more linked pull requests than were read leave the fix unknown', async () => {
    const links = { nodes: [], pageInfo: { hasNextPage: true } };
    expect(await answered({ closedByPullRequestsReferences: links })).toMatchObject({ fix: null, complete: false });
  });

  it('a duplicate of an issue of another repository is none of ours', async () => {
    const canonical = { __typename: 'Issue', number: 6, repository: { nameWithOwner: 'acme/lib' } };
    const nodes = [{ __typename: 'MarkedAsDuplicateEvent', canonical }];
    expect((await answered({ timelineItems: { nodes } })).duplicateOf).toBeNull();
  });
});

describe('a history that could not be read', () => {
  const more = { issues: [planted(7)], pulls: [merged(8, '2025-09-11T18:02:00Z', { closes: [7] })] };

  it.each([
    ['there is no GraphQL', { kind: 'answer', status: 404 }],
    ['GraphQL refuses', { kind: 'answer', status: 200, body: { errors: [{ type: 'FORBIDDEN', message: 'no' }] } }],
    ['GraphQL talks nonsense', { kind: 'answer', status: 200, body: { data: { repository: null } } }],
    ['the connection breaks', { kind: 'reset' }],
  ] as const)('says so when %s: the fix is unknown, not none', async (_, fault) => {
    const { github, server } = await connected(more);
    const issue = await getIssue(github, 7);
    for (let nth = 1; nth <= 4; nth++) server.failNext({ method: 'POST', path: '/graphql', nth, fault });
    expect(issue && (await getHistory(github, issue))).toMatchObject({ complete: false, fix: null, duplicateOf: null });
  });

  it('tells what we wrote all the same', async () => {
    const comments = [{ author: 'gardener', body: marker, created_at: '2025-09-02T08:00:00Z' }];
    const { github, server } = await connected({ issues: [planted(7, { comments })] });
    const issue = await getIssue(github, 7);
    server.failNext({ method: 'POST', path: '/graphql', fault: { kind: 'answer', status: 403 } });
    const history = issue && (await getHistory(github, issue));
    expect([history?.ownComments.length, history?.complete]).toEqual([1, false]);
  });

  it('says so when the comments are missing', async () => {
    const comments = Array.from({ length: 101 }, () => ({
      author: 'ada',
      body: 'hm',
      created_at: '2025-09-02T08:00:00Z',
    }));
    const { github, server } = await connected({ ...more, issues: [planted(7, { comments })] });
    const issue = await getIssue(github, 7);
    const path = '/repos/acme/shop/issues/7/comments';
    server.failNext({ method: 'GET', path, fault: { kind: 'answer', status: 403 } });
    expect(issue && (await getHistory(github, issue))).toMatchObject({
      complete: false,
      ownComments: [],
      fix: { pull: 8 },
    });
  });
});
