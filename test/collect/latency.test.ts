import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latencyMs } from '../../src/collect/request.ts';
import { latencyAt } from '../../src/collect/skim/latency.ts';

describe('a latency read off its bytes', () => {
  it('is the one that its text gives', () => {
    const digits = fc.nat(999_999_999_999).map(String);
    const text = fc.oneof(
      fc.tuple(digits, digits).map(([whole, fraction]) => `${whole.slice(0, 9)}.${fraction.slice(0, 9)}s`),
      fc.tuple(digits, digits).map(([whole, fraction]) => `${whole}.${fraction}s`),
      digits.map((whole) => `${whole}s`),
      fc.constantFrom(
        '',
        's',
        '.5s',
        '1.s',
        '1.2.3s',
        '-1.5s',
        '0.0005s',
        '0.0015s',
        '1.0005s',
        '2ms',
        '1e3s',
        '00.5s',
      ),
    );
    fc.assert(
      fc.property(text, (latency) => {
        const bytes = Buffer.from(`"${latency}"`);
        expect(latencyAt(bytes, 1, bytes.length - 1, () => latency)).toBe(latencyMs(latency));
      }),
      { numRuns: 5_000 },
    );
  });
});
