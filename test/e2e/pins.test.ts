import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { traceback } from '../support/clusters.ts';
import { logEntries } from '../support/log-entries.ts';
import { runHere } from '../support/run-here.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-gardener-pins-'));
  const error = 'ProgrammingError: relation "carts" does not exist';
  const messages = [
    traceback('shop/cart.py', 'load', error),
    traceback('shop/login.py', 'log_in', error),
    'Mailbox of the shop is full',
    'Stock went below zero',
  ];
  const entries = logEntries(12, (index) => ({ textPayload: messages[index % 4] ?? '' }));
  writeFileSync(join(folder, 'log.ndjson'), entries.map((entry) => JSON.stringify(entry)).join('\n'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Listed {
  clusters: { fingerprint: string; patterns: { fingerprint: string; template: string }[]; rules: string[] }[];
}

async function cluster(config: string): Promise<Listed> {
  writeFileSync(join(folder, 'log-gardener.yaml'), config);
  const { code, stdout, stderr } = await runHere(['cluster', 'log.ndjson', '--json'], { cwd: folder });
  expect(stderr).not.toMatch(/wrong|error/i);
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

it('lets a person say in the config what is one problem and what is two', async () => {
  const before = await cluster('');
  expect(before.clusters.map(({ patterns }) => patterns.length)).toEqual([2, 1, 1]);
  const of = (words: string): string =>
    before.clusters.flatMap(({ patterns }) => patterns).find(({ template }) => template.includes(words))?.fingerprint ??
    words;
  const pins = [
    'pins:',
    '  together:',
    `    - [${of('Mailbox')}, ${of('Stock')}]`,
    '  apart:',
    `    - [${of('cart.py')}, ${of('login.py')}]`,
  ];
  const after = await cluster(pins.join('\n'));
  const together = after.clusters.filter(({ patterns }) => patterns.length === 2);
  expect(together.map(({ patterns }) => patterns.map(({ fingerprint }) => fingerprint).sort())).toEqual([
    [of('Mailbox'), of('Stock')].sort(),
  ]);
  expect(together[0]?.rules).toContainEqual(expect.stringMatching(/^joined: pinned in the config: lg1/));
  const apart = after.clusters.filter(({ patterns }) => patterns.length === 1);
  expect(apart.map(({ fingerprint }) => fingerprint).sort()).toEqual([of('cart.py'), of('login.py')].sort());
  for (const { rules } of apart)
    expect(rules).toContainEqual(expect.stringMatching(/^kept apart: pinned in the config/));
});

it('refuses pins that want the same two together and apart, naming them', async () => {
  const [a, b] = ['lg10123456789abcdef', 'lg1fedcba9876543210'];
  writeFileSync(join(folder, 'log-gardener.yaml'), `pins:\n  together: [[${a}, ${b}]]\n  apart: [[${a}, ${b}]]\n`);
  const { code, stdout, stderr } = await runHere(['cluster', 'log.ndjson'], { cwd: folder });
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(`log-gardener.yaml:3:11 pins.apart[0]: keeps two patterns apart,\n  ${a} and ${b},\n`);
});
