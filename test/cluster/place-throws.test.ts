import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClusterer } from '../../src/cluster/clusterer.ts';
import type { KnownTemplate } from '../../src/cluster/names/known-templates.ts';
import { hashText } from '../../src/collect/hash.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { clusterAll, repeat, traceback } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { splitTrace, TRACES } from '../support/split-trace.ts';

const goServer = (name: string): string =>
  `2026/01/05 10:00:00 http: panic serving 10.0.0.1:4444: runtime error: invalid memory address or nil pointer dereference\ngoroutine 18 [running]:\nnet/http.(*conn).serve.func1()\n\t/usr/local/go/src/net/http/server.go:1898 +0xbe\nmain.${name}(0x1)\n\t/app/${name}.go:3 +0x1`;

/** The same exception thrown in two places, as languages write it. */
const PAIRS: Readonly<Record<string, readonly [string, string]>> = {
  Python: [
    traceback('shop/orders.py', 'price', "KeyError: 'id'"),
    `Traceback (most recent call last):\n  File "/app/jobs.py", line 4, in run\n    sync()\n${traceback('shop/stock.py', 'sync', "KeyError: 'id'").slice(35)}`,
  ],
  'Python, in a library': [
    `Traceback (most recent call last):\n  File "/usr/lib/python3.12/json/decoder.py", line 9, in decode\n    x()\nValueError: no data\n\nDuring handling of the above exception, another exception occurred:\n\n${traceback('shop/orders.py', 'read', 'shop.OrderError: the order cannot be read here')}`,
    `Traceback (most recent call last):\n  File "/usr/lib/python3.12/json/decoder.py", line 9, in decode\n    x()\nValueError: no data\n\nDuring handling of the above exception, another exception occurred:\n\n${traceback('shop/stock.py', 'load', 'shop.StockError: the stock file is not there')}`,
  ],
  Node: [
    "TypeError: Cannot read properties of undefined (reading 'id')\n    at price (/app/src/orders.js:41:18)\n    at create (/app/src/orders.js:22:9)\n    at next (/app/node_modules/express/lib/router.js:9:5)",
    "TypeError: Cannot read properties of undefined (reading 'id')\n    at merge (/app/src/stock.js:77:11)\n    at next (/app/node_modules/express/lib/router.js:9:5)",
  ],
  'Java, a cause': [
    'java.lang.IllegalStateException: order failed\n\tat com.acme.Orders.create(Orders.java:41)\nCaused by: java.lang.NullPointerException\n\tat com.acme.Prices.of(Prices.java:12)\n\t... 2 more',
    'java.lang.IllegalStateException: sync failed\n\tat com.acme.Stock.run(Stock.java:30)\nCaused by: java.lang.NullPointerException\n\tat com.acme.Stock.merge(Stock.java:77)\n\t... 1 more',
  ],
  'Java, a cause in a library': [
    'java.lang.IllegalStateException: order failed\n\tat com.acme.Orders.create(Orders.java:41)\nCaused by: java.net.SocketTimeoutException: Read timed out\n\tat java.base/sun.nio.ch.NioSocketImpl.read(NioSocketImpl.java:5)\n\t... 2 more',
    'java.lang.IllegalStateException: sync failed\n\tat com.acme.Stock.run(Stock.java:30)\nCaused by: java.net.SocketTimeoutException: Read timed out\n\tat java.base/sun.nio.ch.NioSocketImpl.read(NioSocketImpl.java:5)\n\t... 1 more',
  ],
  Go: [
    'panic: runtime error: index out of range [3] with length 3\n\ngoroutine 18 [running]:\nmain.(*Orders).Price(0xc000010000, {0x1, 0x2})\n\t/app/orders.go:12 +0x1d\nmain.main()\n\t/app/main.go:9 +0x30',
    'panic: runtime error: index out of range [5] with length 5\n\ngoroutine 1 [running]:\nmain.(*Stock).Merge(0xc000010000)\n\t/app/stock.go:77 +0x1d\nmain.main()\n\t/app/main.go:9 +0x30',
  ],
  'Go, a web server': [goServer('price'), goServer('stock')],
  '.NET': [
    'System.NullReferenceException: Object reference not set to an instance of an object.\n   at Shop.Cart.Total(Cart cart) in /src/Cart.cs:line 12\n   at Shop.Api.Get(String id) in /src/Api.cs:line 31',
    'System.NullReferenceException: Object reference not set to an instance of an object.\n   at Shop.Stock.Merge() in /src/Stock.cs:line 77\n   at Shop.Api.Get(String id) in /src/Api.cs:line 31',
  ],
  Elixir: [
    '** (KeyError) key :email not found in: %{id: 1}\n    (shop 0.1.0) lib/shop/mailer.ex:22: Shop.Mailer.send/1\n    (stdlib 5.0) gen_server.erl:1123: :gen_server.try_handle_cast/3',
    '** (KeyError) key :email not found in: %{id: 2}\n    (shop 0.1.0) lib/shop/orders.ex:9: Shop.Orders.bill/1\n    (stdlib 5.0) gen_server.erl:1123: :gen_server.try_handle_cast/3',
  ],
};

