import { CronExpressionParser } from 'cron-parser';
import { z } from 'zod';
import { Severity } from '../../model/severity.ts';
import { duration, repositoryName, usd } from './formats.ts';

/** As the workers' queue reads it (pg-boss, src/timekeeper.ts). */
function isCron(text: string): boolean {
  try {
    CronExpressionParser.parse(text, { tz: 'UTC', strict: false });
    return true;
  } catch {
    return false;
  }
}

/** Of the five fields of cron: minute, hour, day of the month, month, day of the week. */
export const cron = z
  .string()
  .regex(/^(?:[\d*,/-]+ +){2}[\d*,/-]+(?: +[\dA-Za-z*,/-]+){2}$/, 'five fields of cron, for example 5 * * * *')
  .refine(
    isCron,
    'a time that cron can tell, for example 5 * * * *: minute 0-59, hour 0-23, day 1-31, month 1-12, weekday 0-7',
  );

export const Service = z.strictObject({
  names: z
    .array(z.string().min(1))
    .min(1)
    .describe('Services; with *, ? or {a,b} in it, a glob over those that other entries name.'),
  project: z.string().optional().describe('Instead of project.'),
  repository: repositoryName.optional().describe('Instead of repository.'),
  minSeverity: Severity.optional().describe('Instead of minSeverity.'),
  window: duration.optional().describe('Instead of window.'),
  schedule: cron.nullable().optional().describe('Instead of fleet.schedule; null = not on a schedule.'),
  maxNewIssues: z.int().min(0).optional().describe('Instead of limits.maxNewIssues.'),
  maxUsd: usd.nullable().optional().describe('Instead of limits.maxUsd.'),
});
