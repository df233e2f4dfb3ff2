import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../src/cluster/names/fingerprint.ts';
import { Fingerprint } from '../../src/model/cluster.ts';

describe('a fingerprint', () => {
  it('is lg1 and the first 16 hex digits of the SHA-256 of the tokens, joined by NUL', () => {
    // printf 'Payment\0failed' | sha256sum
    expect(fingerprintOf(['Payment', 'failed'])).toBe('lg18dd30c6addb7cd4a');
    expect(Fingerprint.safeParse(fingerprintOf([])).success).toBe(true);
  });

  it('carries the version of the rules that made it, whichever program reads it', () => {
    const next = fingerprintOf(['Payment', 'failed'], 'lg2');
    expect(next).toBe('lg28dd30c6addb7cd4a');
    for (const version of ['lg1', 'lg2', 'lg10', 'lg123']) {
      expect(Fingerprint.safeParse(fingerprintOf([], version)).success).toBe(true);
    }
    for (const other of ['lg0', 'lg', 'lg1:', 'xx1']) {
      expect(Fingerprint.safeParse(`${other}8dd30c6addb7cd4a`).success).toBe(false);
    }
    expect(Fingerprint.safeParse(next.slice(0, -1)).success).toBe(false);
  });

  it('tells apart templates that read alike but have other tokens', () => {
    expect(fingerprintOf(['a b', 'c'])).not.toBe(fingerprintOf(['a', 'b c']));
    expect(fingerprintOf(['a', 'b'])).not.toBe(fingerprintOf(['b', 'a']));
  });
});