/** Seven of the one and five of the other, in turns, on two instances. */
const both = ([a, b]: readonly [string, string]): CollectedEntry[] =>
  repeat(7, (i) => [
    ...splitTrace(a, { at: i * 60, severity: 'ERROR', instance: `i${i % 2}` }),
    ...(i < 5 ? splitTrace(b, { at: i * 60 + 20, severity: 'ERROR', instance: `i${i % 2}` }) : []),
  ]);
const whole = (message: string): CollectedEntry => collected({ message, severity: 'ERROR' });
const fingerprintsOf = (clusters: readonly Cluster[]) => clusters.map(({ fingerprint }) => fingerprint);

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

const NODE = PAIRS.Node ?? ['', ''];

describe('where an exception was thrown whose trace is cut into lines', () => {
  it('does not depend on the order of the entries', () => {
    const entries = both(NODE);
    const expected = JSON.stringify(clusterAll(entries));
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        expect(JSON.stringify(clusterAll(shuffled))).toBe(expected);
      }),
      { numRuns: 25 },
    );
  });

  it.each([0, 1, 20])('does not depend on it either where traces are mixed, lines %i µs apart', (stepMicroseconds) => {
    const traces = [...Object.values(PAIRS).flat(), ...Object.values(TRACES).map(({ text }) => text)];
    const entries = repeat(3 * traces.length, (i) =>
      splitTrace(traces[i % traces.length] ?? '', {
        at: ((i * i) % 7) * (i % 3 === 0 ? 60 : 0.000_02),
        instance: `i${i % 2}`,
        stepMicroseconds,
      }),
    ).map((entry, i) => ({ ...entry, insertId: `${i}`, insertHash: hashText(`${i}`) }));
    const expected = JSON.stringify(clusterAll(entries));
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        expect(JSON.stringify(clusterAll(shuffled))).toBe(expected);
      }),
      { numRuns: 10 },
    );
  });

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

  it('is not told where the lines of two traces are mixed: they are shown with the more frequent place, and not counted', () => {
    const [a, b] = [PAIRS.Python?.[0] ?? '', PAIRS.Python?.[1] ?? ''];
    const mixed = repeat(3, (i) => [
      ...splitTrace(a, { at: 900 + i * 60, severity: 'ERROR', instance: 'i0' }),
      ...splitTrace(b, { at: 900.000_01 + i * 60, severity: 'ERROR', instance: 'i0' }),
    ]);
    const clusters = clusterAll([...both([a, b]), ...mixed]);
    expect(clusters).toHaveLength(2);
    const [more, less] = clusters.toSorted((x, y) => (y.patterns[0]?.count ?? 0) - (x.patterns[0]?.count ?? 0));
    expect(more?.rules).toContain('joined: the same exception, where no times tell which lines are of its stack trace');
    const thrown = [more, less].map((cluster) => cluster?.patterns.filter(({ template }) => template.includes("'id'")));
    expect(thrown.map((patterns) => patterns?.map(({ count, part }) => [count, part]))).toEqual([
      [
        [7, undefined],
        [6, 'shared'],
      ],
      [[5, undefined]],
    ]);
    // Its exception, and its frame, which stands in the mixed traces too; other lines are of both problems.
    expect(more?.facts.count).toBe(7 + (7 + 3));
  });

  it('is told though another exception was named shortly before, whose frames would have come by then', () => {
    const entries = repeat(4, (i) => [
      collected({ at: i * 60, message: "KeyError: 'sku'", severity: 'ERROR', instance: 'i0' }),
      ...splitTrace(NODE[0], { at: i * 60 + 0.02, severity: 'ERROR', instance: 'i0' }),
      ...splitTrace(NODE[1], { at: i * 60 + 30, severity: 'ERROR', instance: 'i0' }),
    ]);
    expect(clusterAll(entries).map(({ patterns }) => patterns[0]?.count)).toEqual([4, 4, 4]);
  });

  it('is told of several such in one cluster in the same words whatever the order of the entries', () => {
    const opening = 'Traceback (most recent call last):';
    const [frame, other] = ['  File "/app/c.py", line 3, in h', '  File "/app/b.py", line 3, in f'];
    const unread = "TypeError: Cannot read properties of undefined (reading 'id')";
    const lines: [string, number, string][] = [
      ['i1', 700, opening],
      ['i1', 700, other],
      ['i1', 720, frame],
      ['i1', 760, 'ValueError: no'],
      ['i1', 900, "KeyError: 'id'"],
      ['i1', 1100, opening],
      ['i1', 1200, frame],
      ['i1', 1400, 'ValueError: no'],
      ['i1', 1600, opening],
      ['i2', 720, other],
      ['i2', 800, unread],
      ['i2', 1100, '    at node:internal/process/task_queues:95:5'],
      ['i2', 1600, unread],
      ['i2', 1700, '    at charge (/app/src/pay.js:12:5)'],
    ];
    const entries = lines.flatMap(([instance, at, line]) => splitTrace(line, { instance, at: at / 1e6 }));
    expect(JSON.stringify(clusterAll(entries.toReversed()))).toBe(JSON.stringify(clusterAll(entries)));
  });

  it('is not told where two of the same exception are mixed: no made-up trace comes of it', () => {
    const mixed = repeat(3, (i) => [
      ...splitTrace(NODE[0], { at: i * 60, severity: 'ERROR' }),
      ...splitTrace(NODE[1], { at: i * 60 + 0.000_01, severity: 'ERROR' }),
    ]);
    const templates = clusterAll(mixed).flatMap(({ patterns }) => patterns.map(({ template }) => template));
    expect(templates.filter((template) => template.includes('<trace>'))).toEqual([]);
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

  it('is not told where nothing says in which order the lines were written', () => {
    const entries = [NODE[0], NODE[0], NODE[1]].flatMap((trace, i) =>
      splitTrace(trace, { at: i * 60, severity: 'ERROR', stepMicroseconds: 0 }),
    );
    expect(clusterAll(entries)).toHaveLength(1);
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

  it('does not depend on what else is written right before it', () => {
    const before = ['Order: 5', 'User: bob', 'Listening: port 8080'];
    const [name] = fingerprintsOf(clusterAll([whole(NODE[0])]));
    const entries = repeat(9, (i) => [
      ...splitTrace(before[i % before.length] ?? '', { at: i * 60, severity: 'INFO' }),
      ...splitTrace(NODE[0], { at: i * 60 + 0.000_1, severity: 'ERROR' }),
    ]);
    expect(fingerprintsOf(clusterAll(entries))).toContain(name);
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
