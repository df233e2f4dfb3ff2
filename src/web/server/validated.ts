import { HTTPException } from 'hono/http-exception';
import { validator } from 'hono/validator';
import type { z } from 'zod';

/** Takes a body that the schema knows, and nothing else; says in words what is wrong with any other. */
export function validBody<T>(schema: z.ZodType<T>) {
  return validator('json', (value: unknown): T => checked(schema, value));
}

/** The same for what stands behind the `?` of an address. */
export function validQuery<T>(schema: z.ZodType<T>) {
  return validator('query', (value: unknown): T => checked(schema, value));
}

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`);
  throw new HTTPException(400, { message: `That cannot be taken. ${problems.join('; ')}` });
}
