import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Severity } from '../../src/model/severity.ts';

const FOLDER = fileURLToPath(new URL('../../fixtures/clustering/', import.meta.url));

const Answer = z.strictObject({
  minSeverity: Severity,
  /** By name: the entries of a problem, and, where a person would have no doubt, its title and priority. */
  problems: z.record(
    z.string(),
    z.strictObject({
      title: z.string().optional(),
      priority: z.string().optional(),
      entries: z.array(z.string()),
    }),
  ),
});

/** An example log with its right answer. */
export interface ClusteringFixture {
  readonly name: string;
  /** One LogEntry each, as JSON. */
  readonly lines: readonly string[];
  readonly answer: z.infer<typeof Answer>;
  /** insertId → name of its problem, for every entry at the severity or above. */
  readonly problemOf: ReadonlyMap<string, string>;
}

export function readClusteringFixtures(): ClusteringFixture[] {
  const names = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.ndjson'))
    .map((file) => file.slice(0, -'.ndjson'.length))
    .sort();
  return names.map((name) => {
    const answer = Answer.parse(JSON.parse(readFileSync(join(FOLDER, `${name}.answer.json`), 'utf8')));
    const pairs = Object.entries(answer.problems).flatMap(([problem, { entries }]) =>
      entries.map((insertId): [string, string] => [insertId, problem]),
    );
    const lines = readFileSync(join(FOLDER, `${name}.ndjson`), 'utf8')
      .trimEnd()
      .split('\n');
    return { name, lines, answer, problemOf: new Map(pairs) };
  });
}

/**
 * F1 over pairs of entries: of those that are in one group here and there, how many are so in both. `found` and `right`
 * give each entry's group; they must be about the same entries.
 */
export function pairwiseF1(found: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): number {
  const both = countPairs([...found].map(([entry, group]) => `${group}\u0000${right.get(entry) ?? ''}`));
  const all = countPairs([...found.values()]) + countPairs([...right.values()]);
  return all === 0 ? 1 : (2 * both) / all;
}

function countPairs(groups: readonly string[]): number {
  return [...Map.groupBy(groups, (group) => group).values()].reduce(
    (sum, { length }) => sum + (length * (length - 1)) / 2,
    0,
  );
}
