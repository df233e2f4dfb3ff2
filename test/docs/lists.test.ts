/** Lists in the documents that stand for something else in the checkout. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { EXIT } from '../../src/cli/exit-codes.ts';
import * as cluster from '../../src/library/cluster.ts';
import * as collect from '../../src/library/collect.ts';
import { readDocs } from '../support/docs/read-docs.ts';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(CHECKOUT, path), 'utf8');

it('tell every input of the action, with its default', () => {
  const Action = z.looseObject({ inputs: z.record(z.string(), z.looseObject({ default: z.string() })) });
  const { inputs } = Action.parse(parse(read('action.yml')));
  const rows = [...read('docs/automate.md').matchAll(/^\| ((?:`[a-z-]+`(?:, )?)+) \| ([^|]+) \|/gm)];
  const told = rows.flatMap(([, names = '', otherwise = '']) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => ({ name, otherwise: otherwise.trim() })),
  );
  expect(told.map(({ name }) => name).sort()).toEqual(Object.keys(inputs).sort());
  for (const { name, otherwise } of told) {
    const [, value] = /^`([^`]+)`$/.exec(otherwise) ?? [];
    const fixed = inputs[name]?.default ?? '';
    expect(value ?? otherwise, name).toBe(fixed === '' || fixed.startsWith('${{') ? otherwise : fixed);
    if (value === undefined) expect(otherwise).toMatch(/^(?:none|the (?:config|workflow)'s)$/);
  }
});

it('tell what other programs may import, and no more', () => {
  const told = [...read('docs/embed.md').matchAll(/^\| (?:`[^`]+`)? ?\| `(\w+)\(/gm)].map(([, name]) => name);
  expect(told).toEqual(['clusterEntries', 'clusterFiles', 'collectEntries', 'collectFiles']);
  const functions = Object.entries({ ...cluster, ...collect }).filter(([, one]) => typeof one === 'function');
  expect(functions.map(([name]) => name).sort()).toEqual(told);
});

it('tell every exit code', () => {
  const codes = Object.values(EXIT).sort();
  for (const path of ['README.md', 'docs/automate.md', 'docs/reference/commands.md']) {
    const [, listed = ''] = /[Ee]xit codes?(?: is looked at\*\*)?: (0 done.*?4 drafts)/s.exec(read(path)) ?? [];
    const told = [...listed.matchAll(/(?:^|[\s,])(\d) /g)].map(([, code]) => Number(code));
    expect(told, path).toEqual(codes);
  }
});

it('name only variables of the environment that something reads', () => {
  const readers = globSync(['src/**/*.{ts,js}', 'action.yml', 'container/*', 'docs/examples/*'], { cwd: CHECKOUT });
  const text = readers.map(read).join('\n');
  const named = readDocs(CHECKOUT).flatMap(({ codes }) =>
    codes.flatMap(({ text: code, place }) => {
      const [, name] = /^([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:=.*)?$/.exec(code) ?? [];
      return name === undefined ? [] : [{ name, place }];
    }),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ name }) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
});

it('give the bucket to the user that the image runs as', () => {
  const [, uid, gid] = /^USER (\d+):(\d+)$/m.exec(read('Dockerfile')) ?? [];
  expect(read('docs/automate.md')).toContain(`mount-options=uid=${uid};gid=${gid}"`);
});

it('name only placeholders that redaction makes', () => {
  const redaction = globSync('src/collect/redact*/**/*.ts', { cwd: CHECKOUT }).concat('src/collect/redact.ts');
  const source = redaction.map(read).join('\n');
  const told = [...read('docs/redaction.md').matchAll(/`\[([a-z-]+)-…\]`/g)].map(([, kind = '']) => kind);
  expect(told.length).toBeGreaterThan(15);
  expect(told.filter((kind) => !source.includes(`'${kind}'`))).toEqual([]);
});
