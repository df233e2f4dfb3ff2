import { expect, test } from 'vitest';
import {
  binary,
  goodLine,
  halfAnArray,
  hugeLine,
  IMPOSSIBLE_TIMES,
  linesWithImpossibleTimes,
  lineWithoutPayload,
  lineWithPrototypeKeys,
} from '../support/bad-input.ts';

test('half an array has its whole entries and ends within one', () => {
  const text = halfAnArray(3);
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
  expect(JSON.parse(`${text.slice(0, text.lastIndexOf(',\n'))}]`)).toHaveLength(3);
});

test('binary is no UTF-8', () => {
  const bytes = binary(2048);
  expect(bytes).toContain(0);
  expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow(TypeError);
});

test('the huge entry is one line above the limit of Cloud Logging', () => {
  expect(Buffer.byteLength(hugeLine())).toBeGreaterThan(256 * 1024);
  expect(hugeLine()).not.toContain('\n');
});

test('entries without a payload, and with impossible times, are JSON all the same', () => {
  expect(Object.keys(JSON.parse(lineWithoutPayload())).filter((key) => /payload/i.test(key))).toEqual([]);
  expect(linesWithImpossibleTimes().map((line) => JSON.parse(line).timestamp)).toEqual(IMPOSSIBLE_TIMES);
  expect(IMPOSSIBLE_TIMES.length).toBeGreaterThan(3);
});

test('the prototype keys are keys of the parsed entry, and a good line has none', () => {
  expect(Object.keys(JSON.parse(lineWithPrototypeKeys()))).toContain('__proto__');
  expect(Object.keys(JSON.parse(goodLine(1)))).not.toContain('__proto__');
});
