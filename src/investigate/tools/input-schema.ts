import { z } from 'zod';

/** JSON Schema as strict tools take it: every key required, none beside them, limits in words. */
export interface InputSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

/** A limit of whole numbers that goes without saying: GitHub's numbers end here. */
export const HIGHEST = 2_147_483_647;

/** Limits that strict schemas do not know, and how a description says them. */
const LIMITS: Readonly<Record<string, (value: unknown) => string>> = {
  minimum: (value) => `At least ${value}.`,
  maximum: (value) => `At most ${value}.`,
  minLength: (value) => (value === 1 ? 'Not empty.' : `At least ${value} characters.`),
  maxLength: (value) => `At most ${value} characters.`,
  pattern: (value) => `Matches ${value}.`,
  format: (value) => (value === 'date-time' ? 'RFC 3339, with zone.' : `A ${value}.`),
};

const Node = z.record(z.string(), z.unknown());
const ObjectNode = z.looseObject({ type: z.literal('object'), properties: Node });

/**
 * The input of a tool for the API. What a strict schema cannot say moves into descriptions, so the input is to be
 * checked by zod all the same.
 *
 * @throws Error where the input is no object
 */
export function inputSchemaOf(input: z.ZodType): InputSchema {
  const { properties } = ObjectNode.parse(z.toJSONSchema(input, { io: 'input' }));
  const slimmed = Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, slim(value)]));
  return { type: 'object', properties: slimmed, required: Object.keys(slimmed), additionalProperties: false };
}

/** The same arguments with `null` for what is missing and may be null: models leave such keys out. */
export function withNulls(args: unknown, { properties }: InputSchema): unknown {
  const given = Node.safeParse(args);
  if (!given.success) return args;
  const missing = Object.entries(properties).filter(([name, schema]) => !(name in given.data) && mayBeNull(schema));
  return { ...given.data, ...Object.fromEntries(missing.map(([name]) => [name, null])) };
}

function slim(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(slim);
  const node = Node.safeParse(schema);
  if (!node.success) return schema;
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node.data)) if (!(key in LIMITS)) kept[key] = slim(value);
  const words = Object.entries(node.data).flatMap(([key, value]) => {
    const isNoLimit = typeof value === 'number' && Math.abs(value) >= HIGHEST;
    // The pattern of a format says the same once more.
    const isDouble = key === 'pattern' && 'format' in node.data;
    return isNoLimit || isDouble ? [] : [LIMITS[key]?.(value) ?? []].flat();
  });
  const described = [kept.description, ...words].filter((part) => typeof part === 'string').join(' ');
  return described === '' ? kept : { ...kept, description: described };
}

function mayBeNull(schema: unknown): boolean {
  return (
    z
      .looseObject({ anyOf: z.array(z.unknown()) })
      .safeParse(schema)
      .data?.anyOf.some(isNull) ?? false
  );
}

function isNull(schema: unknown): boolean {
  return z.looseObject({ type: z.literal('null') }).safeParse(schema).success;
}
