import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { bullets, wrap } from '../../src/cli/wrap.ts';

describe('wrapped text', () => {
  it('breaks between words, and hangs', () => {
    expect(wrap('the worker cannot import a module', { width: 16, first: '- ', rest: '  ' })).toEqual([
      '- the worker',
      '  cannot import',
      '  a module',
    ]);
  });

  it('breaks a long path where it has a joint', () => {
    expect(wrap('at /app/netra_backend/app/main.py:23', { width: 20 })).toEqual([
      'at',
      '/app/netra_backend/',
      'app/main.py:23',
    ]);
  });

  it('shows where it was cut', () => {
    expect(wrap('the worker cannot import a module', { width: 12, most: 2 })).toEqual(['the worker', 'cannot impo…']);
    expect(wrap('the worker', { width: 12, most: 1 })).toEqual(['the worker']);
  });

  it('keeps to the width and loses nothing, whatever the text', () => {
    const texts = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.lorem({ maxCount: 40 }));
    const withoutSpace = (text: string): string => text.replace(/\s+/g, '');
    fc.assert(
      fc.property(texts, fc.integer({ min: 8, max: 80 }), (text, width) => {
        const line = text.replace(/\s+/g, ' ');
        const lines = wrap(line, { width, first: '  ' });
        for (const one of lines) expect(stringWidth(one)).toBeLessThanOrEqual(width);
        expect(withoutSpace(lines.join(''))).toBe(withoutSpace(line));
        expect(lines.length).toBeLessThanOrEqual(line.length + 1);
      }),
    );
  });

  it('ends, however much text there is and however little room', () => {
    expect(wrap('x'.repeat(1_000), { width: 1 })).toHaveLength(1_000);
    expect(wrap(`a${'\u0301'.repeat(100_000)}`, { width: 10, most: 3 }).length).toBeLessThanOrEqual(3);
    expect(wrap('', { width: 10, first: '- ' })).toEqual(['-']);
  });
});

describe('points', () => {
  it('are bounded, and say how many are left', () => {
    const lines = bullets(
      Array.from({ length: 15 }, (_, index) => `reason ${index + 1}`),
      80,
    );
    expect(lines).toHaveLength(13);
    expect(lines.at(-1)).toBe('  and 3 more, see --json');
  });

  it('let no order to the terminal through', () => {
    const [line = ''] = bullets(['\u001b[31mred\u001b[0m \u001b]0;title\u0007\u202eevil\u0000\r\nnext\u009b2J'], 80);
    expect(line).toBe('  - red evil next');
  });
});
