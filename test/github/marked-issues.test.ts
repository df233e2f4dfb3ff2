import { describe, expect, it } from 'vitest';
import { findMarkedIssues } from '../../src/github/marked-issues.ts';
import { generateMarker } from '../../src/github/marker.ts';
import { connected, planted } from './connect.ts';

const LABEL = 'log-gardener';
const closed = { state: 'closed', closed_at: '2025-09-02T08:00:00Z' } as const;
const fingerprint = (digit: string) => `lg1${digit.repeat(16)}`;
const marked = (digit: string) =>
  `text\n\n${generateMarker({ fingerprint: fingerprint(digit), run: '1', draft: '1-1' })}`;
const comment = (author: string, body: string) => ({ author, body, created_at: '2025-09-02T08:00:00Z' });

describe('marked issues', () => {
  it('are those we wrote, by label or by author, open or closed', async () => {
    const { github } = await connected({
      issues: [
        planted(1, { author: 'gardener', labels: [LABEL], body: marked('a') }),
        planted(2, { author: 'gardener', body: marked('b'), ...closed }),
        planted(3, { author: 'gardener', body: 'by hand' }),
        planted(4, { body: 'nothing to do with us' }),
      ],
    });
    const { read, ...found } = await findMarkedIssues(github);
    expect(found).toEqual({
      issues: new Map([
        [fingerprint('a'), 1],
        [fingerprint('b'), 2],
      ]),
      twins: new Map(),
      complete: true,
      error: null,
    });
    expect([...read.values()].map(({ number, state }) => [number, state])).toEqual([
      [1, 'open'],
      [2, 'closed'],
    ]);
  });

  it.each(['null', '""', '{}'])('are not known when GitHub answers the list with %s', async (body) => {
    const { github, server } = await connected({ issues: [planted(1, { author: 'gardener', body: marked('a') })] });
    const path = '/repos/acme/shop/issues';
    const headers = { 'content-type': 'application/json' };
    const answer = JSON.parse(body);
    for (const nth of [1, 2]) {
      server.failNext({ method: 'GET', path, nth, fault: { kind: 'answer', status: 200, headers, body: answer } });
    }
    const found = await findMarkedIssues(github);
    expect(found.complete).toBe(false);
    expect(found.error).toContain('list issues');
  });

  it('are not those of a stranger who copied a marker, into an issue or a comment', async () => {
    const { github } = await connected({
      issues: [
        planted(1, { author: 'mallory', labels: [LABEL], body: marked('a') }),
        planted(2, { author: 'ada', labels: [LABEL], comments: [comment('mallory', marked('b'))] }),
      ],
    });
    expect((await findMarkedIssues(github)).issues).toEqual(new Map());
  });

  it('are those of authors the config trusts, however their login is written', async () => {
    const { github } = await connected(
      { issues: [planted(1, { author: 'Old-Bot', labels: [LABEL], body: marked('a') })] },
      { trustedAuthors: ['old-bot'] },
    );
    expect((await findMarkedIssues(github)).issues).toEqual(new Map([[fingerprint('a'), 1]]));
  });

  it('are issues of other people that carry our label and our comment', async () => {
    const { github } = await connected({
      issues: [planted(169, { labels: [LABEL], comments: [comment('ada', 'hm'), comment('gardener', marked('c'))] })],
    });
    expect((await findMarkedIssues(github)).issues).toEqual(new Map([[fingerprint('c'), 169]]));
  });

  it('are issues of our own that a person rewrote, by the comment that we wrote since', async () => {
    const rewritten = { author: 'gardener', labels: [LABEL], body: 'Rewritten by a person' };
    const { github } = await connected({
      issues: [
        planted(1, { ...rewritten, comments: [comment('mallory', marked('d')), comment('gardener', marked('c'))] }),
      ],
    });
    expect((await findMarkedIssues(github)).issues).toEqual(new Map([[fingerprint('c'), 1]]));
  });

  it('take as many requests for the comments of twenty issues as for those of two', async () => {
    const count = async (issues: number) => {
      const numbers = Array.from({ length: issues }, (_, index) => index + 1);
      const { github, server } = await connected({
        issues: numbers.map((number) =>
          planted(number, { labels: [LABEL], comments: [comment('ada', 'hm'), comment('gardener', marked('c'))] }),
        ),
      });
      const before = server.requests.length;
      expect((await findMarkedIssues(github)).issues).toEqual(new Map([[fingerprint('c'), 1]]));
      return server.requests.length - before;
    };
    expect([await count(2), await count(20)]).toEqual([3, 3]);
  });

  it('are found in comments beyond the last hundred, and where there is no GraphQL', async () => {
    const many = Array.from({ length: 120 }, (_, index) => comment('ada', `hm ${index}`));
    const { github, server } = await connected({
      issues: [
        planted(1, { labels: [LABEL], comments: [comment('gardener', marked('a')), ...many] }),
        planted(2, { labels: [LABEL], comments: [comment('gardener', marked('b'))] }),
      ],
    });
    const both = new Map([
      [fingerprint('a'), 1],
      [fingerprint('b'), 2],
    ]);
    expect(await findMarkedIssues(github)).toMatchObject({ issues: both, complete: true });
    server.failNext({ method: 'POST', path: '/graphql', fault: { kind: 'answer', status: 404 } });
    expect(await findMarkedIssues(github)).toMatchObject({ issues: both, complete: true });
  });

  it('prefer an open issue, the oldest of them, then the closed one that followed the others', async () => {
    const ours = { author: 'gardener', labels: [LABEL], body: `${marked('a')}\n${marked('b')}` };
    const { github } = await connected({
      issues: [
        planted(1, { ...ours, ...closed }),
        planted(2, { ...ours, body: marked('a') }),
        planted(3, { ...ours, body: marked('a') }),
        planted(4, { ...ours, ...closed }),
        planted(5, { ...ours, ...closed, state_reason: 'duplicate', duplicate_of: 4 }),
      ],
    });
    const { issues, twins } = await findMarkedIssues(github);
    expect(issues.get(fingerprint('a'))).toBe(2);
    expect(issues.get(fingerprint('b'))).toBe(4);
    expect(twins).toEqual(new Map([[fingerprint('a'), [3]]]));
  });

  it('have twins only where more than one of them is open, is ours, and says so in its body', async () => {
    const ours = { author: 'gardener', labels: [LABEL] };
    const { github } = await connected({
      issues: [
        planted(1, { ...ours, body: `${marked('a')}\n${marked('a')}` }),
        planted(2, { ...ours, body: marked('b') }),
        planted(3, { author: 'mallory', labels: [LABEL], body: marked('b') }),
        planted(4, { labels: [LABEL], comments: [comment('gardener', marked('b'))] }),
        planted(5, { labels: [LABEL], comments: [comment('gardener', marked('c'))] }),
        planted(6, { ...ours, body: marked('c') }),
      ],
    });
    const { issues, twins } = await findMarkedIssues(github);
    expect(issues.get(fingerprint('c'))).toBe(5);
    expect(twins).toEqual(new Map([[fingerprint('c'), [6]]]));
  });

  it.each([
    ['a list', '/repos/acme/shop/issues'],
    ['comments', '/repos/acme/shop/issues/169/comments'],
  ])('are not complete when %s could not be read, and say why', async (_, path) => {
    const { github, server } = await connected({
      issues: [planted(1, { author: 'gardener', body: marked('a') }), planted(169, { labels: [LABEL] })],
    });
    server.failNext({ method: 'GET', path, fault: { kind: 'answer', status: 403 } });
    const { complete, error, issues } = await findMarkedIssues(github);
    expect(complete).toBe(false);
    expect(error).toContain('403');
    expect(issues.get(fingerprint('a'))).toBe(1);
  });
});
