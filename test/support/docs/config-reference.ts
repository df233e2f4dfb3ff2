import { z } from 'zod';
import { configJsonSchema } from '../../../src/config/json-schema.ts';
import { cell } from './markdown-cell.ts';

const Schema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxItems: z.number().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
});
type Schema = z.infer<typeof Schema>;

/** docs/reference/config.md: every key of log-gardener.yaml, out of its schema. */
export function configReference(): string {
  const root = Schema.parse(configJsonSchema());
  const keys = Object.entries(root.properties ?? {}).map(([name, inner]) => ({ name, schema: Schema.parse(inner) }));
  const simple = keys.filter(({ schema }) => membersOf(schema) === null);
  const sections = keys.filter(({ schema }) => membersOf(schema) !== null);
  return [
    '# Settings: log-gardener.yaml',
    '',
    '<!-- Made by npm run reference out of the schema of the config; a test says when it is due. -->',
    '',
    'Found in the working folder, or above it up to the root of the Git repository; `--config FILE` names another. Every key has',
    'a default, an unknown one is an error. `log-gardener init` writes a file with all of them explained.',
    '',
    ...tableOf(simple.map(({ name, schema }) => [name, schema])),
    ...sections.flatMap(({ name, schema }) => [
      '',
      `## ${name}`,
      '',
      `${schema.description ?? ''}${schema.type === 'array' ? ' A list; each has:' : ''}`,
      '',
      ...tableOf(rowsOf(membersOf(schema) ?? {}, '')),
    ]),
    '',
  ].join('\n');
}

/** Keys inside, of a map or of each entry of a list. */
function membersOf(schema: Schema): Record<string, unknown> | null {
  if (schema.properties !== undefined) return schema.properties;
  return schema.items === undefined ? null : (Schema.parse(schema.items).properties ?? null);
}

function rowsOf(members: Record<string, unknown>, above: string): [string, Schema][] {
  return Object.entries(members).flatMap(([name, inner]): [string, Schema][] => {
    const schema = Schema.parse(inner);
    const path = `${above}${name}`;
    const below = membersOf(schema);
    const step = schema.type === 'array' ? '[].' : '.';
    return [[path, schema], ...(below === null ? [] : rowsOf(below, `${path}${step}`))];
  });
}

function tableOf(rows: readonly (readonly [string, Schema])[]): string[] {
  const cells = rows.map(
    ([name, schema]) =>
      `| \`${name}\` | ${cell(kindOf(schema))} | ${defaultOf(schema)} | ${cell(schema.description ?? '')} |`,
  );
  return ['| key | takes | default | |', '| --- | --- | --- | --- |', ...cells];
}

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  object: 'keys and values',
  string: 'text',
};

function kindOf(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.map(String).join(', ');
  if (schema.anyOf !== undefined) return schema.anyOf.map((one) => kindOf(Schema.parse(one))).join(' or ');
  const types = [schema.type ?? []].flat();
  const { minimum, maximum } = schema;
  const bounds = [
    ...(minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER ? [`from ${minimum}`] : []),
    ...(maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? [`to ${maximum}`] : []),
    ...(schema.maxItems === undefined ? [] : [`at most ${schema.maxItems}`]),
  ];
  const words = types.map((type) => (type === 'null' ? 'null' : (KINDS[type] ?? type))).join(' or ');
  return bounds.length === 0 ? words : `${words}, ${bounds.join(' ')}`;
}

function defaultOf(schema: Schema): string {
  if (schema.default === undefined || schema.properties !== undefined) return '';
  const text = JSON.stringify(schema.default);
  return text === '""' || text === '[]' || text === '{}' ? 'none' : `\`${text.replaceAll('|', '\\|')}\``;
}
