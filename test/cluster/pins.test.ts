import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGroups } from '../../src/cluster/joins/groups.ts';
import { findContradictions } from '../../src/config/pins.ts';
import type { Cluster, Fingerprint } from '../../src/model/cluster.ts';
import { noPins, type Pins } from '../../src/model/pins.ts';
import { clusterAll, repeat, traceback } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';

const NO_TABLE = 'ProgrammingError: relation "carts" does not exist';

/** Three patterns that evidence joins into one problem: two traces of one root exception, and a line that quotes it. */
const cart = [
  collected({ message: traceback('shop/cart.py', 'load', NO_TABLE) }),
  collected({ message: traceback('shop/login.py', 'log_in', NO_TABLE), at: 50 }),
  collected({ message: `Could not show the cart: ${NO_TABLE.slice(18)}`, at: 99 }),
];
const mail = collected({ message: 'Mailbox of the shop is full' });
const stock = collected({ message: 'Stock went below zero' });

/** The fingerprint of the pattern whose template holds these words. */
function fingerprintOf(words: string): Fingerprint {
  const patterns = clusterAll([...cart, mail, stock]).flatMap((cluster) => cluster.patterns);
  const found = patterns.find(({ template }) => template.includes(words));
  if (found === undefined) throw new Error(`No pattern with ${words}`);
  return found.fingerprint;
}
const fromCart = fingerprintOf('cart.py');
const fromLogin = fingerprintOf('login.py');
const quoting = fingerprintOf('Could not show');
const full = fingerprintOf('Mailbox');
const negative = fingerprintOf('Stock');

const groupsOf = (clusters: readonly Cluster[]) =>
  clusters.map(({ patterns }) => patterns.map(({ fingerprint }) => fingerprint).sort()).sort();

describe('patterns pinned together', () => {
  it('are one problem though nothing in the log says so, and the cluster says why', () => {
    const [cluster, ...others] = clusterAll([mail, stock], { together: [[negative, full]], apart: [] });
    expect(others).toEqual([]);
    expect(cluster?.patterns).toHaveLength(2);
    const named = [full, negative].sort().join(', ');
    expect(cluster?.rules).toEqual([`joined: pinned in the config: ${named}`]);
  });

  it('bring along what evidence joins to them, and the root is found as always', () => {
    const [unpinned] = clusterAll(cart);
    const [cluster, ...others] = clusterAll([...cart, mail], { together: [[full, fromLogin]], apart: [] });
    expect(others).toEqual([]);
    expect(cluster?.patterns).toHaveLength(4);
    expect(cluster?.fingerprint).toBe(unpinned?.fingerprint);
    expect(cluster?.rules).toEqual(expect.arrayContaining(unpinned?.rules ?? ['none']));
  });

  it('are one problem also by way of a list that has a pattern in common', () => {
    const together = [
      [full, negative],
      [negative, fromCart],
    ];
    expect(clusterAll([...cart, mail, stock], { together, apart: [] })).toHaveLength(1);
  });

  it('count as one problem for evidence that has to be clear', () => {
    const crash = repeat(4, (i) => [
      collected({ at: i * 100, message: 'Cart total is negative', instance: `i${i}` }),
      collected({ at: i * 100, message: 'Mailbox of the shop is full', instance: `i${i}` }),
      collected({
        at: i * 100 + 0.2,
        instance: `i${i}`,
        http: { method: 'GET', status: 500, latencyMs: 4 },
        message: 'GET /cart 500',
        entry: { logName: 'projects/p/logs/run.googleapis.com%2Frequests', httpRequest: { requestUrl: '/cart' } },
      }),
    ]);
    const patterns = clusterAll(crash).flatMap((cluster) => cluster.patterns);
    expect(clusterAll(crash)).toHaveLength(3);
    const lines = patterns.filter(({ kind }) => kind === 'message').map(({ fingerprint }) => fingerprint);
    expect(clusterAll(crash, { together: [lines], apart: [] })).toHaveLength(1);
  });
});

describe('patterns pinned apart', () => {
  it('are problems of their own though evidence joins them, and both clusters say so', () => {
    const clusters = clusterAll(cart.slice(0, 2), { together: [], apart: [[fromLogin, fromCart]] });
    expect(clusters).toHaveLength(2);
    const [a, b] = [fromCart, fromLogin].sort();
    const rule = `kept apart: pinned in the config: ${a} and ${b}; not followed: same root exception '${NO_TABLE}' (2 patterns)`;
    expect(clusters.map(({ rules }) => rules)).toEqual([[rule], [rule]]);
  });

  it('are not brought together by a third pattern, which goes to the first of them by fingerprint', () => {
    const clusters = clusterAll(cart, { together: [], apart: [[fromCart, fromLogin]] });
    const [first = '', second = ''] = [fromCart, fromLogin].sort();
    expect(groupsOf(clusters)).toEqual([[first, quoting].sort(), [second]].sort());
  });

  it('leave a third pattern where a person put it', () => {
    for (const side of [fromCart, fromLogin]) {
      const clusters = clusterAll(cart, { together: [[side, quoting]], apart: [[fromCart, fromLogin]] });
      const other = side === fromCart ? fromLogin : fromCart;
      expect(groupsOf(clusters)).toEqual([[side, quoting].sort(), [other]].sort());
    }
  });

  it('may be as many as there are', () => {
    const clusters = clusterAll(cart, { together: [], apart: [[quoting, fromCart, fromLogin]] });
    expect(clusters).toHaveLength(3);
  });

  it('win over pins that want them together, should such ever come in', () => {
    const pair = [full, negative];
    const clusters = clusterAll([mail, stock], { together: [pair], apart: [pair] });
    expect(clusters).toHaveLength(2);
    expect(clusters[0]?.rules).toEqual([expect.stringContaining('kept apart: pinned in the config')]);
  });
});

