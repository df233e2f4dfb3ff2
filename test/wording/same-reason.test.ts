import { expect, it } from 'vitest';
import { countNamed, leftOutTogether } from '../../src/wording/same-reason.ts';

it('tells each reason once, with how many drafts it holds for', () => {
  const limit = 'limits.maxNewIssues (5) is reached';
  const drafts = Array.from({ length: 59 }, (_, nth) => ({ what: `draft run-${nth + 6}`, because: limit }));
  const others = { what: '4 more problems that were not seen any more', because: '50 in a run are looked up' };
  expect(leftOutTogether([...drafts, others])).toEqual([
    { what: '59 drafts (run-6, run-7, run-8 and 56 more)', because: limit },
    others,
  ]);
  expect(leftOutTogether([...drafts.slice(0, 1), others])[0]).toEqual({ what: 'draft run-6', because: limit });
});

it('names some of what it counts', () => {
  expect(countNamed(['a'], 'draft')).toBe('draft a');
  expect(countNamed(['a', 'b', 'c'], 'draft')).toBe('3 drafts (a, b, c)');
});
