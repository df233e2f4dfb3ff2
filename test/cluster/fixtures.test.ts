import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { clusterFiles } from '../../src/triage/cluster-files.ts';
import { type ClusteringFixture, pairwiseF1, readClusteringFixtures } from '../support/clustering-fixtures.ts';
import { logEntry } from '../support/log-entries.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-gardener-fixtures-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Clusters, and which one each kept entry is in. */
async function cluster(lines: readonly string[], minSeverity: ClusteringFixture['answer']['minSeverity']) {
  const source = join(folder, 'entries.ndjson');
  const assignments = join(folder, 'assignments.ndjson');
  writeFileSync(source, `${lines.join('\n')}\n`);
  const { clusters, collected } = await clusterFiles({
    sources: [source],
    stdin: Readable.from([]),
    minSeverity,
    config: Config.parse({}),
    redactionKey: Buffer.alloc(32, 7),
    assignments,
  });
  const clusterOf = new Map<string, string>();
  for (const line of readFileSync(assignments, 'utf8').split('\n').filter(Boolean)) {
    const { insertId, cluster } = JSON.parse(line);
    clusterOf.set(insertId, cluster);
  }
  expect(collected.malformed).toBe(0);
  return { clusters, clusterOf };
}

/** Score and number of clusters of these lines of a fixture, beside what is right. */
async function judge(
  { answer, problemOf }: ClusteringFixture,
  lines: readonly string[],
  also: [string, string][] = [],
) {
  const { clusters, clusterOf } = await cluster(lines, answer.minSeverity);
  const known = new Map([...problemOf, ...also]);
  const right = new Map([...clusterOf.keys()].map((id) => [id, known.get(id) ?? `no answer for ${id}`]));
  return {
    found: { f1: pairwiseF1(clusterOf, right), clusters: clusters.length },
    wanted: { f1: 1, clusters: new Set(right.values()).size },
  };
}

/** A permutation that is the same every time. */
function shuffle<Item>(items: readonly Item[], seed: number): Item[] {
  const shuffled = [...items];
  let state = seed;
  for (let i = shuffled.length - 1; i > 0; i -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = state % (i + 1);
    const [a, b] = [shuffled[i], shuffled[j]];
    if (a !== undefined && b !== undefined) [shuffled[i], shuffled[j]] = [b, a];
  }
  return shuffled;
}

/** For every tenth entry another one at the same time, of the same revision and instance, that has nothing to do with it. */
function withNoise({ lines }: ClusteringFixture): { lines: string[]; answers: [string, string][] } {
  const answers: [string, string][] = [];
  const noise = lines.flatMap((line, i) => {
    if (i % 10 !== 0) return [];
    const { resource, labels, timestamp } = JSON.parse(line);
    const kind = ['Locale files were read twice', 'Colour table is older than 30 days'][(i / 10) % 2] ?? '';
    answers.push([`noise-${i}`, kind]);
    const same = { resource, labels, timestamp };
    return [
      JSON.stringify(logEntry({ ...same, insertId: `noise-${i}`, severity: 'WARNING', textPayload: kind })),
      JSON.stringify(logEntry({ ...same, insertId: `quiet-${i}`, severity: 'INFO', textPayload: `Tick ${i}` })),
    ];
  });
  return { lines: [...lines, ...noise], answers };
}

describe.each(readClusteringFixtures())('the fixture $name', (fixture) => {
  const { lines, answer, problemOf } = fixture;

  it('has an answer for every entry at its severity, and for no other', async () => {
    const { clusterOf } = await cluster(lines, answer.minSeverity);
    expect([...clusterOf.keys()].sort()).toEqual([...problemOf.keys()].sort());
  });

  it('is clustered as a person would, problem by problem', async () => {
    const { clusters, clusterOf } = await cluster(lines, answer.minSeverity);
    expect(pairwiseF1(clusterOf, problemOf)).toBe(1);
    expect(clusters).toHaveLength(Object.keys(answer.problems).length);
    for (const { title, priority, entries } of Object.values(answer.problems)) {
      const found = clusters.find(({ fingerprint }) => fingerprint === clusterOf.get(entries[0] ?? ''));
      if (title !== undefined) expect(found?.title).toBe(title);
      if (priority !== undefined) expect(found?.priority).toBe(priority);
    }
  });

  it('says of every cluster of several patterns why they belong together', async () => {
    const { clusters } = await cluster(lines, answer.minSeverity);
    for (const { patterns, rules } of clusters) {
      expect(rules.filter((rule) => rule.startsWith('joined: ')).length > 0).toBe(patterns.length > 1);
    }
  });

  it('gives the same in any order', async () => {
    const straight = await cluster(lines, answer.minSeverity);
    for (const seed of [1, 2]) {
      const { clusters, clusterOf } = await cluster(shuffle(lines, seed), answer.minSeverity);
      expect(JSON.stringify(clusters)).toBe(JSON.stringify(straight.clusters));
      expect(new Map([...clusterOf].sort())).toEqual(new Map([...straight.clusterOf].sort()));
    }
  });

  it.each([0, 1, 2, 3, 4])('is clustered as well with every fifth entry missing, from number %i on', async (from) => {
    const { found, wanted } = await judge(
      fixture,
      lines.filter((_line, i) => i % 5 !== from),
    );
    expect(found).toEqual(wanted);
  });

  it('is clustered as well among noise that keeps time with it', async () => {
    const noisy = withNoise(fixture);
    const { found, wanted } = await judge(fixture, noisy.lines, noisy.answers);
    expect(found).toEqual(wanted);
  });
});

describe('the score', () => {
  const right = new Map([
    ['a', 'x'],
    ['b', 'x'],
    ['c', 'y'],
  ]);

  it('is 1 for the same groups, whatever their names', () => {
    expect(pairwiseF1(new Map([...right].map(([entry, group]) => [entry, `${group}!`])), right)).toBe(1);
  });

  it('falls when problems are put together, and when one is torn apart', () => {
    expect(pairwiseF1(new Map([...right.keys()].map((entry) => [entry, 'all'])), right)).toBe(0.5);
    expect(pairwiseF1(new Map([...right.keys()].map((entry) => [entry, entry])), right)).toBe(0);
  });
});
