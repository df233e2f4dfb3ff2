import { expect, it } from 'vitest';
import { frequencyOf } from '../../src/worklog/frequency.ts';
import { routingFailures } from '../support/triaged-clusters.ts';

const { facts } = routingFailures().cluster;

it('counts the exits of a crash loop, and the lines they leave behind them', () => {
  const loop = { exits: 15, services: 1, seconds: 101, interval: 7.2 };
  const of = { ...facts, count: 180, firstSeen: '2025-09-16T00:41:13Z', lastSeen: '2025-09-16T00:42:54Z' };
  expect(frequencyOf(of, loop)).toBe(
    '15 exits in 101 s, one every 7.2 s: 180 entries (2025-09-16 00:41:13 – 00:42:54 UTC)',
  );
  expect(frequencyOf(of, { ...loop, interval: null })).toMatch(/^15 exits in 101 s: 180 entries/);
  expect(frequencyOf(of, null)).toMatch(/^180 entries in 101 s/);
});
