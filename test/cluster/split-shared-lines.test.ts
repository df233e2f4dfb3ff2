import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterAll, repeat, sizesOf, titlesOf } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { OTHER_PYTHON, splitTrace, TRACES } from '../support/split-trace.ts';

const python = TRACES.python.text;

describe('two exceptions whose traces share lines', () => {
  const a = (at: number, instance?: string) => splitTrace(python, { at, ...(instance && { instance }) });
  const b = (at: number, instance?: string) => splitTrace(OTHER_PYTHON, { at, ...(instance && { instance }) });

  it.each([
    ['minutes apart', repeat(4, (i) => [...a(i * 120), ...b(i * 120 + 60)])],
    ['one after the other every second', repeat(9, (i) => [...a(i * 2), ...b(i * 2 + 1)])],
    ['a millisecond apart, always', repeat(3, (i) => [...a(i * 60), ...b(i * 60 + 0.001)])],
    ['a millisecond apart, once', [...a(0), ...b(0.001)]],
    ['at the same time on several instances', repeat(8, (i) => [...a(i * 9, `i${i % 3}`), ...b(i * 9, `j${i % 2}`)])],
  ])('stay two, each line with one of them: %s', (_case, entries) => {
    const clusters = clusterAll(entries);
    expect(clusters.map(({ rootCause }) => rootCause?.type).sort()).toEqual(['ModuleNotFoundError', 'socket.gaierror']);
    const patterns = clusters.flatMap((cluster) => cluster.patterns);
    expect(patterns.reduce((sum, { count }) => sum + count, 0)).toBe(entries.length);
  });

  it('count and date what is their own, not the lines that both have', () => {
    const entries = [...repeat(2, (i) => a(i * 60)), ...repeat(6, (i) => b(i * 60 + 600, `i${i}`))];
    const own = clusterAll(entries).map(({ title, facts }) => [title, facts.count, facts.instances.count]);
    expect(own).toEqual([
      ['the name of the database host is not known', 6 * 3, 6],
      [TRACES.python.title, 2 * 3, 1],
    ]);
  });

  it('do not count the line that a logger wrote before both', () => {
    const logged = (text: string, at: number) => [
      collected({ at, message: `[ERROR] Unhandled exception for /api/${at}` }),
      ...splitTrace(text, { at: at + 0.00004 }),
    ];
    const java = (name: string) => `java.lang.${name}Exception: no\n\tat com.acme.${name}.run(${name}.java:9)`;
    const entries = repeat(3, (i) => [...logged(java('Oven'), i * 60), ...logged(java('Cake'), i * 60 + 30)]);
    expect(sizesOf(entries)).toEqual([6, 6]);
    const lead = clusterAll(entries)
      .flatMap(({ patterns }) => patterns)
      .filter(({ template }) => template.startsWith('[ ERROR ] Unhandled'));
    expect(lead.map(({ kind }) => kind)).toEqual(['trace-line']);
  });

  it('stay two though a line of code that both show names the other exception', () => {
    const raised = (last: string) => `Traceback (most recent call last):
  File "/app/flow.py", line 12, in run
    assert done, Abandon("nobody came to the party")
${last}`;
    const entries = [
      ...splitTrace(raised('AssertionError'), { at: 0 }),
      ...splitTrace(raised('app.flow.Abandon: nobody came to the party'), { at: 3 }),
    ];
    expect(titlesOf(entries).sort()).toEqual(['AssertionError in run', 'nobody came to the party']);
  });

  it('stay two in any order, byte for byte', () => {
    const entries = repeat(4, (i) => [...a(i * 3, `i${i % 2}`), ...b(i * 3 + 0.0002, `i${i % 3}`)]);
    const expected = JSON.stringify(clusterAll(entries));
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        expect(JSON.stringify(clusterAll(shuffled))).toBe(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('stay two when Java names one cause under both', () => {
    const java = (top: string, cause: string) =>
      `java.lang.IllegalStateException: ${top}\n\tat com.acme.Shop.buy(Shop.java:12)\n` +
      `Caused by: com.acme.BankException: ${cause}\n\tat com.acme.Bank.call(Bank.java:7)\n\t... 3 more`;
    const entries = repeat(4, (i) => [
      ...splitTrace(java('cannot buy this cart', 'bank said no to us'), { at: i * 60 }),
      ...splitTrace(java('cannot buy this cart', 'card was lost by its owner'), { at: i * 60 + 30 }),
    ]);
    expect(sizesOf(entries)).toHaveLength(2);
    const same = repeat(4, (i) => [
      ...splitTrace(java('cannot buy this cart', 'bank said no to us'), { at: i * 60 }),
      ...splitTrace(java('could not pay the rent', 'bank said no to us'), { at: i * 60 + 30 }),
    ]);
    expect(sizesOf(same)).toHaveLength(1);
  });
});
