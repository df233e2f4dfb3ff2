import { describe, expect, it } from 'vitest';
import { costOf } from '../../../src/investigate/claude/prices.ts';

const tokens = { input: 1_000_000, cacheWrite: 0, cacheRead: 0, output: 0 };
const short = { input: 10_000, cacheWrite: 20_000, cacheRead: 70_000, output: 1_000 };

describe('what a request costs', () => {
  it('counts each kind of token at its own price', () => {
    expect(costOf('claude-sonnet-5-5', short, {})).toBeCloseTo(0.02 + 0.05 + 0.014 + 0.01, 9);
    expect(costOf('claude-opus-5-5', short, {})).toBeCloseTo(0.04 + 0.1 + 0.014 + 0.02, 9);
  });

  it('knows that long prompts cost Haiku five times as much, and only Haiku', () => {
    const cheap = costOf('claude-haiku-5-5', short, {}) ?? 0;
    expect(costOf('claude-haiku-5-5', { ...short, input: short.input + 1 }, {})).toBeCloseTo(
      (cheap + 0.0000001) * 5,
      9,
    );
    expect(costOf('claude-sonnet-5-5', tokens, {})).toBe(2);
  });

  it('takes the date off that a model carries on Vertex', () => {
    expect(costOf('claude-sonnet-5-5@20260901', tokens, {})).toBe(2);
  });

  it('believes the config, first for the very name, and then applies no tier of its own', () => {
    const own = { input: 7, cacheWrite: 0, cacheRead: 0, output: 0 };
    expect(costOf('claude-haiku-5-5', tokens, { 'claude-haiku-5-5': own })).toBe(7);
    expect(costOf('claude-haiku-5-5@20260901', tokens, { 'claude-haiku-5-5': own })).toBe(7);
    const dated = { 'claude-haiku-5-5': own, 'claude-haiku-5-5@20260901': { ...own, input: 8 } };
    expect(costOf('claude-haiku-5-5@20260901', tokens, dated)).toBe(8);
  });

  it('does not make a price up', () => {
    expect(costOf('claude-novella-9', tokens, {})).toBeNull();
  });
});
