import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashText } from '../../src/collect/hash.ts';
import { clusterAll, repeat } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { splitTrace, TRACES } from '../support/split-trace.ts';
import { both, fingerprintsOf, NODE, PAIRS, whole } from '../support/thrown-twice.ts';

describe('where an exception was thrown, whose lines stand among those of others', () => {
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

  it('is not told where nothing says in which order the lines were written', () => {
    const entries = [NODE[0], NODE[0], NODE[1]].flatMap((trace, i) =>
      splitTrace(trace, { at: i * 60, severity: 'ERROR', stepMicroseconds: 0 }),
    );
    expect(clusterAll(entries)).toHaveLength(1);
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
});
