import { expect, it } from 'vitest';
import { describeCollected } from '../../src/cli/collected.ts';
import { aRun } from '../support/runs.ts';

const { collected } = aRun();

it('names some of many empty files, and counts the others', () => {
  const hour = (n: number, entries = 0) => ({ name: `hour-${n}.json`, entries, malformed: 0 });
  const sources = [hour(0, 5), ...Array.from({ length: 60 }, (_, n) => hour(n + 1))];
  const lines = describeCollected({ ...collected, sources }, null).split('\n');
  expect(lines.slice(3)).toEqual([
    ...[1, 2, 3, 4, 5].map((n) => `hour-${n}.json holds no entries.`),
    'So do 55 more of 61 files.',
  ]);
});

it('says of no file that was stopped before its first entry that it holds none', () => {
  const sources = ['a.json', 'b.json', 'c.json'].map((name) => ({ name, entries: 0, malformed: 0 }));
  const truncated = 'a.json: ends inside an entry; c.json: stopped before its end';
  const text = describeCollected({ ...collected, read: 0, sources, truncated }, 0);
  expect(text.split('\n').filter((line) => line.includes('.json'))).toEqual([
    'b.json holds no entries.',
    `Not all was read: ${truncated}.`,
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
      truncated: `b${name}: stopped before its end`,
    },
    null,
  );
  expect(text).not.toContain('\u001b');
  expect(text.split('\n').slice(3)).toEqual([
    'a [31m .json holds no entries.',
    '  malformed: a [31m .json:1: not valid JSON',
    '1 malformed line left out.',
    'Not all was read: ba [31m .json: stopped before its end.',
  ]);
});

it('says from when the entries are, when the last arrived, and in how many slices the time was read', () => {
  const cloud = { slices: 8, retries: 0, waitedSeconds: 0, resumed: false };
  const lines = describeCollected({ ...collected, pages: 12, cloud }, null).split('\n');
  expect(lines.slice(1)).toEqual([
    'The oldest is of 2025-09-11 23:31:04 UTC, the newest of 2025-09-12 23:29:58 UTC.',
    'The last to arrive was received 2025-09-12 23:29:58 UTC.',
    'Cloud Logging: 8 slices, 12 pages.',
  ]);
  expect(lines.slice(1).every((line) => line.length <= 80)).toBe(true);
  const nothing = { ...collected, oldest: null, newest: null, newestReceived: null };
  expect(describeCollected(nothing, null).split('\n')).toHaveLength(1);
});

it('counts the calls of the audit log that were left out because they went well', () => {
  const text = (routine: number) => describeCollected({ ...collected, routine }, null).split('\n')[0];
  expect(text(1)).toContain('1 successful call in the audit log');
  expect(text(1_200)).toContain('1,200 successful calls in the audit log');
  expect(text(0)).not.toContain('audit log');
});
