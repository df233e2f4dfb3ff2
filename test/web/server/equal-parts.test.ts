import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Timeline } from '../../../src/model/cluster.ts';
import { countsIn, equalParts, gridOf, partsOf } from '../../../src/web/server/views/equal-parts.ts';

const WIDTHS = [1, 5, 15, 60, 300, 900, 3600, 21_600, 86_400];
const SINCE = Date.parse('2025-09-11T23:30:00Z') / 1000;
const window = (seconds: number) => ({
  since: new Date(SINCE * 1000).toISOString(),
  until: new Date((SINCE + seconds) * 1000).toISOString(),
});
const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

const anyTimeline: fc.Arbitrary<Timeline> = fc
  .tuple(
    fc.constantFrom(...WIDTHS),
    fc.array(fc.tuple(fc.integer({ min: -5, max: 600 }), fc.integer({ min: 1, max: 1e6 }))),
  )
  .map(([widthSeconds, buckets]) => ({
    widthSeconds,
    buckets: buckets.map(([nth, entries]) => [(Math.floor(SINCE / widthSeconds) + nth) * widthSeconds, entries]),
  }));
const anySpan = fc.integer({ min: 0, max: 400 * 86_400 });

describe('equal parts of a window', () => {
  it('lose no entry, whatever the window, the width and the number of parts', () => {
    fc.assert(
      fc.property(anyTimeline, anySpan, fc.integer({ min: 1, max: 200 }), (timeline, seconds, parts) => {
        const counts = equalParts(timeline, window(seconds), parts);
        expect(counts).toHaveLength(parts);
        expect(sum(counts)).toBe(sum(timeline.buckets.map(([, entries]) => entries)));
        expect(counts.every(Number.isInteger)).toBe(true);
      }),
    );
  });

  it('are no finer than what is known', () => {
    const hourly: Timeline = { widthSeconds: 3600, buckets: [] };
    expect(partsOf([hourly], window(86_400), 48)).toBe(24);
    expect(partsOf([{ ...hourly, widthSeconds: 60 }], window(86_400), 48)).toBe(48);
    expect(partsOf([hourly], window(10), 48)).toBe(1);
    expect(partsOf([], window(0), 48)).toBe(1);
  });

  it('hold an entry where its bucket begins', () => {
    const timeline: Timeline = {
      widthSeconds: 60,
      buckets: [
        [SINCE - 60, 1],
        [SINCE, 2],
        [SINCE + 3600, 4],
        [SINCE + 7200, 8],
      ],
    };
    expect(equalParts(timeline, window(7200), 4)).toEqual([3, 0, 4, 8]);
  });
});

describe('the bars of a window', () => {
  it('put whole buckets together and lose no entry', () => {
    fc.assert(
      fc.property(anyTimeline, anySpan, (timeline, seconds) => {
        const grid = gridOf([timeline], window(seconds), 120);
        expect(grid.bars).toBeLessThanOrEqual(121);
        expect(grid.widthSeconds % timeline.widthSeconds).toBe(0);
        expect(grid.since % grid.widthSeconds).toBe(0);
        expect(grid.since).toBeLessThanOrEqual(SINCE);
        expect(grid.since + grid.bars * grid.widthSeconds).toBeGreaterThanOrEqual(SINCE + seconds);
        expect(sum(countsIn(timeline, grid))).toBe(sum(timeline.buckets.map(([, entries]) => entries)));
      }),
    );
  });

  it('are of a round width', () => {
    expect(gridOf([{ widthSeconds: 300, buckets: [] }], window(86_400), 120)).toEqual({
      since: SINCE - 1800 + 900 * 2,
      widthSeconds: 900,
      bars: 96,
    });
  });
});
