import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayHoldMojibake, mendMojibake } from '../../src/collect/mojibake.ts';

const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** What a program shows that reads UTF-8 as windows-1252. */
function misread(text: string): string {
  return Array.from(Buffer.from(text, 'utf8'), (byte) =>
    byte >= 0x80 && byte <= 0x9f ? HIGH.charAt(byte - 0x80) : String.fromCharCode(byte),
  ).join('');
}

describe('mending mojibake', () => {
  it.each([
    ['[ðŸ”‘] OPTIONAL AUTH', '[🔑] OPTIONAL AUTH'],
    ['ðŸš¨ ALERT', '🚨 ALERT'],
    ['âœ… done', '✅ done'],
    [misread('⚠️ careful'), '⚠️ careful'],
    ['cafÃ© and naÃ¯ve', 'café and naïve'],
    ['donâ€™t', 'don’t'],
    ['5Â°C', '5°C'],
    ['ÐŸÑ€Ð¸Ð²ÐµÑ‚', 'Привет'],
    ['å¤±æ•—', '失敗'],
  ])('%s → %s', (broken, right) => {
    expect(mendMojibake(broken)).toBe(right);
    expect(mayHoldMojibake(broken)).toBe(true);
  });

  it('mends what was misread twice', () => {
    expect(mendMojibake(misread(misread('🔑 é')))).toBe('🔑 é');
  });

  it.each([
    'plain ASCII',
    'café, naïve, Ærøskøbing, ÅÄÖ, Straße',
    '„Spaß“ und „Größe“ …',
    '« voilà … » “café…”',
    '🔑 ✅ ⚠️ 失敗 Привет',
    'Â alone, Ã alone, ð alone',
    'À — “quoted” – €5™',
  ])('leaves %j alone', (right) => {
    expect(mendMojibake(right)).toBe(right);
  });

  const characters = fc.constantFrom(...'aZ 0éßÂÃâð€œ…“”„Ÿ‘†¸»¿', 'ï', 'ðŸ”‘', 'Ã©', 'â€™', '🔑', '\u0090', '\ud83d');
  const texts = fc.array(characters, { maxLength: 20 }).map((parts) => parts.join(''));

  it('is idempotent', () => {
    fc.assert(
      fc.property(texts, (text) => mendMojibake(mendMojibake(text)) === mendMojibake(text)),
      { numRuns: 5000 },
    );
  });

  it('gives back any misread emoji', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0x1f300, max: 0x1faff }), (code) => {
        const text = `[${String.fromCodePoint(code)}]`;
        expect(mendMojibake(misread(text))).toBe(text);
      }),
    );
  });
});
