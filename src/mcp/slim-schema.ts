import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import { z } from 'zod';

/**
 * A schema as a client is shown it: definitions stand in every conversation, so that what says nothing new is left out.
 * What comes in and goes out is still checked by the whole schema.
 */
export function slimSchema(schema: z.ZodType): StandardSchemaWithJSON {
  const shown = (io: 'input' | 'output') => (): Record<string, unknown> => {
    const whole = z.toJSONSchema(schema, { io });
    return Object.fromEntries(Object.entries(whole).flatMap(([key, value]) => slimEntry(key, value)));
  };
  return { '~standard': { ...schema['~standard'], jsonSchema: { input: shown('input'), output: shown('output') } } };
}

/** What goes without saying: the largest whole number, that nothing else may stand there, the pattern of a format. */
function slimEntry(key: string, value: unknown): [string, unknown][] {
  if (key === '$schema' || key === 'additionalProperties') return [];
  if ((key === 'maximum' || key === 'minimum') && Math.abs(Number(value)) >= Number.MAX_SAFE_INTEGER) return [];
  if (key === 'pattern' && typeof value === 'string' && value.length > LONGEST_PATTERN) return [];
  return [[key, slim(value)]];
}

/** Those of dates and times fill half a screen; their format says it. */
const LONGEST_PATTERN = 60;

function slim(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(slim);
  if (typeof value !== 'object' || value === null) return value;
  const types = plainTypes(value);
  if (types !== null) return { type: types };
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => slimEntry(key, inner)));
}

/** `{anyOf: [{type: a}, {type: b}]}` says in many bytes what `{type: [a, b]}` says. */
function plainTypes(value: object): string[] | null {
  const alternatives = Plain.safeParse(value);
  return alternatives.success ? alternatives.data.anyOf.map(({ type }) => type) : null;
}

const WholeNumber = z.object({ type: z.literal('integer'), minimum: z.number(), maximum: z.number() }).strict();
const Plain = z.strictObject({
  anyOf: z.array(
    z.union([
      z.strictObject({ type: z.string() }),
      WholeNumber.refine(({ maximum }) => maximum === Number.MAX_SAFE_INTEGER),
    ]),
  ),
});
