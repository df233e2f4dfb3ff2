import { expect, it } from 'vitest';
import { seal, unseal } from '../../src/store/sealed.ts';

const SECRET = Buffer.from('a secret');

it('gives back what was sealed, and shows nothing of it', () => {
  const text = 'Cart 17 of jane é 🔑\n'.repeat(1_000);
  const sealed = seal(text, SECRET);
  expect(unseal(sealed, SECRET)).toBe(text);
  expect(sealed.length).toBeLessThan(text.length / 10);
  expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toMatch(/Cart|jane/);
  expect(seal(text, SECRET)).not.toBe(sealed);
});

it('opens for nobody with another secret, nor where a byte was changed', () => {
  const sealed = seal('found', SECRET);
  const changed = Buffer.from(sealed, 'base64');
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  for (const [content, secret] of [
    [sealed, Buffer.from('another')],
    [changed.toString('base64'), SECRET],
    ['', SECRET],
  ] as const) {
    expect(() => unseal(content, secret)).toThrow(/same redaction\.key/);
  }
});
