import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../../src/model/cluster.ts';
import { clusterOf, SESSION } from '../problems.ts';
import { found, online, refused } from './scene.ts';
import { history } from './session-history.ts';

const graphql = { method: 'POST', path: '/graphql' };
const session = { path: 'shop/session.py', since: null, until: null };

describe('get_source', () => {
  it('shows the lines around a frame at the default branch, and says that they may have moved', async () => {
    const { tools } = await online(history);
    const { text, backing } = await tools.call('get_source', { file: '/app/shop/session.py', line: 9, around: 2 });
    expect(text.split('\n')).toEqual([
      'shop/session.py, lines 7 to 11 of 40, at main (which commit is deployed is not known, so lines may have moved).',
      '<untrusted source="source of shop/session.py">',
      '  7| line7 = 6',
      '  8| line8 = 7',
      '> 9| line9 = 8',
      ' 10| line10 = 9',
      ' 11| line11 = 10',
      '</untrusted>',
    ]);
    expect(backing).toEqual([
      { id: 'source:shop/session.py', kind: 'tracker', text: expect.stringContaining('shop/session.py:9 line9 = 8') },
    ]);
  });

  it('reads at the deployed commit where a label tells it, secrets hidden', async () => {
    const { tools, asked } = await online(history, { cluster: deployedAt('d4'.repeat(20)) });
    const text = await found(tools.call('get_source', { file: 'shop/session.py', line: 99, around: 5 }));
    expect(text).toContain("at commit d4d4d4d4d4, which is deployed by the entries' label commit-sha.");
    expect(text).toContain('It has 2 lines, so line 99 is not there: another version was running.');
    expect(text).toContain('2| key = "[secret]"');
    expect(asked()).toHaveLength(1);
  });

  it('falls back to the default branch where the deployed commit is not there, and says so', async () => {
    const { tools } = await online(history, { cluster: deployedAt('e5'.repeat(20)) });
    expect(await found(tools.call('get_source', { file: 'shop/session.py', line: 1, around: 0 }))).toContain(
      "at main (commit e5e5e5e5e5, deployed by the entries' label commit-sha, has no such file or is not there",
    );
  });

  it('lists a folder, and says what cannot be shown', async () => {
    const { tools, server } = await online(history);
    const source = (file: string) => tools.call('get_source', { file, line: 1, around: 1 });
    expect(await found(source('shop'))).toMatch(/shop is a folder.*big\.sql\nlogo\.png\nsession\.py/s);
    expect(await refused(source('shop/none.py'))).toContain('There is no shop/none.py at the default branch');
    expect(await refused(source('shop/logo.png'))).toContain('it is no text');
    expect(await refused(source('shop/big.sql'))).toContain('does not send files of its size');
    server.failNext({ method: 'GET', path: /contents/, fault: { kind: 'answer', status: 403 } });
    expect(await refused(source('shop/a.py'))).toMatch(/could not be read.*403.*Contents read/);
    server.failNext({
      method: 'GET',
      path: /contents/,
      fault: { kind: 'answer', status: 200, body: 'no' },
    });
    expect(await refused(source('shop/b.py'))).toContain('not what GitHub sends');
  });

  it('cuts what is longer than a model should read, and closes the block before it says so', async () => {
    const text = Array.from({ length: 100 }, () => '<untrusted '.repeat(60)).join('\n');
    const { tools } = await online({ sources: [{ path: 'wide.py', text }] });
    const answer = await found(tools.call('get_source', { file: 'wide.py', line: 50, around: 50 }));
    expect(answer.length).toBeLessThanOrEqual(24_000);
    expect(answer).toMatch(/<\/untrusted>\n\[cut: [\d,]+ of [\d,]+ characters shown\. Ask for less at once.*\]$/);
    expect(answer.match(/<untrusted /g)).toHaveLength(1);
  });

  it('takes only labels for the deployed commit, and only SHAs', async () => {
    const { tools, asked } = await online(history, { cluster: deployedAt('main/../../other') });
    await found(tools.call('get_source', { file: 'shop/session.py', line: 1, around: 0 }));
    expect(asked()).toHaveLength(1);
  });
});

