import { expect, it } from 'vitest';
import type { Cluster } from '../../src/model/cluster.ts';
import { frequencyOf } from '../../src/worklog/frequency.ts';
import { routingFailures } from '../support/triaged-clusters.ts';

const { cluster } = routingFailures();
const [root] = cluster.patterns;
if (root === undefined) throw new Error('The cluster has no pattern.');

const facts = { ...cluster.facts, count: 180, firstSeen: '2025-09-16T00:41:13Z', lastSeen: '2025-09-16T00:42:54Z' };
/** 180 entries, of which these patterns have so many. */
const ofPatterns = (...patterns: Partial<typeof root>[]): Cluster => ({
  ...cluster,
  facts,
  patterns: patterns.map((pattern) => ({ ...root, ...pattern })),
});
const loop = { exits: 15, services: 1, seconds: 101, interval: 7.2 };

it('counts the exits of a crash loop, and the lines they leave behind them', () => {
  const of = ofPatterns({ count: 180 });
  expect(frequencyOf(of, loop)).toBe(
    '15 exits in 101 s, one every 7.2 s: 180 entries (2025-09-16 00:41:13 – 00:42:54 UTC)',
  );
  expect(frequencyOf(of, { ...loop, interval: null })).toMatch(/^15 exits in 101 s: 180 entries/);
  expect(frequencyOf(of, null)).toMatch(/^180 entries in 101 s .*, on average one every/);
});

it('says how often a problem happened where that is less often than it has entries, and no pace of entries', () => {
  const lines = ofPatterns({ count: 60 }, { count: 120, kind: 'trace-line', part: 'echo' });
  expect(frequencyOf(lines, null)).toMatch(/^180 entries of 60 occurrences in 101 s \([^()]+\)$/);
  const others = ofPatterns({ count: 60 }, { count: 120, part: 'echo' });
  expect(frequencyOf(others, null)).toMatch(/^180 entries of at least 60 occurrences in 101 s/);
});
