import { describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import type { Commit } from '../../src/github/commits.ts';
import type { ChangedFiles } from '../../src/github/pulls.ts';
import type { Onset } from '../../src/investigate/onset.ts';
import { type Change, changesOf, limitsOf, rankSuspects, suspectFiles } from '../../src/investigate/suspects.ts';
import { known, noDeploy } from './onsets.ts';
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
