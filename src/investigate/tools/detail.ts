import { z } from 'zod';

/**
 * How much a tool tells, the same in all of them: little unless it is asked for more. In the input it is whether more is
 * wanted, so that `concise` and `null` are the same call.
 *
 * @param more what `detailed` adds
 */
export function detailInput(more: string) {
  return z
    .enum(['concise', 'detailed'])
    .nullable()
    .describe(`detailed: ${more}. Null is concise.`)
    .transform((detail) => detail === 'detailed');
}

/** How the rest of what was cut is to be had, a whole sentence that names it. */
export function restOf(what: string, isDetailed: boolean): string {
  return isDetailed ? `No more of ${what} can be shown.` : `Detail "detailed" shows more of ${what}.`;
}
