import { describe, expect, it } from 'vitest';
import { getHistory } from '../../src/github/history.ts';
import { getIssue, listComments } from '../../src/github/issues.ts';
import { generateMarker } from '../../src/github/marker.ts';
import type { HistoryInput } from '../support/github/history.ts';
import { mergeCommit } from '../support/github/repository-answers.ts';
import { connected, merged, planted } from './connect.ts';

const closed = { state: 'closed', closed_at: '2025-09-11T18:03:00Z' } as const;
const marker = generateMarker({ fingerprint: `lg1${'a'.repeat(16)}`, run: '1', draft: '1-1' });

async function historyOf(number: number, more: Partial<HistoryInput>) {
  const { github } = await connected(more);
  const issue = await getIssue(github, number);
  if (issue === null) throw new Error(`#${number} is not planted`);
  return getHistory(github, issue);
}

describe('the fix of an issue', () => {
  it('is the merged pull request that closed it', async () => {
    const { fix, complete } = await historyOf(7, {
      issues: [planted(7, { ...closed, closed_by_pull: 8 })],
      pulls: [merged(8, '2025-09-11T18:02:00Z', { closes: [7] })],
    });
    expect(complete).toBe(true);
    expect(fix).toMatchObject({ pull: 8, mergedAt: '2025-09-11T18:02:00Z', how: 'closed the issue' });
  });

  it('is a merged pull request linked from an issue that is still open', async () => {
    const { fix } = await historyOf(169, {
      issues: [planted(169)],
      pulls: [merged(421, '2025-09-11T18:02:00Z', { closes: [169], title: 'Fix it' })],
    });
    expect(fix).toEqual({
      pull: 421,
      title: 'Fix it',
      url: 'https://github.com/acme/shop/pull/421',
      mergedAt: '2025-09-11T18:02:00Z',
      how: 'linked as closing the issue',
    });
  });

  it('is the last one where there were several', async () => {
    const { fix } = await historyOf(7, {
      issues: [planted(7, { ...closed, closed_by_pull: 8 })],
      pulls: [merged(9, '2025-09-11T18:02:00Z', { closes: [7] }), merged(8, '2025-09-05T10:00:00Z', { closes: [7] })],
    });
    expect(fix?.pull).toBe(9);
  });

  it('is none when the pull request was closed without a merge, or is still open', async () => {
    const { fix, complete } = await historyOf(7, {
      issues: [planted(7)],
      pulls: [
        { ...merged(8, '2025-09-11T18:02:00Z', { closes: [7] }), merged_at: null },
        { number: 9, title: 'Draft', author: 'ada', created_at: '2025-09-01T08:00:00Z', closes: [7] },
      ],
    });
    expect({ fix, complete }).toEqual({ fix: null, complete: true });
  });

  it('is none when a person closed it by hand', async () => {
    expect((await historyOf(7, { issues: [planted(7, closed)] })).fix).toBeNull();
  });
});

describe('an issue that was closed more than once', () => {
  const at = (day: number) => `2025-09-${String(day).padStart(2, '0')}T08:00:00Z`;
  const event = (kind: 'closed' | 'reopened', day: number, by: { pull?: number; commit?: string } = {}) =>
    kind === 'closed'
      ? { event: kind, actor: 'ada', created_at: at(day), ...by }
      : { event: kind, actor: 'ada', created_at: at(day) };
  const last = { state: 'closed', closed_at: at(9) } as const;

  it('was not fixed the last time by what failed before', async () => {
    const events = [event('closed', 2, { pull: 8 }), event('reopened', 3), event('closed', 9)];
    const { fix, closing } = await historyOf(7, {
      issues: [planted(7, { ...last, events })],
      pulls: [merged(8, at(2), { closes: [7] })],
    });
    expect(fix).toBeNull();
    expect(closing).toEqual({ at: at(9), by: 'ada', byBot: false, means: { kind: 'hand' } });
  });

  it('was fixed by what closed it last', async () => {
    const events = [event('closed', 2, { pull: 8 }), event('reopened', 3), event('closed', 9, { pull: 10 })];
    const { fix, closing } = await historyOf(7, {
      issues: [planted(7, { ...last, events })],
      pulls: [merged(8, at(2), { closes: [7] }), merged(10, at(9))],
    });
    expect(fix).toMatchObject({ pull: 10, how: 'closed the issue' });
    expect(closing?.means).toEqual({ kind: 'pull', pull: 10 });
  });

  it('was fixed by what was merged since it was reopened, though a person closed it', async () => {
    const events = [event('closed', 2, { pull: 8 }), event('reopened', 3), event('closed', 9)];
    const { fix } = await historyOf(7, {
      issues: [planted(7, { ...last, events })],
      pulls: [merged(8, at(2), { closes: [7] }), merged(10, at(8), { closes: [7] })],
    });
    expect(fix).toMatchObject({ pull: 10, how: 'linked as closing the issue' });
  });

  it('is a regression of the fix that failed while it is open', async () => {
    const events = [event('closed', 2, { pull: 8 }), event('reopened', 3)];
    const { fix } = await historyOf(7, { issues: [planted(7, { events })], pulls: [merged(8, at(2))] });
    expect(fix?.pull).toBe(8);
  });
});

