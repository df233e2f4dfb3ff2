import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chartOf, chartSpan, mergeTimelines } from '../../src/draft/chart.ts';
import type { Timeline } from '../../src/model/cluster.ts';

const at = (time: string): number => Date.parse(time) / 1000;
const WIDTHS = [1, 5, 15, 60, 300, 900, 3600, 21_600, 86_400];

it('shows an hour in five minutes a bar, with the empty ones, labelled by the time', () => {
  const timeline: Timeline = {
    widthSeconds: 60,
    buckets: [
      [at('2025-09-12T13:00:00Z'), 3],
      [at('2025-09-12T13:02:00Z'), 1],
      [at('2025-09-12T13:59:00Z'), 2],
    ],
  };
  const options = { title: 'entries', unit: 'entries', since: '2025-09-12T13:00:00Z', until: '2025-09-12T14:00:00Z' };
  expect(chartOf(timeline, options)).toMatchInlineSnapshot(`
    "%%{init: {'themeVariables': {'xyChart': {'plotColorPalette': '#d1242f'}}}}%%
    xychart-beta
      title "entries per 5 minutes, from 2025-09-12 13:00 UTC"
      x-axis ["13:00", "13:05", "13:10", "13:15", "13:20", "13:25", "13:30", "13:35", "13:40", "13:45", "13:50", "13:55"]
      y-axis "entries" 0 --> 4
      bar [4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]"
  `);
});

it('shows minutes and seconds where a bar is shorter than a minute', () => {
  const timeline: Timeline = { widthSeconds: 5, buckets: [[at('2025-09-16T00:41:10Z'), 1]] };
  const chart = chartOf(timeline, {
    title: 'container exits',
    unit: 'exits',
    since: '2025-09-16T00:41:13Z',
    until: '2025-09-16T00:43:00Z',
  });
  expect(labelsOf(chart)).toEqual(['41:00', '41:15', '41:30', '41:45', '42:00', '42:15', '42:30', '42:45']);
});

it('shows a week by days', () => {
  const timeline: Timeline = { widthSeconds: 3600, buckets: [[at('2025-09-10T05:00:00Z'), 7]] };
  const chart = chartOf(timeline, {
    title: 'entries',
    unit: 'entries',
    since: '2025-09-08T00:00:00Z',
    until: '2025-09-15T00:00:00Z',
  });
  expect(labelsOf(chart)).toEqual(['09-08', '09-09', '09-10', '09-11', '09-12', '09-13', '09-14']);
  expect(countsOf(chart)).toEqual([0, 0, 7, 0, 0, 0, 0]);
});

it('never draws two bars under one label: when a time comes again, all carry their day', () => {
  const timeline: Timeline = { widthSeconds: 3600, buckets: [[at('2025-09-12T23:00:00Z'), 2]] };
  const chart = chartOf(timeline, {
    title: 'entries',
    unit: 'entries',
    since: '2025-09-11T23:30:00Z',
    until: '2025-09-12T23:30:00Z',
  });
  expect(labelsOf(chart).at(0)).toBe('11 22h');
  expect(labelsOf(chart).at(-1)).toBe('12 22h');
});

it('takes nothing into a title that could end the string', () => {
  const timeline: Timeline = { widthSeconds: 60, buckets: [[at('2025-09-12T13:00:00Z'), 1]] };
  const chart = chartOf(timeline, {
    title: 'a"\n  bar [9]\n"b',
    unit: 'x"]',
    since: '2025-09-12T13:00:00Z',
    until: '2025-09-12T13:10:00Z',
  });
  expect(chart.split('\n')).toHaveLength(6);
  expect(chart.split('\n')[2]).toMatch(/^ {2}title "[^"]*"$/);
  expect(chart.split('\n')[4]).toMatch(/^ {2}y-axis "[^"]*" 0 --> \d+$/);
});

