import { describe, expect, it } from 'vitest';
import { clusterAll, repeat } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';

const lines = (at: number, messages: readonly string[]) =>
  messages.map((message, line) => collected({ at: at + line / 1000, message, severity: 'CRITICAL' }));
const rails = (i: number, said: string) => {
  const head = `F, [2026-11-20T10:05:35.46${i} #1] FATAL -- : [e00902c7-7ebf-f206-8673-47214cdd205${i}]`;
  return [`${head}   `, `${head} ${said}`, `${head}   `];
};
const problems = (entries: Parameters<typeof clusterAll>[0]) =>
  clusterAll(entries).map(({ title, patterns }) => ({ title, patterns: patterns.length }));

describe('lines in which nothing is said', () => {
  it.each([
    ['the id alone, as Rails writes it', (i: number) => rails(i, 'Carrier refused the parcel')],
    ['blank ones', () => ['', 'Carrier refused the parcel', '   ']],
    ['rules', () => ['==================', 'Carrier refused the parcel', '==================']],
    ['colours', () => ['Carrier refused the parcel', '\u001b[0m']],
  ])('belong to what they stand beside: %s', (_, messages) => {
    const entries = repeat(5, (i) => lines(i * 60, messages(i)));
    const [cluster, ...others] = clusterAll(entries);
    expect(others).toEqual([]);
    expect(cluster?.title).toBe('Carrier refused the parcel');
    expect(cluster?.rules.join()).toContain("a line that says nothing, written beside '");
  });

  it('count for none of the problems that they stand beside, and join no two', () => {
    const entries = [
      ...repeat(5, (i) => lines(i * 60, rails(i, 'Carrier refused the parcel'))),
      ...repeat(4, (i) => lines(i * 60 + 30, rails(i, 'No stock is left in Lyon'))),
    ];
    const found = clusterAll(entries);
    expect(found.map(({ title, facts }) => [title, facts.count])).toEqual([
      ['Carrier refused the parcel', 5],
      ['No stock is left in Lyon', 4],
    ]);
  });

  it('stay by themselves where nothing is beside them', () => {
    const entries = [
      ...repeat(5, (i) => lines(i * 60, ['Carrier refused the parcel'])),
      ...repeat(5, (i) => lines(i * 60 + 30, ['------'])),
    ];
    expect(problems(entries)).toHaveLength(2);
  });

  it('are none where something is said in brackets, or a number', () => {
    const entries = repeat(5, (i) =>
      lines(i * 60, ['[no carrier]', 'Carrier refused the parcel', `${i}`, '[ORA-12541]']),
    );
    expect(problems(entries)).toHaveLength(4);
  });

  it('are none where another field says something', () => {
    const entries = repeat(5, (i) => [
      ...lines(i * 60, ['Carrier refused the parcel']),
      collected({
        at: i * 60 + 0.001,
        message: '...',
        severity: 'CRITICAL',
        entry: { jsonPayload: { message: '...', reason: 'disk broke' } },
      }),
    ]);
    expect(problems(entries)).toHaveLength(2);
  });
});
