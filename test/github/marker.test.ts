import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateMarker, type Marker, parseMarkers } from '../../src/github/marker.ts';

const fingerprint = 'lg10123456789abcdef';
const marker: Marker = { fingerprint, run: '2025-09-12T23-30-00Z', draft: '2025-09-12T23-30-00Z-3' };

const value = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,60}$/);
const anyMarker = fc.record(
  { fingerprint: fc.stringMatching(/^lg[1-9][0-9]?[0-9a-f]{16}$/), run: value, draft: value, news: value },
  { requiredKeys: ['fingerprint', 'run', 'draft'] },
);

describe('markers', () => {
  it('look as the design says', () => {
    expect(generateMarker({ ...marker, news: 'regressed-421' })).toBe(
      '<!-- log-gardener fingerprint=lg10123456789abcdef run=2025-09-12T23-30-00Z draft=2025-09-12T23-30-00Z-3 news=regressed-421 -->',
    );
  });

  it('come back from any text they stand in', () => {
    fc.assert(
      fc.property(fc.array(anyMarker, { maxLength: 4 }), fc.array(fc.string(), { maxLength: 5 }), (markers, texts) => {
        const innocent = texts.map((text) => text.replaceAll('<!-- log-gardener', ''));
        const lines = markers.flatMap((one, index) => [innocent[index] ?? '', generateMarker(one)]);
        expect(parseMarkers([...lines, innocent.at(-1) ?? ''].join('\n'))).toEqual(markers);
      }),
    );
  });

  it('come back from a body with Windows line ends', () => {
    expect(parseMarkers(`Impact\r\n${generateMarker(marker)}\r\n`)).toEqual([marker]);
  });

  it.each(['two words', '', 'a-->', 'line\nbreak', '-5', 'x=y'])(
    'refuse the value %j, which would not come back',
    (news) => {
      expect(() => generateMarker({ ...marker, news })).toThrow(RangeError);
    },
  );

  it('refuse a fingerprint that is none', () => {
    expect(() => generateMarker({ ...marker, fingerprint: 'lg2' })).toThrow(RangeError);
  });

  it.each([
    ['inside a sentence', `see ${generateMarker(marker)}`],
    ['in a quotation', `> ${generateMarker(marker)}`],
    ['with something after it', `${generateMarker(marker)} fixed`],
    ['without a draft', `<!-- log-gardener fingerprint=${fingerprint} run=1 -->`],
    ['with a foreign fingerprint', '<!-- log-gardener fingerprint=lg1xyz run=1 draft=1 -->'],
    ['never closed', `<!-- log-gardener fingerprint=${fingerprint} run=1 draft=1`],
    ['endless', `<!-- log-gardener fingerprint=${fingerprint} run=${'1'.repeat(1000)} draft=1 -->`],
    ['polluting', '<!-- log-gardener __proto__=1 -->'],
  ])('are none %s', (_, text) => {
    expect(parseMarkers(text)).toEqual([]);
  });

  it('are looked for in linear time', () => {
    const start = performance.now();
    parseMarkers('<!-- log-gardener '.repeat(200_000));
    parseMarkers(`<!-- log-gardener ${' '.repeat(2_000_000)}`);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
