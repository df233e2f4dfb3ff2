import { expect, it } from 'vitest';
import { describeCollected } from '../../src/cli/collected.ts';
import { arrivalLine, readingLine } from '../../src/draft/completeness.ts';
import { aRun } from '../support/runs.ts';

const { collected } = aRun();

it('says that all was read, and what was counted once', () => {
  expect(readingLine(collected)).toBe(
    'Read completely: 1,250 entries, 1 file, none malformed, 3 duplicates counted once.',
  );
});

it('says how many entries came in parts, and how many of them lack one', () => {
  const split = { parts: 8, entries: 3, incomplete: 0 };
  expect(readingLine({ ...collected, duplicates: 0, split })).toBe(
    'Read completely: 1,250 entries, 1 file, none malformed, 8 parts put together into 3 entries.',
  );
  expect(readingLine({ ...collected, split: { ...split, incomplete: 1 } })).toMatch(
    /8 parts put together into 3 entries, 1 of them incomplete\.$/,
  );
  expect(describeCollected({ ...collected, split }, 2)).toMatch(
    /3 duplicates, 8 parts put together into 3 entries\): 2 clusters\.$/m,
  );
});

it('calls a part a sample', () => {
  expect(readingLine({ ...collected, truncated: 'a.ndjson: stopped before its end' })).toMatch(
    /^Read in part \(a\.ndjson: stopped before its end\): .* those of this sample, not totals\.$/,
  );
});

it('says when the last entry arrived, where that is known', () => {
  expect(arrivalLine(collected)).toEqual(['The last to arrive was received 2025-09-12 23:29:58 UTC.']);
  expect(arrivalLine({ newestReceived: null })).toEqual([]);
});
