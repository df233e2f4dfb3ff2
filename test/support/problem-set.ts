import { expect, it } from 'vitest';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { clusterAll, repeat } from './clusters.ts';
import { collected } from './entries.ts';

/** Problems by the title that is expected, and what their nth entry says: ids, lines and the like differ in each. */
export type ProblemSet = readonly (readonly [title: string, text: (nth: number) => string])[];

const TIMES = 6;

/** Tests that each of them is one cluster, and no two are. */
export function testProblemSet(problems: ProblemSet): void {
  it('are one cluster of one pattern each, whatever changes from entry to entry', () => {
    const shown = clusterAll(entriesOf(problems)).map(
      ({ title, facts, patterns }) => `${title}: ${facts.count} in ${patterns.length}`,
    );
    expect(shown.sort()).toEqual(problems.map(([title]) => `${title}: ${TIMES} in 1`).sort());
  });

  it('stay two with each other', () => {
    for (const [a, one] of problems.entries()) {
      for (const other of problems.slice(a + 1)) expect(clusterAll(entriesOf([one, other]))).toHaveLength(2);
    }
  });

  it('have the fingerprint that a single entry gives', () => {
    const all = clusterAll(entriesOf(problems)).map(({ fingerprint }) => fingerprint);
    const alone = problems.flatMap(([, text]) => clusterAll([collected({ message: text(8) })]));
    expect(alone.map(({ fingerprint }) => fingerprint).sort()).toEqual(all.sort());
  });
}

function entriesOf(problems: ProblemSet): CollectedEntry[] {
  return repeat(TIMES, (i) =>
    problems.map(([, text], p) => collected({ at: i * 600 + p * 37 + ((i * p) % 7), message: text(i) })),
  );
}
