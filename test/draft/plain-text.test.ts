import fc from 'fast-check';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { expect, it } from 'vitest';
import { isPlainText } from '../../src/draft/plain-text.ts';

const parser = unified().use(remarkParse).use(remarkGfm);

/** What a parser makes of a text that is nothing but text. */
const asText = (value: string) => [{ type: 'paragraph', children: [{ type: 'text', value }] }];

const seen = (markdown: string) =>
  JSON.parse(JSON.stringify(parser.parse(markdown).children, (key, value) => (key === 'position' ? undefined : value)));

it('takes for plain only what a parser of Markdown reads as text', () => {
  const piece = fc.constantFrom(
    ...['a', 'W', 'www', 'http', 'mailto', '1', '12', '.', ':', '/', '//', ' ', ' ', '-', '+', '=', '(', ')', ',', ';'],
    ...['!', '[', ']', '*', '_', '`', '<', '>', '|', '~', '&', 'amp;', '@', '#', '\\', "'", '"', '?', '%', '\n', '\t'],
    ...['https:', '·', '…'],
  );
  let plain = 0;
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 7 }), (pieces) => {
      const text = pieces.join('');
      if (!isPlainText(text) || text.trim() !== text) return;
      plain += 1;
      expect(seen(text)).toEqual(asText(text));
    }),
    { numRuns: process.env.LONG ? 50_000 : 5_000, seed: 9 },
  );
  expect(plain).toBeGreaterThan(100);
});

it.each([
  'The service reports this with severity ERROR; the entries do not say what a user sees of it.',
  'No entry has a user field, so how many people are affected is not known.',
  '12 entries in 3 hours (4 an hour), since 2025-09-12: 40% of all.',
  ' 2025-09-12 00:00:00 – 01:00:00 UTC (60 min), 0:47 of it in app/main.py:12 · 1.5 an hour',
  ' (Cluster 1',
  'Severity:',
  ' ',
])('takes for plain: %s', (text) => {
  expect(isPlainText(text)).toBe(true);
});

it.each([
  '1. first',
  '12) second',
  'www.x.org',
  'see http://x.org',
  'a@b',
  '`code`',
  '#12',
  '- a',
  'a\nb',
  'a  b',
  '',
  '(x)',
  ':',
])('does not take for plain: %j', (text) => {
  expect(isPlainText(text)).toBe(false);
});
