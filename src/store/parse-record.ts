import { z } from 'zod';
import { StoreError } from '../model/errors.ts';

/** Seen by users who ask for the record; who can do without it passes it over. */
export class UnreadableRecord extends StoreError {
  /** In a few words: the field, and what is wrong with it. */
  readonly why: string;

  constructor(message: string, why: string, options: ErrorOptions) {
    super(message, options);
    this.why = why;
  }
}

/**
 * Reads a record of the store.
 *
 * @param what for the message, for example `run 2025-09-12T23-30-00Z`
 * @throws UnreadableRecord when it is no JSON, or not of the schema: a damaged file, or one from before a change of the model
 */
export function parseRecord<T>(schema: z.ZodType<T>, record: unknown, what: string, where: string): T {
  const parsed = schema.safeParse(record);
  if (parsed.success) return parsed.data;
  const [problem] = parsed.error.issues;
  const why = problem === undefined ? '' : `${problem.path.join('.')}: ${problem.message}`;
  throw new UnreadableRecord(
    `The ${what} in ${where} cannot be read${why === '' ? '' : ` (${why})`}. ` +
      'It is damaged or from another version; name another folder with --state to go on without it.',
    why,
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
