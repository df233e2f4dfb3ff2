import { expect, it } from 'vitest';
import { thrownText } from '../../src/wording/thrown.ts';

it('names an exception with what it says, and alone where it says nothing', () => {
  expect(thrownText({ type: 'KeyError', message: "'id'" })).toBe("KeyError: 'id'");
  expect(thrownText({ type: 'java.lang.NullPointerException', message: '' })).toBe('java.lang.NullPointerException');
});
