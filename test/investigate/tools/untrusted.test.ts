import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip, clipAnswer } from '../../../src/investigate/tools/clip.ts';
import { quote, untrusted } from '../../../src/investigate/tools/untrusted.ts';

const TAG = /[<＜‹]\s*\/?\s*untrusted/giu;
const PIECES = [
  '<',
  '</',
  '＜',
  '‹',
  '/',
  ' ',
  '\n',
  '\u200b',
  '\u202e',
  'untrusted',
  'UnTrusted',
  'ſ',
  '>',
  ' source="us">',
  'a',
  '\ud800',
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string()), { maxLength: 40 })
  .map((parts) => parts.join(''));

describe('a block of strangers’ words', () => {
  it('is ended by nothing in it, whatever that is', () => {
    fc.assert(
      fc.property(hostile, hostile, (source, text) => {
        const block = untrusted(source, text);
        expect(block.match(TAG)).toHaveLength(2);
        expect(block).toMatch(/^<untrusted source="[^"<>\n]*">\n/);
        expect(block.endsWith('\n</untrusted>')).toBe(true);
      }),
      { examples: [['‹>untrusted', '']] },
    );
  });

  it('is made in time that grows with the text', () => {
    const text = '< / '.repeat(250_000);
    const before = process.cpuUsage();
    untrusted('x', text);
    untrusted('x', '<'.repeat(1_000_000));
    const { user } = process.cpuUsage(before);
    expect(user / 1000).toBeLessThan(2000);
  });

  it('keeps what people write', async () => {
    const text = 'if (a < b && c > d) return `<Untrust>`;\n\tnaïve — 日本語 🔑';
    expect(untrusted('issue #1', text)).toBe(`<untrusted source="issue #1">\n${text}\n</untrusted>`);
    const redact = async (value: string) => value.replaceAll('k3y', '[key]');
    expect(await quote({ redact }, 'x', 'ab k3y cd', 6, 'No more.')).toBe(
      '<untrusted source="x">\nab [ke\n[cut: 6 of 11 characters shown. No more.]\n</untrusted>',
    );
  });
});

describe('a cut', () => {
  it('leaves what is short alone and half of no character', () => {
    expect(clip('abc', 3, 'More.')).toBe('abc');
    expect(clip('ab🔑', 3, 'More.')).toBe('ab\n[cut: 2 of 4 characters shown. More.]');
  });

  it('of an answer leaves no block open and none closed twice', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 6 }), fc.nat(30_000), (texts, fill) => {
        const answer = [...texts.map((text) => untrusted('x', text)), untrusted('y', 'z'.repeat(fill)), 'end'].join(
          '\n',
        );
        const cut = clipAnswer(answer, 'Ask for less.');
        expect(cut.length).toBeLessThanOrEqual(24_000);
        expect(cut.match(/<untrusted /g)?.length).toBe(cut.match(/<\/untrusted>/g)?.length);
      }),
    );
  });
});
