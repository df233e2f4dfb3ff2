import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTime, inUtc, parseTime } from '../../src/collect/time.ts';

describe('parseTime', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0n],
    ['2025-09-16T00:42:53.987890Z', 1757983373987890000n],
    ['2025-09-16T00:42:53.987654321Z', 1757983373987654321n],
    ['2025-09-16T02:42:53.5+02:00', 1757983373500000000n],
    ['2025-09-15T18:42:53.5-06:00', 1757983373500000000n],
    ['2025-09-16 00:42:53+0000', 1757983373000000000n],
    ['2025-09-16t00:42:53z', 1757983373000000000n],
    ['2025-09-16 00:42:53.987890 UTC', 1757983373987890000n],
    ['1969-12-31T23:59:59.999999999Z', -1n],
    ['2024-02-29T00:00:00Z', 1709164800000000000n],
    ['2016-12-31T23:59:60Z', 1483228800000000000n],
    ['2025-09-16T00:42:53.9876543219Z', 1757983373987654321n],
  ])('reads %s', (text, ns) => {
    expect(parseTime(text)).toBe(ns);
  });

  it.each([
    ...['', 'yesterday', '2025-09-16', '2025-09-16T00:42:53', '2025-13-01T00:00:00Z', '2025-02-29T00:00:00Z'],
    ...['2025-09-16 00:42:53 CET', '2025-09-16 00:42:53 UTC ', '2025-09-16 00:42:53UTC'],
    ...['2025-09-16T24:00:00Z', '2025-09-16T00:60:00Z', '2025-09-16T00:00:00.Z', '2025-09-16T00:00:00+25:00'],
    ...[
      '2025-09-16T00:00:00Z ',
      '1757983373',
      '0000-01-01T00:00:00Z',
      '9999-12-31T23:59:59-01:00',
      '２０２５-09-16T00:00:00Z',
    ],
  ])('says null to %j', (text) => {
    expect(parseTime(text)).toBeNull();
  });
});

describe('formatTime', () => {
  it('writes as many groups of three digits as are needed', () => {
    expect(formatTime(0n)).toBe('1970-01-01T00:00:00Z');
    expect(formatTime(500_000_000n)).toBe('1970-01-01T00:00:00.500Z');
    expect(formatTime(1_000n)).toBe('1970-01-01T00:00:00.000001Z');
    expect(formatTime(-1n)).toBe('1969-12-31T23:59:59.999999999Z');
  });

  const instants = fc.bigInt({ min: -62_135_596_800_000_000_000n, max: 253_402_300_799_999_999_999n });

  it('is undone by parseTime, to the nanosecond', () => {
    fc.assert(fc.property(instants, (ns) => parseTime(formatTime(ns)) === ns));
  });

  it('sorts as time does within one width', () => {
    fc.assert(
      fc.property(instants, instants, (a, b) => {
        const [first, second] = [formatTime(a), formatTime(b)];
        return first.length !== second.length || first < second === a < b;
      }),
    );
  });

  it('agrees with inUtc, which keeps a text that is written so already', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom('Z', '000Z', '+00:00'), (ns, end) => {
        const text = formatTime(ns).replace(/Z$/, end);
        const time = parseTime(text);
        return time === null || inUtc(text, time) === formatTime(time);
      }),
    );
  });
});