describe('the closing of an issue', () => {
  const by = (more: { actor?: string; commit?: string }) => {
    const event = { event: 'closed' as const, actor: 'ada', created_at: closed.closed_at, ...more };
    return { issues: [planted(7, { ...closed, events: [event] })] };
  };

  it('by a commit of a pull request is that pull request’s', async () => {
    const { fix, closing } = await historyOf(7, {
      ...by({ commit: mergeCommit(8) }),
      pulls: [merged(8, '2025-09-11T18:02:00Z')],
    });
    expect(fix).toMatchObject({ pull: 8, how: 'a commit of it closed the issue' });
    expect(closing?.means).toEqual({ kind: 'pull', pull: 8 });
  });

  it('by a commit of no pull request names the commit', async () => {
    const { fix, closing } = await historyOf(7, by({ commit: 'c0ffee' }));
    expect({ fix, means: closing?.means }).toEqual({ fix: null, means: { kind: 'commit', sha: 'c0ffee' } });
  });

  it('tells a bot from a person, and us from both', async () => {
    expect((await historyOf(7, by({ actor: 'stale[bot]' }))).closing).toMatchObject({ by: 'stale[bot]', byBot: true });
    expect((await historyOf(7, by({}))).closing).toMatchObject({ by: 'ada', byBot: false });
    const { github } = await connected(by({ actor: 'log-gardener[bot]' }), { trustedAuthors: ['log-gardener[bot]'] });
    const issue = await getIssue(github, 7);
    expect(issue && (await getHistory(github, issue)).closing).toMatchObject({ by: 'log-gardener[bot]', byBot: false });
  });

  it('is none for an issue that was never closed', async () => {
    expect((await historyOf(7, { issues: [planted(7)] })).closing).toBeNull();
  });
});

describe('a fix on its way', () => {
  it('is an open pull request that is linked as closing the issue', async () => {
    const draft = { number: 9, title: 'Draft', author: 'ada', created_at: '2025-09-01T08:00:00Z', closes: [7] };
    const { fixesOnTheWay } = await historyOf(7, {
      issues: [planted(7)],
      pulls: [draft, { ...merged(8, '2025-09-11T18:02:00Z', { closes: [7] }), merged_at: null }],
    });
    expect(fixesOnTheWay).toEqual([{ number: 9, title: 'Draft', url: 'https://github.com/acme/shop/pull/9' }]);
  });
});

describe('duplicates', () => {
  it('name the issue they were closed for', async () => {
    const duplicate = { ...closed, state_reason: 'duplicate', duplicate_of: 6 } as const;
    const { duplicateOf } = await historyOf(7, { issues: [planted(6), planted(7, duplicate)] });
    expect(duplicateOf).toBe(6);
  });

  it('are none any more once unmarked', async () => {
    const at = (created_at: string) => ({ actor: 'ada', created_at, canonical: 6 });
    const events = [
      { event: 'marked_as_duplicate' as const, ...at('2025-09-02T08:00:00Z') },
      { event: 'unmarked_as_duplicate' as const, ...at('2025-09-03T08:00:00Z') },
    ];
    const { duplicateOf } = await historyOf(7, { issues: [planted(6), planted(7, { events })] });
    expect(duplicateOf).toBeNull();
  });
});

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
