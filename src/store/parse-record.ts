import { z } from 'zod';
import { StoreError } from '../model/errors.ts';

/**
 * Reads a record of the store.
 *
 * @param what for the message, for example `run 2025-09-12T23-30-00Z`
 * @throws StoreError when it is no JSON, or not of the schema: a damaged file, or one from before a change of the model
 */
export function parseRecord<T>(schema: z.ZodType<T>, record: unknown, what: string, where: string): T {
  const parsed = schema.safeParse(record);
  if (parsed.success) return parsed.data;
  const [problem] = parsed.error.issues;
  const place = problem === undefined ? '' : ` (${problem.path.join('.')}: ${problem.message})`;
  throw new StoreError(
    `The ${what} in ${where} cannot be read${place}. ` +
      'It is damaged or from another version; name another folder with --state to go on without it.',
    { cause: parsed.error },
  );
}

/** JSON text, as a schema that others can be piped after. */
export const Json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: `no JSON: ${error instanceof Error ? error.message : String(error)}` });
    return z.NEVER;
  }
});
