import { describe, expect, it } from 'vitest';
import { found, online, refused } from './scene.ts';
import { history } from './session-history.ts';

const graphql = { method: 'POST', path: '/graphql' };

describe('get_issue', () => {
  it('gives facts, verdict, body and the newest comments', async () => {
    const { tools } = await online(history);
    const { text, backing } = await tools.call('get_issue', { number: 1, page: 1 });
    expect(text).toContain('#1 is closed 2025-09-03 08:00 UTC.');
    expect(text).toContain('Fix: pull request #3, merged 2025-09-03 08:00 UTC (closed the issue).');
    expect(text).toMatch(/Verdict, should this be the issue of this cluster: \w+/);
    expect(text).toContain('<untrusted source="issue #1 body by @ada, part 1 of 3">\nFirst [secret].');
    expect(text).toMatch(/9 comments, newest first:\n<untrusted source="comment 9 of 9 on #1 by @eve, 2025-09-12/);
    expect(text).not.toContain('Comment 3\n');
    expect(text).toMatch(/More: get_issue 1, page 2\.$/);
    const opened = text.match(/<untrusted source=/g) ?? [];
    expect(text.match(/<\/untrusted>/g)).toHaveLength(opened.length);
    const kinds = new Map(backing.map(({ id, kind }) => [id, kind]));
    expect(kinds.get('#1')).toBe('tracker');
    expect(kinds.get('#1 body')).toBe('stranger');
  });

  it('goes on with the body and older comments, and ends', async () => {
    const { tools, asked } = await online(history);
    await tools.call('get_issue', { number: 1, page: 1 });
    const before = asked().length;
    const second = await found(tools.call('get_issue', { number: 1, page: 2 }));
    expect(second).toMatch(/part 2 of 3.*comment 3 of 9.*Comment 1\n/s);
    expect(await found(tools.call('get_issue', { number: 1, page: 3 }))).not.toContain('More:');
    expect(await refused(tools.call('get_issue', { number: 1, page: 4 }))).toBe('#1 has no page 4.');
    expect(asked()).toHaveLength(before);
  });

  it('says of an empty issue that it is empty', async () => {
    const { tools } = await online(history);
    expect(await found(tools.call('get_issue', { number: 2, page: 1 }))).toMatch(
      /It has no body\.\nIt has no comments\.$/,
    );
  });

  it('tells none from unread', async () => {
    const { tools, server } = await online(history);
    expect(await refused(tools.call('get_issue', { number: 99, page: 1 }))).toContain(
      'There is no issue #99 in acme/shop',
    );
    expect(await refused(tools.call('get_issue', { number: 3, page: 1 }))).toContain('get_pull_request');
    server.failNext({ method: 'GET', path: '/repos/acme/shop/issues/2', fault: { kind: 'answer', status: 403 } });
    expect(await refused(tools.call('get_issue', { number: 2, page: 1 }))).toMatch(/could not be read.*403/);
  });

  it('shows what is there where its history or comments fail', async () => {
    const { tools, server } = await online(history);
    server.failNext({ ...graphql, fault: { kind: 'answer', status: 200, body: { data: null } } });
    const comments = { method: 'GET', path: '/repos/acme/shop/issues/1/comments' };
    server.failNext({ ...comments, fault: { kind: 'answer', status: 403 } });
    server.failNext({ ...comments, nth: 2, fault: { kind: 'answer', status: 200, body: 'garbage' } });
    const text = await found(tools.call('get_issue', { number: 1, page: 1 }));
    expect(text).toContain('unknown, not none');
    expect(text).toContain('Its comments could not be read, so what they say is unknown');
  });

  it.each([
    ['other/place#1'],
    ['https://github.com/other/place/issues/1'],
    ['../../other/place/issues/1'],
    [-1],
    [1e12],
  ])('refuses %s', async (number) => {
    const { tools, asked } = await online(history);
    const text = await refused(tools.call('get_issue', { number, page: 1 }));
    expect(text).toContain('do not fit');
    if (typeof number === 'string' && !number.startsWith('..')) expect(text).toContain('Only acme/shop can be read');
    expect(asked()).toEqual([]);
  });
});

describe('get_pull_request', () => {
  it('gives merge, files, issues and text in one request', async () => {
    const { tools, asked } = await online(history);
    const { text, backing } = await tools.call('get_pull_request', { number: 3 });
    expect(text).toMatch(
      /^#3 is merged 2025-09-03 08:00 UTC as commit [0-9a-f]{40}, into main\. .* It changes 2 files\./,
    );
    expect(text).toContain('It closes #1.');
    expect(text).toContain('shop/session.py +4 -1');
    expect(text).toContain('Closes #1. Key [secret].');
    expect(backing.find(({ kind }) => kind === 'tracker')?.text).toContain('shop/session.py');
    expect(asked()).toEqual(['POST /graphql']);
  });

  it('tells none from unread', async () => {
    const { tools, server } = await online(history);
    expect(await refused(tools.call('get_pull_request', { number: 1 }))).toContain(
      'There is no pull request #1 in acme/shop',
    );
    server.failNext({ ...graphql, fault: { kind: 'answer', status: 403 } });
    expect(await refused(tools.call('get_pull_request', { number: 3 }))).toMatch(/could not be read.*403/);
    server.failNext({
      ...graphql,
      fault: { kind: 'answer', status: 200, body: { data: { repository: { pullRequest: {} } } } },
    });
    expect(await refused(tools.call('get_pull_request', { number: 4 }))).toContain('not what GitHub sends');
  });
});
