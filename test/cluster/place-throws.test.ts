import { describe, expect, it } from 'vitest';
import { createClusterer } from '../../src/cluster/clusterer.ts';
import type { KnownTemplate } from '../../src/cluster/names/known-templates.ts';
import { clusterAll, repeat } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { splitTrace, TRACES } from '../support/split-trace.ts';
import { both, fingerprintsOf, NODE, PAIRS, whole } from '../support/thrown-twice.ts';

describe.each(Object.entries(PAIRS))('one exception of %s, cut into lines, thrown in two places', (_, pair) => {
  it('is two problems, each with the number of times it was thrown there', () => {
    const clusters = clusterAll(both(pair));
    expect(clusters.map(({ patterns }) => patterns[0]?.count).sort()).toEqual([5, 7]);
  });

  it('goes by the name that it has in one entry, whichever of the two are there', () => {
    const names = pair.map((trace) => fingerprintsOf(clusterAll([whole(trace)])));
    expect(fingerprintsOf(clusterAll(both(pair))).sort()).toEqual(names.flat().sort());
    expect(pair.map((trace) => fingerprintsOf(clusterAll(splitTrace(trace, { severity: 'ERROR' }))))).toEqual(names);
    const mixed = [...both(pair), ...pair.map((trace, i) => ({ ...whole(trace), insertId: `whole-${i}` }))];
    expect(fingerprintsOf(clusterAll(mixed)).sort()).toEqual(names.flat().sort());
  });
});

describe('where an exception was thrown whose trace is cut into lines', () => {
  it('is known of each entry', () => {
    const clusterer = createClusterer();
    const handles = both(NODE).map((entry) => ({ entry, handle: clusterer.add(entry) }));
    const { clusters, assignmentOf } = clusterer.finish();
    const thrown = handles.filter(({ entry }) => entry.message.startsWith('TypeError'));
    const counts = Map.groupBy(thrown, ({ entry, handle }) => assignmentOf(handle, entry).cluster);
    expect(fingerprintsOf(clusters).map((fingerprint) => counts.get(fingerprint)?.length)).toEqual([7, 5]);
    const [first] = thrown;
    expect(assignmentOf(first?.handle ?? -1).cluster).toBe(clusters[0]?.fingerprint);
  });

  it('is one place where it was called from two', () => {
    const other = NODE[0].replace('create (/app/src/orders.js:22:9)', 'renew (/app/src/renewals.js:7:5)');
    expect(clusterAll(both([NODE[0], other]))).toHaveLength(1);
  });

  it.each([
    ['a label before a bare name', 'Order failed Error: the bank said no', 'Order failed Error: the bank said no'],
    ['a prefix on each line', '[rank0]: ', ''],
  ])('is told behind %s', (_, line, other) => {
    const prefixed = PAIRS.Python?.map((text) => text.replaceAll(/^/gm, line));
    const labelled = NODE.map((text) => text.replace(/^.*/, line));
    const [a = '', b = ''] = other === '' ? (prefixed ?? []) : labelled;
    expect(
      clusterAll(both([a, b]))
        .map(({ patterns }) => patterns[0]?.count)
        .sort(),
    ).toEqual([5, 7]);
  });

  it('is told of plain lines beside prefixed ones', () => {
    const [a = '', b = ''] = PAIRS.Python ?? [];
    const entries = [
      ...repeat(4, (i) => splitTrace(a.replaceAll(/^/gm, '[rank0]: '), { at: i * 60, severity: 'ERROR' })),
      ...repeat(3, (i) => splitTrace(a, { at: i * 60 + 20, severity: 'ERROR' })),
      ...repeat(2, (i) => splitTrace(b, { at: i * 60 + 40, severity: 'ERROR' })),
    ];
    const thrown = clusterAll(entries).flatMap(({ patterns }) => patterns.filter(({ kind }) => kind === 'exception'));
    expect(thrown.map(({ template }) => template.includes('<at>'))).not.toContain(false);
    expect(thrown.reduce((sum, { count }) => sum + count, 0)).toBe(9);
  });

  it('is not looked for where the line stands alone', () => {
    const alone = repeat(6, (i) => collected({ at: i * 60 + 30, severity: 'ERROR', message: "KeyError: 'sku'" }));
    const clusters = clusterAll([...both(NODE), ...alone]);
    expect(clusters.map(({ patterns }) => patterns[0]?.count).sort()).toEqual([5, 6, 7]);
  });

  it('is that of an AggregateError for the exceptions that it is made of', () => {
    const member = (address: string) =>
      `    Error: connect ECONNREFUSED ${address}\n        at createConnectionError (node:net:1677:14)\n        at afterConnectMultiple (node:net:1667:5) {\n      errno: -111,\n      port: 5432\n    }`;
    const text = `AggregateError [ECONNREFUSED]: \n    at internalConnectMultiple (node:net:1114:18)\n    at open (/app/src/db.js:7:5) {\n  code: 'ECONNREFUSED',\n  [errors]: [\n${member('::1:5432')},\n${member('127.0.0.1:5432')}\n  ]\n}`;
    const clusters = clusterAll(repeat(3, (i) => splitTrace(text, { at: i * 60, severity: 'ERROR' })));
    expect(fingerprintsOf(clusters)).toEqual(fingerprintsOf(clusterAll([whole(text)])));
    expect(clusters.map(({ facts }) => facts.count)).toEqual([3 * text.split('\n').length]);
  });

  it('is one problem with all lines of its traces where it is thrown every other second for hours', () => {
    const entries = repeat(3_000, (i) => splitTrace(NODE[0], { at: i * 2, severity: 'ERROR', instance: 'a' }));
    expect(clusterAll(entries).map(({ facts }) => facts.count)).toEqual([entries.length]);
  });

  it('does not matter of an exception that names what is missing', () => {
    const pair = NODE.map((trace) => trace.replace(/^.*/, "Error: Cannot find module 'express-session'"));
    expect(clusterAll(both([pair[0] ?? '', pair[1] ?? '']))).toHaveLength(1);
  });

  it('is counted exactly of more throws than are kept whole', () => {
    const traces = ([trace]: readonly string[], times: number, instance: string) =>
      repeat(times, (i) => splitTrace(trace ?? '', { at: i, severity: 'ERROR', instance }));
    const clusters = clusterAll([...traces([NODE[0]], 1_500, 'i1'), ...traces([NODE[1]], 700, 'i2')]);
    expect(clusters.map(({ patterns }) => patterns[0]?.count)).toEqual([1_500, 700]);
    expect(clusters.map(({ patterns }) => patterns[0]?.examples.length)).toEqual([5, 5]);
  });
});

