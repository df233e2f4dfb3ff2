import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { configJsonSchema } from '../../src/config/json-schema.ts';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const Schema = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
});

/** Every key of log-gardener.yaml that is no section, as `section.key`. */
function keysOf(schema: unknown, above: readonly string[] = []): string[] {
  const { properties, items } = Schema.parse(schema);
  if (properties === undefined) return items === undefined ? [above.join('.')] : keysOf(items, above);
  return Object.entries(properties).flatMap(([name, inner]) => keysOf(inner, [...above, name]));
}

function textOf(...patterns: string[]): string {
  const files = globSync(patterns, { cwd: CHECKOUT }).filter((path) => !/^src\/config\/(?:schema|template)/.test(path));
  return files.map((path) => readFileSync(join(CHECKOUT, path), 'utf8')).join('\n');
}

it('has no setting that no test sets, or that the program does not read', () => {
  const keys = keysOf(configJsonSchema());
  expect(keys.length).toBeGreaterThan(70);
  const [tests, program] = [textOf('test/**/*.ts', 'fixtures/**/*.yaml'), textOf('src/**/*.ts')];
  const last = (key: string): string => key.split('.').at(-1) ?? '';
  expect(keys.filter((key) => !new RegExp(`\\b${last(key)}['"]?\\s*[:,}]`).test(tests))).toEqual([]);
  expect(keys.filter((key) => !new RegExp(`\\b${last(key)}\\b`).test(program))).toEqual([]);
});
