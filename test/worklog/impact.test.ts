import { expect, it } from 'vitest';
import { impactOf } from '../../src/worklog/impact.ts';
import { routingFailures } from '../support/triaged-clusters.ts';

const { facts } = routingFailures().cluster;

it('makes no rate of windows shorter than an hour: it says what was counted in which time', () => {
  const impact = (previousHours: number, hours: number): string =>
    impactOf(
      { components: [], trend: { kind: 'compared', run: 'r', previousCount: 10, previousHours, hours } },
      { ...facts, count: 60 },
    );
  expect(impact(80 / 3600, 1 / 6)).toContain('10 in 80 s → 60 entries in 10 min since run r');
  expect(impact(1, 1)).toContain('10 → 60 entries per hour since run r');
  expect(impact(0, 1)).toContain('10 → 60 entries in 60 min since run r');
});