/** Whose message goes on below its first line, or whose lines have a form of their own: told by other means. */
const OTHERWISE = new Set([
  'python, chained',
  'python, with a long message',
  'python, a group',
  'node, a module that is not there',
  'rust',
  'rust, without a backtrace',
  'dart',
  'php, as Laravel logs it',
]);

it.each(Object.entries(TRACES).filter(([name]) => !OTHERWISE.has(name)))(
  'a trace goes by one name, cut into lines or not: %s',
  (_, { text }) => {
    const names = fingerprintsOf(clusterAll([whole(text)]));
    expect(fingerprintsOf(clusterAll(splitTrace(text)))).toEqual(names);
    expect(names).toHaveLength(1);
  },
);

it('each place keeps its name from hour to hour, and when the other is there', () => {
  const entries = Object.values(PAIRS).flatMap((pair, at) =>
    repeat(8, (i) => [
      ...splitTrace(pair[0], { at: i * 1_700 + at, severity: 'ERROR', instance: `i${i % 2}` }),
      ...(i % 3 === 0 ? splitTrace(pair[1], { at: i * 1_700 + 30 + at, severity: 'ERROR', instance: 'i0' }) : []),
    ]),
  );
  const names = fingerprintsOf(clusterAll(entries));
  const found = new Set<string>();
  let known: readonly KnownTemplate[] = [];
  for (const hour of Map.groupBy(entries, ({ seconds }) => Math.floor(seconds / 3_600)).values()) {
    const clusterer = createClusterer({ known });
    for (const entry of hour) clusterer.add(entry);
    const { clusters, templates } = clusterer.finish();
    known = [...known, ...templates];
    for (const name of fingerprintsOf(clusters)) found.add(name);
  }
  expect([...found].sort()).toEqual(names.sort());
  expect(names).toHaveLength(2 * Object.keys(PAIRS).length);
});

it('an exception without a trace keeps its name however often it comes: what it was first decides', () => {
  const error = (cache: string, at: number, i: number) =>
    collected({ at, insertId: `${cache}-${i}`, message: `CacheError: cache ${cache} is cold` });
  const namesOf = (times: number) =>
    fingerprintsOf(
      clusterAll([
        error('alpha', 0, -1),
        ...repeat(times, (i) => error('alpha', 18_000 + i, i)),
        ...repeat(250, (i) => error(['beta', 'gamma', 'delta', 'epsilon', 'zeta'][i % 5] ?? '', 18_000 + i, i)),
      ]),
    );
  expect(namesOf(3_000)).toEqual(namesOf(100));
});
