import { describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import type { Commit } from '../../src/github/commits.ts';
import type { ChangedFiles } from '../../src/github/pulls.ts';
import { findSuspects } from '../../src/investigate/find-suspects.ts';
import { type Onset, onsetOf } from '../../src/investigate/onset.ts';
import { type Change, changesOf, limitsOf, rankSuspects, suspectFiles } from '../../src/investigate/suspects.ts';
import { createToolbox } from '../../src/investigate/toolbox.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import type { RevisionSpan } from '../../src/model/completeness.ts';
import { connected, merged } from '../github/connect.ts';
import { traceback } from '../support/clusters.ts';
import { clusterOf, ROUTING, SESSION } from './problems.ts';

const FILES = ['shop/cart.py', 'shop/app.py'];
const WEEK = 7 * 86_400_000;
const config = Config.parse({});

const change = (at: string, more: Partial<Change> = {}): Change => ({
  pull: null,
  sha: 'a'.repeat(40),
  title: 'Change the cart',
  url: 'https://github.com/acme/shop/commit/a',
  at,
  paths: ['shop/cart.py'],
  ...more,
});

const known: Onset = {
  at: '2025-09-16T10:05:00Z',
  deploy: { revision: 'shop-2', at: '2025-09-16T10:00:00Z' },
  before: { revision: 'shop-1', at: '2025-09-14T10:00:00Z', startSeen: true },
  doubt: null,
};
const noDeploy: Onset = { at: known.at, deploy: null, before: null, doubt: null };
const doubted: Onset = { ...noDeploy, doubt: 'It may be older.' };

describe('a change', () => {
  it.each<[what: string, at: string, onset: Onset, score: number | null, reason: RegExp]>([
    [
      'that came with the deploy',
      '2025-09-16T09:30:00Z',
      known,
      90,
      /^committed .*, 30 min before `shop-2` began, the revision that first showed the error, and after the revision before it \(`shop-1`\)/,
    ],
    ['a day before it', '2025-09-15T09:59:00Z', known, 89, /and after the revision before it/],
    [
      'that an earlier revision ran',
      '2025-09-14T09:00:00Z',
      known,
      28,
      /but `shop-1`, which began later than this change, did not show it/,
    ],
    [
      'before an earlier revision whose start nobody saw',
      '2025-09-14T09:00:00Z',
      { ...known, before: { revision: 'shop-1', at: '2025-09-14T10:00:00Z', startSeen: false } },
      73,
      /2 days before `shop-2` began, the revision that first showed the error;/,
    ],
    ['after the deploy, before the first entry', '2025-09-16T10:02:00Z', known, null, /never/],
    ['after the first entry', '2025-09-16T11:00:00Z', noDeploy, null, /never/],
    ['more than a week before', '2025-09-09T09:59:59Z', known, null, /never/],
    ['a week before', '2025-09-09T10:00:00Z', { ...known, before: null }, 68, /7 days before `shop-2` began/],
    [
      'before a deploy after an unknown one',
      '2025-09-16T09:00:00Z',
      { ...known, before: null },
      75,
      /60 min before `shop-2` began, the revision that first showed the error;/,
    ],
    [
      'before no known deploy',
      '2025-09-16T09:05:00Z',
      noDeploy,
      50,
      /60 min before the first entry known \(2025-09-16 10:05 UTC\)/,
    ],
    ['before what may be older', '2025-09-16T09:05:00Z', doubted, 20, /first entry known/],
    [
      'before a deploy that ran for days without the error',
      '2025-09-16T09:30:00Z',
      { ...known, at: '2025-09-19T10:00:00Z' },
      70,
      /30 min before/,
    ],
  ])('%s', (_, at, onset, score, reason) => {
    const suspects = rankSuspects([change(at)], onset, FILES, WEEK);
    expect(suspects.map((one) => one.score)).toEqual(score === null ? [] : [score]);
    for (const suspect of suspects) {
      expect(suspect.reason).toMatch(reason);
      expect(suspect.reason).toMatch(/; it changes `shop\/cart\.py`$/);
    }
  });

  it('to the innermost file counts for more, and the nearest comes first; at most three', () => {
    const changes = [
      change('2025-09-16T09:00:00Z', { sha: '1', paths: ['shop/app.py'] }),
      change('2025-09-16T08:00:00Z', { sha: '2' }),
      change('2025-09-16T08:30:00Z', { sha: '3' }),
      change('2025-09-16T07:00:00Z', { sha: '4', paths: FILES }),
      change('2025-09-10T07:00:00Z', { sha: '5' }),
    ];
    const order = rankSuspects(changes, known, FILES, WEEK).map(({ sha }) => sha);
    expect(order).toEqual(['3', '2', '4']);
    expect(rankSuspects(changes.toReversed(), known, FILES, WEEK).map(({ sha }) => sha)).toEqual(order);
  });
});

it('says what limits the list', () => {
  expect(limitsOf(known)).toEqual([]);
  expect(limitsOf(noDeploy)).toEqual(['Which deploy first showed the error is not known.']);
  expect(limitsOf(doubted)).toHaveLength(2);
  expect(limitsOf({ ...known, at: '2025-09-19T10:00:00Z' })).toEqual([expect.stringContaining('3 days after')]);
});

describe('changes', () => {
  const commit = (sha: string, pull: Commit['pull']): Commit => ({
    sha,
    at: '2025-09-15T08:00:00Z',
    headline: 'Change',
    url: 'https://github.com/acme/shop/commit/x',
    author: 'ada',
    pull,
  });
  const pull = {
    number: 7,
    title: 'Bigger cart',
    url: 'https://github.com/acme/shop/pull/7',
    mergedAt: '2025-09-16T08:00:00Z',
  };
  const listed = (number: number, mergedAt: string | null, paths: string[]): ChangedFiles => ({
    pull: { ...pull, number, mergedAt, body: '', author: 'ada', state: mergedAt === null ? 'open' : 'merged' },
    paths,
  });

  it('count once, under their pull request and at its merge', () => {
    const changes = changesOf(
      new Map([
        ['shop/cart.py', [commit('c1', pull), commit('c3', null)]],
        ['shop/app.py', [commit('c2', pull)]],
      ]),
      [
        listed(7, pull.mergedAt, ['shop/cart.py', 'README.md']),
        listed(8, null, ['shop/cart.py']),
        listed(9, pull.mergedAt, ['x.py']),
      ],
      FILES,
    );
    expect(changes.map(({ pull: number, sha, at, paths }) => [number, sha, at, paths])).toEqual([
      [7, 'c1', '2025-09-16T08:00:00Z', FILES],
      [null, 'c3', '2025-09-15T08:00:00Z', ['shop/cart.py']],
    ]);
  });
});

describe('the files of a problem', () => {
  it('are those of its own frames, innermost first', () => {
    const exception = [
      'Traceback (most recent call last):',
      '  File "/app/shop/app.py", line 3, in handle',
      '    add()',
      '  File "/app/shop/cart.py", line 9, in add',
      '    json.loads(x)',
      '  File "/usr/local/lib/python3.12/json/__init__.py", line 346, in loads',
      '    return x',
      'ValueError: bad cart',
    ].join('\n');
    expect(suspectFiles(clusterOf({ message: 'Cart failed', exception }), config.sourceRoots)).toEqual(FILES);
  });

  it('are that of the log call where no trace names any, and none where the log call says nothing', () => {
    expect(suspectFiles(clusterOf(ROUTING), config.sourceRoots)).toEqual([
      'netra_backend/app/websocket_core/handlers.py',
    ]);
    expect(suspectFiles(clusterOf(SESSION), config.sourceRoots)).toEqual([]);
  });
});

describe('the beginning of a problem', () => {
  const span = (revision: string, firstSeen: string, more: Partial<RevisionSpan> = {}): RevisionSpan => ({
    service: 'checkout',
    revision,
    entries: 9,
    firstSeen,
    lastSeen: '2025-09-16T12:00:00Z',
    startObserved: true,
    ...more,
  });
  /** Seen from 00:00 to 00:02 on `checkout-00001-abc`. */
  const cluster: Cluster = clusterOf(SESSION);
  const on = 'checkout-00001-abc';
  const since = '2025-09-15T00:00:00Z';
  const facts = { cluster, past: null, since };
  const deploy = { revision: on, at: '2025-09-15T23:00:00Z' };

  it('is the deploy that first showed it, and the one before is known', () => {
    const revisions = [
      span(on, deploy.at),
      span('checkout-00000', '2025-09-12T00:00:00Z'),
      span('other-9', '2025-09-15T22:00:00Z', { service: 'other' }),
      span('checkout-00002', '2025-09-16T01:00:00Z'),
    ];
    expect(onsetOf({ ...facts, revisions })).toEqual({
      at: '2025-09-16T00:00:00Z',
      deploy,
      before: { revision: 'checkout-00000', at: '2025-09-12T00:00:00Z', startSeen: true },
      doubt: null,
    });
  });

  it('is not known by a deploy whose start nobody saw', () => {
    const revisions = [span(on, deploy.at, { startObserved: false })];
    expect(onsetOf({ ...facts, revisions })).toMatchObject({ deploy: null, doubt: null });
  });

  it('is in doubt where the log begins with it', () => {
    const late = onsetOf({ ...facts, revisions: [], since: '2025-09-15T23:30:00Z' });
    expect(late.doubt).toContain('read from 2025-09-15 23:30 UTC on');
  });

  it('is what an earlier run saw, and then the deploy is not known', () => {
    const past = { firstSeen: '2025-08-01T00:00:00Z' };
    expect(onsetOf({ ...facts, past, revisions: [span(on, deploy.at)] })).toEqual({
      at: past.firstSeen,
      deploy: null,
      before: null,
      doubt: null,
    });
  });
});

describe('looking for suspects', () => {
  const nothingMarked = {
    issues: new Map<string, number>(),
    read: new Map(),
    twins: new Map(),
    complete: true,
    error: null,
  };
  const cluster = clusterOf({
    message: 'Cart failed',
    exception: traceback('shop/cart.py', 'add', 'ValueError: bad cart'),
  });
  const history = {
    pulls: [merged(3, '2025-09-15T08:00:00Z', { title: 'Bigger cart', files: [{ path: 'shop/cart.py' }] })],
    commits: [
      { sha: 'b2'.repeat(20), path: 'shop/cart.py', at: '2025-09-15T07:00:00Z', pull: 3 },
      { sha: 'c3'.repeat(20), path: 'shop/cart.py', message: 'Hot fix', at: '2025-09-15T23:00:00Z' },
      { sha: 'd4'.repeat(20), path: 'shop/cart.py', at: '2025-08-15T23:00:00Z' },
    ],
  };
  async function look(
    onset: Onset,
    prepare: (server: Awaited<ReturnType<typeof connected>>['server']) => void = () => undefined,
  ) {
    const { server, github } = await connected(history);
    prepare(server);
    const own = github.forCluster();
    const toolbox = createToolbox({ github: own, marked: nothingMarked });
    const [suspected] = await findSuspects([{ cluster, onset }], { toolbox, config });
    return {
      ...(suspected ?? expect.fail()),
      requests: own.requests(),
      steps: toolbox.steps(),
    };
  }

  it('takes one request for the commits and one for the pull requests of all, and no step of the search', async () => {
    const { suspects, suspectsNote, requests, steps } = await look({
      ...known,
      deploy: { revision: 'r2', at: known.at },
    });
    expect(suspects.map(({ pull, sha, title }) => [pull, sha?.slice(0, 2), title])).toEqual([
      [null, 'c3', 'Hot fix'],
      [3, 'b2', 'Bigger cart'],
    ]);
    expect(suspectsNote).toBe('');
    expect([requests, steps]).toEqual([2, []]);
  });

  it('goes on with pull requests alone where the token may not read code, and says so', async () => {
    const errors = [{ type: 'FORBIDDEN', message: 'Resource not accessible by personal access token' }];
    const { suspects, suspectsNote } = await look(noDeploy, (server) =>
      server.failNext({
        method: 'POST',
        path: '/graphql',
        fault: { kind: 'answer', status: 200, body: { data: null, errors } },
      }),
    );
    expect(suspects.map(({ pull }) => pull)).toEqual([3]);
    expect(suspectsNote).toMatch(
      /^Which deploy first showed the error is not known\. The commits could not be read: .*not accessible/,
    );
  });

  it('gives each of several problems its own, by the same two requests', async () => {
    const { github } = await connected({
      ...history,
      commits: [...history.commits, { sha: 'e5'.repeat(20), path: 'shop/till.py', at: '2025-09-16T07:00:00Z' }],
    });
    const own = github.forCluster();
    const toolbox = createToolbox({ github: own, marked: nothingMarked });
    const till = clusterOf({ message: 'Till', exception: traceback('shop/till.py', 'pay', 'ValueError: bad till') });
    const later = { ...noDeploy, at: '2025-09-16T12:00:00Z' };
    const problems = [
      { cluster, onset: noDeploy },
      { cluster: clusterOf(SESSION), onset: noDeploy },
      { cluster: till, onset: later },
    ];
    const found = await findSuspects(problems, { toolbox, config });
    expect(found.map(({ suspects }) => suspects.map(({ sha }) => sha?.slice(0, 2)))).toEqual([
      ['c3', 'b2'],
      [],
      ['e5'],
    ]);
    expect(own.requests()).toBe(2);
  });

  it('asks nothing where there is no file to look at, and nobody to ask', async () => {
    const { github, server } = await connected(history);
    const before = server.requests.length;
    const toolbox = createToolbox({ github, marked: nothingMarked });
    const none = { suspects: [], suspectsNote: '' };
    expect(await findSuspects([{ cluster: clusterOf(SESSION), onset: known }], { toolbox, config })).toEqual([none]);
    const unreachable = createToolbox({ github: null, because: 'no repository is configured' });
    expect(await findSuspects([{ cluster, onset: known }], { toolbox: unreachable, config })).toEqual([none]);
    expect(server.requests).toHaveLength(before);
  });
});
