import { describe, expect, it } from 'vitest';
import { getHistory } from '../../src/github/history.ts';
import { getIssue, listComments } from '../../src/github/issues.ts';
import { connected, planted } from './connect.ts';
import { historyOf, marker } from './history-of.ts';

describe('what we wrote', () => {
  it('is the issue itself when we made it, marker and all', async () => {
    const body = `text\n${marker}`;
    expect((await historyOf(7, { issues: [planted(7, { author: 'gardener', body })] })).own).toBe(true);
    expect((await historyOf(7, { issues: [planted(7, { author: 'gardener' })] })).own).toBe(false);
    expect((await historyOf(7, { issues: [planted(7, { author: 'mallory', body })] })).own).toBe(false);
  });

  it('is our comments with a marker, oldest first, and nobody else’s', async () => {
    const comment = (id: number, author: string, body: string) => ({
      id,
      author,
      body,
      created_at: `2025-09-02T08:00:0${id}Z`,
    });
    const comments = [
      comment(1, 'gardener', marker),
      comment(2, 'gardener', 'by hand'),
      comment(3, 'mallory', marker),
      comment(4, 'gardener', marker),
    ];
    const { ownComments } = await historyOf(7, { issues: [planted(7, { comments })] });
    expect(ownComments.map(({ id }) => id)).toEqual([1, 4]);
  });
});

describe('comments', () => {
  const comment = (index: number, more: object = {}) => ({
    author: index === 0 ? 'gardener' : 'ada',
    body: index === 0 ? marker : 'hm',
    created_at: '2025-09-02T08:00:00Z',
    ...more,
  });

  it('come with the history, as REST would show them', async () => {
    const { github, server } = await connected({ issues: [planted(7, { comments: [comment(0), comment(1)] })] });
    const issue = await getIssue(github, 7);
    const before = server.requests.length;
    const history = issue && (await getHistory(github, issue));
    expect(server.requests.length - before).toBe(1);
    expect(history?.ownComments).toEqual((await listComments(github, 7)).slice(0, 1));
  });

  it('are read to the first where there are more than one answer holds', async () => {
    const comments = Array.from({ length: 130 }, (_, index) => comment(index));
    const { ownComments, complete } = await historyOf(7, { issues: [planted(7, { comments })] });
    expect({ count: ownComments.length, complete }).toEqual({ count: 1, complete: true });
  });

  it('of a bot count as ours under the name that REST has for it', async () => {
    const { github, server } = await connected({ issues: [planted(7)] }, { trustedAuthors: ['log-gardener[bot]'] });
    const issue = await getIssue(github, 7);
    const node = (author: object) => ({
      fullDatabaseId: '3284000001',
      body: marker,
      createdAt: '2025-09-02T08:00:00Z',
      updatedAt: '2025-09-02T08:00:00Z',
      author,
    });
    const nodes = [
      node({ __typename: 'Bot', login: 'log-gardener' }),
      node({ __typename: 'User', login: 'log-gardener' }),
    ];
    const answer = {
      repository: { nameWithOwner: 'acme/shop' },
      comments: { totalCount: 2, nodes },
      closedByPullRequestsReferences: { nodes: [], pageInfo: { hasNextPage: false } },
      timelineItems: { nodes: [] },
      labelings: { nodes: [] },
    };
    const body = { data: { repository: { issue: answer } } };
    server.failNext({ method: 'POST', path: '/graphql', fault: { kind: 'answer', status: 200, body } });
    const history = issue && (await getHistory(github, issue));
    expect(history?.ownComments.map(({ author, id }) => [author, id])).toEqual([['log-gardener[bot]', 3284000001]]);
  });
});

describe('the labels of an issue', () => {
  it('are ours where we set them the last time, and a person’s where they did', async () => {
    const set = (label: string, actor: string, day: number) =>
      ({ event: 'labeled', label, actor, created_at: `2025-09-0${day}T08:00:00Z` }) as const;
    const events = [
      set('P3', 'gardener', 1),
      set('bug', 'ada', 1),
      set('P2', 'ada', 2),
      set('P2', 'gardener', 3),
      set('P1', 'gardener', 2),
      set('P1', 'ada', 3),
      set('gone', 'gardener', 1),
    ];
    const { github } = await connected({ issues: [planted(7, { labels: ['P3', 'bug', 'P2', 'P1', 'old'], events })] });
    const issue = await getIssue(github, 7);
    if (issue === null) throw new Error('#7 is not planted');
    expect((await getHistory(github, issue)).ownLabels).toEqual(['P3', 'P2']);
  });
});
