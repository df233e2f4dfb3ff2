import { z } from 'zod';

// The messages of formats complete the sentence `"value" is not …` (problems.ts).
export const globs = z.array(z.string().min(1)).default([]);
export const httpsUrl = z.url({ protocol: /^https$/, error: 'an https:// address' });
// Five digits of days are 273 years: a longer span would begin before the calendar does.
export const duration = z.string().regex(/^[1-9]\d{0,4}[mhd]$/, 'a number and m, h or d, for example 30m, 24h or 7d');
export const fingerprint = z
  .string()
  .regex(/^lg[1-9][0-9]{0,2}[0-9a-f]{16}$/, 'a fingerprint, for example lg10123456789abcdef');
export const instant = z.iso.datetime({ offset: true, error: 'a time with zone, for example 2025-10-01T00:00:00Z' });

/** https://docs.github.com/rest/issues/issues#create-an-issue: ten at most. */
export const assignees = z
  .array(z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?$/, 'a GitHub login, without @'))
  .max(10)
  .default([]);

/** Text with `{fields}`, and none but these. */
export const template = (fields: readonly string[]) =>
  z
    .string()
    .regex(
      new RegExp(`^(?:[^{}]|\\{(?:${fields.join('|')})\\})*$`),
      `made of text and ${fields.map((field) => `{${field}}`).join(', ')}`,
    );

export const regularExpression = z
  .string()
  .min(1)
  .superRefine((pattern, context) => {
    try {
      if (new RegExp(pattern, 'g').test('')) {
        context.addIssue({
          code: 'custom',
          message: 'matches the empty text, so it would hide everything; make it need a character',
        });
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      context.addIssue({ code: 'custom', message: `is no JavaScript regular expression (${reason})` });
    }
  });

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

export const repositoryName = z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'owner/name');

export const usd = z.number().positive();