it('is as if a pin were not there when its patterns are not in the log', () => {
  const gone = 'lg10000000000000000';
  const pins = {
    together: [
      [gone, full],
      ['lg1ffffffffffffffff', gone],
    ],
    apart: [[gone, fromCart]],
  };
  expect(clusterAll([...cart, mail], pins)).toEqual(clusterAll([...cart, mail]));
});

/** Three errors, each with a line of its requests, an exit and a line that quotes it: evidence of every kind. */
const busy = ['carts', 'mails', 'bills'].flatMap((table, which) =>
  repeat(6, (i) => {
    const at = which * 1_000 + i * 100;
    const error = `ProgrammingError: relation "${table}" does not exist`;
    const here = { trace: `${table}${i}`, instance: `${table}-${i}` };
    return [
      collected({ at, ...here, message: traceback(`shop/${table}.py`, 'load', error) }),
      collected({ at, ...here, message: traceback('shop/login.py', `log_in_${table}`, error), errorGroups: ['g'] }),
      collected({ at, ...here, message: `Could not show ${table} of this customer` }),
      collected({ at: at + 1, ...here, message: `No ${table} today: ${error.slice(18)}` }),
      collected({ at: at + 2, ...here, message: `Container called exit(1).`, severity: 'WARNING' }),
    ];
  }),
);
const patterns = clusterAll(busy).flatMap((cluster) => cluster.patterns.map(({ fingerprint }) => fingerprint));

const lists = fc.array(fc.uniqueArray(fc.constantFrom(...patterns), { minLength: 2, maxLength: 4 }), { maxLength: 3 });
const pinsWithoutContradiction = fc
  .record({ together: lists, apart: lists })
  .filter((pins: Pins) => findContradictions(pins).length === 0);

it('holds, whatever is pinned: together always in one cluster, apart never, for any order of the entries', () => {
  expect(patterns.length).toBeGreaterThan(9);
  expect(clusterAll(busy, noPins).length).toBeLessThan(patterns.length);
  fc.assert(
    fc.property(
      pinsWithoutContradiction,
      fc.shuffledSubarray(busy, { minLength: busy.length }),
      (pins: Pins, shuffled) => {
        const clusters = clusterAll(shuffled, pins);
        const clusterOf = new Map(
          clusters.flatMap((cluster) => cluster.patterns.map(({ fingerprint }) => [fingerprint, cluster])),
        );
        for (const list of pins.together) expect(new Set(list.map((one) => clusterOf.get(one))).size).toBe(1);
        for (const list of pins.apart) expect(new Set(list.map((one) => clusterOf.get(one))).size).toBe(list.length);
        expect(clusters).toEqual(clusterAll(busy, pins));
      },
    ),
    { numRuns: process.env.LONG ? 1_000 : 60 },
  );
}, 60_000);

describe('groups', () => {
  const size = 12;
  const indexes = fc.uniqueArray(fc.nat(size - 1), { minLength: 2, maxLength: 5 });

  it('never hold two numbers that are kept apart, and hold whatever else was united', () => {
    fc.assert(
      fc.property(fc.array(indexes, { maxLength: 4 }), fc.array(indexes, { maxLength: 12 }), (apart, wishes) => {
        const { groupOf, unite } = createGroups(size, apart);
        const unions = wishes.map((wish) => unite(wish));
        for (const list of apart) expect(new Set(list.map(groupOf)).size).toBe(list.length);
        for (const { parts } of unions) for (const part of parts) expect(new Set(part.map(groupOf)).size).toBe(1);
        for (const [at, { parts, barred }] of unions.entries()) {
          expect(parts.flat().sort()).toEqual(wishes[at]?.toSorted());
          expect(barred.length > 0).toBe(parts.length > 1);
        }
      }),
    );
  });

  it('are named by their smallest number', () => {
    const { groupOf, unite } = createGroups(size, []);
    unite([7, 3]);
    unite([5, 9, 7]);
    expect([3, 5, 7, 9].map(groupOf)).toEqual([3, 3, 3, 3]);
  });
});
