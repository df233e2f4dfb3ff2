import { expect, it } from 'vitest';
import { barWidth } from '../../src/web/client/words.ts';

it.each([
  [42, '42 s'],
  [60, '1 min'],
  [90, '90 s'],
  [300, '5 min'],
  [450, '7.5 min'],
  [7200, '2 h'],
])('a bar of %i seconds is %s', (seconds, says) => {
  expect(barWidth(seconds)).toBe(says);
});
