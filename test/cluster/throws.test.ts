import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../src/model/cluster.ts';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { clusterAll } from '../support/clusters.ts';
import { splitTrace } from '../support/split-trace.ts';

const node = (...frames: string[]) =>
  [
    'Error: the bank said no',
    ...frames.map((frame) => `    at ${frame}`),
    '    at handle (/app/src/server.js:9:3)',
  ].join('\n');
const python = (...frames: string[]) =>
  [
    'Traceback (most recent call last):',
    '  File "/app/server.py", line 9, in handle',
    ...frames.map((frame) => `  File "/app/${frame}`),
    'shop.errors.BankError: the bank said no',
  ].join('\n');
const CHARGE = node('charge (/app/src/charges.js:3:9)', 'pay (/app/src/pay.js:20:5)');
const REFUND = node('refund (/app/src/refunds.js:12:9)');

/** Each trace a minute after the one before it, its lines entries of their own, all of one instant. */
const written = (traces: readonly string[], instance = 'i1'): CollectedEntry[] =>
  traces.flatMap((trace, at) => splitTrace(trace, { at: at * 60, severity: 'ERROR', instance, stepMicroseconds: 0 }));

function problemOf(entries: readonly CollectedEntry[]): { home: string | undefined; elsewhere: string[] } {
  const clusters: Cluster[] = clusterAll(entries);
  expect(clusters).toHaveLength(1);
  const { frames = [], elsewhere = [] } = clusters[0]?.rootCause ?? {};
  return { home: frames.at(-1)?.function, elsewhere: elsewhere.map(({ function: name }) => name).sort() };
}

describe('an exception that was thrown in several places, whose traces are cut into lines', () => {
  it.each([
    ['the others last', [CHARGE, CHARGE, REFUND]],
    ['the others first', [REFUND, CHARGE, CHARGE]],
    ['the others between', [CHARGE, REFUND, CHARGE, CHARGE]],
    ['the others first and last', [REFUND, CHARGE, CHARGE, CHARGE, REFUND]],
    ['often', Array.from({ length: 40 }, (_n, at) => (at % 3 === 1 ? CHARGE : at % 3 === 0 ? REFUND : CHARGE))],
  ])('names the innermost frame of the other place: %s', (_, traces) => {
    expect(problemOf(written(traces))).toEqual({ home: 'charge', elsewhere: ['refund'] });
  });

  it('does so for Python, where the exception stands below', () => {
    const charge = python('pay.py", line 20, in pay', 'charges.py", line 3, in charge');
    const refund = python('back.py", line 2, in back', 'refunds.py", line 12, in refund');
    expect(problemOf(written([charge, charge, refund]))).toEqual({ home: 'charge', elsewhere: ['refund'] });
  });

  it('names each of several', () => {
    const places = ['a', 'b', 'c', 'd'].map((name) => node(`${name} (/app/src/${name}.js:1:1)`));
    expect(problemOf(written([CHARGE, CHARGE, ...places]))).toEqual({
      home: 'charge',
      elsewhere: ['a', 'b', 'c', 'd'],
    });
  });

  it('names none where nothing tells which line stands nearest to the exception', () => {
    const other = node('charge (/app/src/charges.js:3:9)', 'renew (/app/src/renewals.js:7:5)');
    const atOnce = [CHARGE, CHARGE, other].flatMap((trace, at) =>
      splitTrace(trace, { at: at * 60, severity: 'ERROR', instance: 'i1', stepMicroseconds: 0 }).map((entry, line) => ({
        ...entry,
        insertId: `${(line * 7) % 5}-${at}`,
      })),
    );
    expect(problemOf(atOnce).elsewhere).toEqual([]);
  });

  it('knows no other place where the same one was only called from another', () => {
    const other = node('charge (/app/src/charges.js:3:9)', 'renew (/app/src/renewals.js:7:5)');
    expect(problemOf(written([CHARGE, CHARGE, other]))).toEqual({ home: 'charge', elsewhere: [] });
    expect(problemOf(written([CHARGE, CHARGE, CHARGE]))).toEqual({ home: 'charge', elsewhere: [] });
  });

  it('names the code of ours that called a library there', () => {
    const library = (caller: string) => node('raise (/app/node_modules/bank/index.js:1:1)', caller);
    const [one, other] = [library('charge (/app/src/charges.js:3:9)'), library('refund (/app/src/refunds.js:12:9)')];
    const { elsewhere } = problemOf(written([one, one, other]));
    expect(elsewhere).toEqual(['refund']);
  });

  it('says the same whatever the order of the entries', () => {
    const entries = [...written([CHARGE, REFUND, CHARGE]), ...written([REFUND, CHARGE, REFUND, CHARGE], 'i2')];
    const expected = JSON.stringify(clusterAll(entries));
    expect(expected).toContain('"elsewhere"');
    expect(JSON.stringify(clusterAll(entries.toReversed()))).toBe(expected);
    expect(JSON.stringify(clusterAll([...entries.slice(7), ...entries.slice(0, 7)]))).toBe(expected);
  });
});
