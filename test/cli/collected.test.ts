import { expect, it } from 'vitest';
import { describeCollected } from '../../src/cli/collected.ts';
import { aRun } from '../support/runs.ts';

const { collected } = aRun();

it('names some of many empty files, and counts the others', () => {
  const hour = (n: number, entries = 0) => ({ name: `hour-${n}.json`, entries, malformed: 0 });
  const sources = [hour(0, 5), ...Array.from({ length: 60 }, (_, n) => hour(n + 1))];
  const lines = describeCollected({ ...collected, sources }, null).split('\n');
  expect(lines.slice(1)).toEqual([
    ...[1, 2, 3, 4, 5].map((n) => `hour-${n}.json holds no entries.`),
    'So do 55 more of 61 files.',
  ]);
});

it('lets no name of a file reach the terminal as anything but text', () => {
  const name = 'a\u001b[31m\n.json';
  const text = describeCollected(
    {
      ...collected,
      sources: [{ name, entries: 0, malformed: 0 }],
      malformed: 1,
      malformedLines: [{ source: name, line: 1, reason: 'not valid JSON' }],
      truncated: `${name}: stopped before its end`,
    },
    null,
  );
  expect(text).not.toContain('\u001b');
  expect(text.split('\n').slice(1)).toEqual([
    'a [31m .json holds no entries.',
    '  malformed: a [31m .json:1: not valid JSON',
    '1 malformed line left out.',
    'Not all was read: a [31m .json: stopped before its end.',
  ]);
});
