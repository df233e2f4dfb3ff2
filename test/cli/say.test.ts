import { describe, expect, it } from 'vitest';
import { layOut } from '../../src/cli/say.ts';

const text = 'Could not open acme/shop.\n  and no more:\n/a/path/that/is/longer/than/the/line is whole';

describe('what is said to people', () => {
  it('keeps to the width of a terminal, between words alone', () => {
    expect(layOut(text, { isTTY: true, columns: 16 }).split('\n')).toEqual([
      'Could not open',
      'acme/shop.',
      '  and no more:',
      '/a/path/that/is/longer/than/the/line',
      'is whole',
    ]);
  });

  it('keeps to 80 columns where the width is not known', () => {
    const lines = layOut('word '.repeat(50).trim(), { isTTY: true }).split('\n');
    expect(lines.map(({ length }) => length)).toEqual([79, 79, 79, 9]);
  });

  it('is one line for each in a pipe', () => {
    expect(layOut(text, { columns: 16 })).toBe(text);
  });
});