it('has bars that add up to the count, at most 24 of them, each with its own label', () => {
  const anyTimeline = fc
    .record({
      width: fc.constantFrom(...WIDTHS),
      start: fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2026-01-01T00:00:00Z') }),
      buckets: fc.array(fc.tuple(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 1, max: 1_000_000 })), {
        minLength: 1,
        maxLength: 50,
      }),
      before: fc.integer({ min: 0, max: 40 * 86_400 }),
      length: fc.integer({ min: 0, max: 40 * 86_400 }),
    })
    .map(({ width, start, buckets, before, length }) => {
      const first = Math.floor(start / width) * width;
      const counts = new Map(buckets.map(([n, count]) => [first + n * width, count]));
      const since = new Date((first - before) * 1000).toISOString();
      const until = new Date((first - before + length) * 1000).toISOString();
      return { timeline: { widthSeconds: width, buckets: [...counts].sort(([a], [b]) => a - b) }, since, until };
    });
  fc.assert(
    fc.property(anyTimeline, ({ timeline, since, until }) => {
      const chart = chartOf(timeline, { title: 'entries', unit: 'entries', since, until });
      const counts = countsOf(chart);
      const labels = labelsOf(chart);
      const total = timeline.buckets.reduce((sum, [, count]) => sum + count, 0);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total);
      expect(counts.length).toBeLessThanOrEqual(24);
      expect(new Set(labels).size).toBe(counts.length);
    }),
  );
});

it('covers the window, or the part of it in which everything happened', () => {
  const window = { since: '2025-09-12T00:00:00Z', until: '2025-09-13T00:00:00Z' };
  const all = { firstSeen: '2025-09-12T01:00:00Z', lastSeen: '2025-09-12T23:00:00Z' };
  const [early, late] = ['2025-09-12T09:00:00Z', '2025-09-12T09:20:00Z'].map((time) => ({
    firstSeen: time,
    lastSeen: time,
  }));
  if (early === undefined || late === undefined) throw new Error('two times');
  expect(chartSpan(window, [all])).toEqual(window);
  expect(chartSpan(window, [late, early])).toEqual({
    since: '2025-09-12T09:00:00.000Z',
    until: '2025-09-12T09:20:01.000Z',
  });
  expect(chartSpan(window, [early])).toEqual(window);
  expect(chartSpan(window, [])).toEqual(window);
});

it('covers nothing where the window is none', () => {
  expect(chartSpan({ since: '', until: '' }, [])).toBeNull();
});

it('puts timelines together in buckets of the widest', () => {
  const fine: Timeline = {
    widthSeconds: 5,
    buckets: [
      [60, 1],
      [115, 2],
      [120, 4],
    ],
  };
  const wide: Timeline = { widthSeconds: 60, buckets: [[0, 8]] };
  expect(mergeTimelines([fine, wide])).toEqual({
    widthSeconds: 60,
    buckets: [
      [0, 8],
      [60, 3],
      [120, 4],
    ],
  });
});

function labelsOf(chart: string): string[] {
  const list = /x-axis \[(.*)\]/.exec(chart)?.[1] ?? '';
  return list.split(', ').map((label) => label.slice(1, -1));
}

function countsOf(chart: string): number[] {
  const list = /bar \[(.*)\]/.exec(chart)?.[1] ?? '';
  return list.split(', ').map(Number);
}

it('marks the bars in which a revision began, and no others', () => {
  const timeline: Timeline = { widthSeconds: 60, buckets: [[at('2025-09-12T13:00:00Z'), 3]] };
  const options = { title: 'entries', unit: 'entries', since: '2025-09-12T13:00:00Z', until: '2025-09-12T13:20:00Z' };
  const marks = ['2025-09-12T13:07:00Z', '2025-09-12T13:09:59Z', '2025-09-12T12:59:00Z', '2025-09-12T13:40:00Z'];
  const axis = /x-axis \[(.*)\]/.exec(chartOf({ ...timeline, widthSeconds: 300 }, { ...options, marks }))?.[1];
  expect(axis).toBe('"13:00", "13:05 ▲", "13:10", "13:15"');
});
