import { describe, expect, it } from 'vitest';
import {
  capitalised,
  count,
  countDistinct,
  formatDuration,
  formatInstant,
  formatMinute,
  formatMinutes,
  formatNumber,
  formatSpan,
  joinWords,
  secondsBetween,
  times,
} from '../../src/wording/words.ts';

describe('numbers', () => {
  it('have thousands separators and at most two decimals', () => {
    expect([0, 999, 1_234, 1_234_567.891].map(formatNumber)).toEqual(['0', '999', '1,234', '1,234,567.89']);
  });

  it('stand before their noun, in the singular for one alone', () => {
    expect([0, 1, 2_000].map((value) => count(value, 'file'))).toEqual(['0 files', '1 file', '2,000 files']);
    expect(count(3, 'entry', 'entries')).toBe('3 entries');
    expect([1, 2, 4_000].map(times)).toEqual(['once', '2 times', '4,000 times']);
  });

  it('say where they are a lower bound', () => {
    expect(countDistinct({ count: 10_000, atLeast: true }, 'user')).toBe('at least 10,000 users');
    expect(countDistinct({ count: 1, atLeast: false }, 'user')).toBe('1 user');
  });
});

describe('times', () => {
  it('are in UTC, whatever zone they come in', () => {
    expect(formatMinute('2025-09-12T11:14:59+02:00')).toBe('2025-09-12 09:14 UTC');
    expect(formatInstant('2025-09-12T23:26:25.123456789Z')).toBe('2025-09-12 23:26:25 UTC');
  });

  it('name the day of a span once where it is the same, and an instant once', () => {
    expect(formatMinutes('2025-09-12T09:20:00Z', '2025-09-12T23:26:25Z')).toBe('2025-09-12 09:20 to 23:26 UTC');
    expect(formatSpan('2025-09-12T23:26:25Z', '2025-09-13T00:01:00Z')).toBe(
      '2025-09-12 23:26:25 – 2025-09-13 00:01:00 UTC',
    );
    expect(formatSpan('2025-09-12T23:26:25.1Z', '2025-09-12T23:26:25.9Z')).toBe('2025-09-12 23:26:25 UTC');
  });

  it('stay as they are where they are none', () => {
    expect([formatMinute('soon'), formatInstant('')]).toEqual(['soon', '']);
    expect(formatSpan('soon', '2025-09-12T23:26:25Z')).toBe('soon – 2025-09-12T23:26:25Z');
    expect(secondsBetween('soon', 'later')).toBeNull();
  });

  it('lie so far apart', () => {
    const seconds = secondsBetween('2025-09-12T09:00:00Z', '2025-09-12T09:25:30Z');
    expect(seconds).toBe(1_530);
    expect([0.25, 41, 1_530, 86_400, 172_800].map(formatDuration)).toEqual([
      '0.3 s',
      '41 s',
      '26 min',
      '24 h',
      '2 days',
    ]);
  });
});

it('joins a list as a sentence does', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(joinWords)).toEqual(['', 'a', 'a and b', 'a, b and c']);
});

it('begins a sentence with a capital', () => {
  expect(['it was seen', '', 'P1'].map(capitalised)).toEqual(['It was seen', '', 'P1']);
});