describe('list_commits', () => {
  it('gives the commits of a file before the error, with their pull requests', async () => {
    const { tools, asked } = await online(history);
    const { text, backing } = await tools.call('list_commits', { ...session, path: '/app/shop/session.py' });
    expect(text.split('\n')).toEqual([
      '2 commits changed shop/session.py from 2025-09-02 00:00 UTC to 2025-09-16 00:02 UTC:',
      '<untrusted source="commits of shop/session.py: messages by their authors">',
      'a1a1a1a1a1 2025-09-15 08:00 UTC Drop it · by A developer · without a pull request',
      'b2b2b2b2b2 2025-09-03 07:00 UTC Change shop/session.py · by A developer · pull request #3, merged 2025-09-03 08:00 UTC',
      '</untrusted>',
    ]);
    expect(backing.map(({ id }) => id)).toEqual(['commit:a1a1a1a1a1', 'commit:b2b2b2b2b2']);
    expect(asked()).toEqual(['POST /graphql']);
  });

  it('takes a period, and says that none is none', async () => {
    const { tools } = await online(history);
    const period = { since: '2025-09-14T00:00:00+02:00', until: '2025-09-15T09:00:00Z' };
    expect(await found(tools.call('list_commits', { path: 'shop', ...period }))).toMatch(/^1 commit changed shop/);
    expect(await found(tools.call('list_commits', { ...session, path: 'shop/none.py' }))).toMatch(/^No commit/);
    expect(
      await refused(tools.call('list_commits', { ...session, since: period.until, until: period.since })),
    ).toContain('Turn them round');
  });

  it.each(['2025-02-30T00:00:00Z', '2025-09-16T24:00:00Z', '2025-09-16', 'yesterday', '9999-12-31T23:59:59-23:59', ''])(
    'answers %j, which is no time of its own',
    async (since) => {
      const { tools, asked } = await online(history);
      await refused(tools.call('list_commits', { ...session, since }));
      expect(asked()).toEqual([]);
    },
  );

  it('says that what could not be read is unknown', async () => {
    const { tools, server } = await online(history);
    const errors = [{ type: 'FORBIDDEN', message: 'Resource not accessible by personal access token' }];
    server.failNext({ ...graphql, fault: { kind: 'answer', status: 200, body: { data: null, errors } } });
    expect(await refused(tools.call('list_commits', session))).toMatch(/unknown: .*not accessible.*Contents read/);
  });
});

describe('a path that leads elsewhere', () => {
  const hostile = [
    '../../other/place/contents/secrets.env',
    'shop/../../../etc/passwd',
    '..',
    '.',
    'shop//session.py',
    '/app/../../user',
    '/etc/passwd',
    '/usr/local/lib/python3.12/site-packages/x.py',
    'shop/%2e%2e/%2e%2e/x',
    'shop%2F..%2Fx',
    'shop\\..\\x',
    'https://evil.example/x.py',
    '//evil.example/x.py',
    'git@evil.example:other/place.git',
    'shop/session.py?ref=evil',
    'shop/session.py#L1',
    'shop/\u0000session.py',
    '.git/config',
    'a/'.repeat(500_000),
  ];
  it.each(hostile.map((path) => [path.slice(0, 60), path]))('is refused: %s', async (_, path) => {
    const { tools, asked } = await online(history);
    await refused(tools.call('get_source', { file: path, line: 1, around: 1 }));
    await refused(tools.call('list_commits', { ...session, path }));
    expect(asked()).toEqual([]);
  });
});

/** The cluster whose entries carry this label. */
function deployedAt(sha: string): Cluster {
  const cluster = clusterOf(SESSION);
  const patterns = cluster.patterns.map((pattern) => ({
    ...pattern,
    examples: pattern.examples.map((entry) => ({ ...entry, labels: { 'commit-sha': sha } })),
  }));
  return { ...cluster, patterns };
}
