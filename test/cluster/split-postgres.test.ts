import { describe, expect, it } from 'vitest';
import { clusterAll, repeat, sizesOf, titlesOf } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { splitTrace } from '../support/split-trace.ts';

describe('what PostgreSQL says of an error in lines of their own', () => {
  const stamp = (i: number) => `2026-11-20 10:00:0${i}.123 UTC [${42 + i}] `;
  const failed = (i: number, at: number, error: string, more: readonly string[]) =>
    splitTrace(
      [`ERROR:  ${error}`, ...more].map((line) => (line.startsWith('\t') ? line : `${stamp(i)}${line}`)).join('\n'),
      { at, stepMicroseconds: 200, severity: 'ERROR' },
    );
  const twice = (i: number) => [
    `DETAIL:  Key (id)=(${i}) already exists.`,
    'STATEMENT:  INSERT INTO cakes (id)',
    '\tVALUES ($1)',
  ];

  it('goes to that error', () => {
    const entries = repeat(4, (i) =>
      failed(i, i * 60, 'duplicate key value violates unique constraint "cakes"', twice(i)),
    );
    const [cluster, ...others] = clusterAll(entries);
    expect(others.map(({ title }) => title)).toEqual([]);
    expect(cluster?.title).toBe('duplicate key value violates unique constraint "cakes"');
    expect(cluster?.rules[0]).toMatch(/^joined: lines in which PostgreSQL says more of '/);
    expect(cluster?.facts.count).toBe(entries.length);
  });

  it('keeps two errors apart that one statement leads to', () => {
    const entries = repeat(4, (i) => [
      ...failed(i, i * 60, 'duplicate key value violates unique constraint "cakes"', twice(i)),
      ...failed(i, i * 60 + 20, 'canceling statement due to user request', ['STATEMENT:  INSERT INTO cakes (id)']),
    ]);
    expect(titlesOf(entries).sort()).toEqual([
      'canceling statement due to user request',
      'duplicate key value violates unique constraint "cakes"',
    ]);
  });

  it('stays alone where no error is near', () => {
    const entries = repeat(3, (i) => [
      collected({ at: i * 60, message: `${stamp(i)}ERROR:  the oven is cold` }),
      collected({ at: i * 60 + 5, message: `${stamp(i)}HINT:  Light a fire below it.` }),
    ]);
    expect(sizesOf(entries)).toEqual([3, 3]);
  });
});
