import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvidenceBlock, replaceEvidenceBlock, wrapEvidenceBlock } from '../../src/github/evidence-block.ts';

const START = '<!-- log-gardener:evidence -->';
const END = '<!-- /log-gardener:evidence -->';
const MARKER = '<!-- log-gardener fingerprint=lg1aaaaaaaaaaaaaaaa run=r draft=r-1 -->';
const block = wrapEvidenceBlock('new');

/** Bodies as people, programs and strangers leave them: pieces of markers in any order. */
const body = fc
  .array(fc.oneof(fc.constantFrom(START, END, MARKER, '\n', '\r\n', '\n\n', ' ', '$&', '```'), fc.string()))
  .map((parts) => parts.join(''));
/** What stands in a block: anything but a line that is one of its own markers. */
const content = fc.string().map((text) => text.replaceAll('log-gardener:evidence', ''));

describe('the evidence block', () => {
  it('is put in the place of the old one', () => {
    expect(replaceEvidenceBlock(`a\r\n${wrapEvidenceBlock('old')}\r\nb `, block)).toBe(`a\r\n${block}\r\nb `);
  });

  it('goes before the trailing marker where the old one is gone, or to the end', () => {
    expect(replaceEvidenceBlock(`text\n\n${MARKER}`, block)).toBe(`text\n\n${block}\n\n${MARKER}`);
    expect(replaceEvidenceBlock(`text\r\n${MARKER}\n`, block)).toBe(`text\r\n\n${block}\n\n${MARKER}\n`);
    expect(replaceEvidenceBlock('text', block)).toBe(`text\n\n${block}`);
    expect(replaceEvidenceBlock('', block)).toBe(block);
    expect(replaceEvidenceBlock(MARKER, block)).toBe(`${block}\n\n${MARKER}`);
  });

  it('is not confused by markers quoted in a sentence', () => {
    const quoting = `Do not touch \`${START}\`, ${END} or ${MARKER} please.`;
    expect(readEvidenceBlock(quoting)).toBeNull();
    expect(replaceEvidenceBlock(quoting, block)).toBe(`${quoting}\n\n${block}`);
  });

  it('does not take what people wrote for its own where one of its lines was deleted', () => {
    const half = `${START}\nold\n\nAnna's text\n\n${MARKER}`;
    const mended = replaceEvidenceBlock(half, block);
    expect(mended).toBe(`${START}\nold\n\nAnna's text\n\n${block}\n\n${MARKER}`);
    expect(replaceEvidenceBlock(mended, wrapEvidenceBlock('newer'))).toBe(mended.replace('new', 'newer'));
  });

  it('is read back as it was put in, and putting it in again changes nothing', () => {
    fc.assert(
      fc.property(body, content, (text, inside) => {
        const given = wrapEvidenceBlock(inside);
        const replaced = replaceEvidenceBlock(text, given);
        expect(readEvidenceBlock(replaced)).toBe(given);
        expect(replaceEvidenceBlock(replaced, given)).toBe(replaced);
      }),
    );
  });

  it('leaves everything around it byte for byte', () => {
    fc.assert(
      fc.property(body, content, (text, inside) => {
        const old = readEvidenceBlock(text);
        const given = wrapEvidenceBlock(inside);
        // The same words may stand elsewhere too: one of the places is that of the block.
        const parts = replaceEvidenceBlock(text, given).split(given);
        const without = parts
          .slice(1)
          .map((_, cut) => parts.slice(0, cut + 1).join(given) + (old ?? '') + parts.slice(cut + 1).join(given));
        // Where there was none, blank lines come around it.
        const plain = (markdown: string) => (old === null ? markdown.replace(/[\r\n]/g, '') : markdown);
        expect(without.map(plain)).toContain(plain(text));
      }),
    );
  });

  it('is found quickly in a hostile text', () => {
    const hostile = `${START}\n`.repeat(20_000) + `x${END}\n`.repeat(20_000);
    const began = performance.now();
    expect(readEvidenceBlock(hostile)).toBeNull();
    expect(readEvidenceBlock(`${`${START}\n`.repeat(2_000)}${END}`)).toBe(`${START}\n${END}`);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
