import { z } from 'zod';

/** Cloud Logging's severities, in rising order: https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#LogSeverity */
export const SEVERITIES = [
  'DEFAULT',
  'DEBUG',
  'INFO',
  'NOTICE',
  'WARNING',
  'ERROR',
  'CRITICAL',
  'ALERT',
  'EMERGENCY',
] as const;

export const Severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof Severity>;

/**
 * Where the severity of an entry stands: `stated` where Cloud Logging says it, else in a `field` that the program or the
 * request has for it, or it is read from the `text`, a stack trace beside it included.
 */
export const SeveritySource = z.enum(['stated', 'field', 'text']);
export type SeveritySource = z.infer<typeof SeveritySource>;

/** A severity, and where it stands. */
export interface Graded {
  readonly severity: Severity;
  readonly source: SeveritySource;
}

/** Position in the rising order; compare severities by it. */
export const SEVERITY_RANK: Readonly<Record<Severity, number>> = {
  DEFAULT: 0,
  DEBUG: 1,
  INFO: 2,
  NOTICE: 3,
  WARNING: 4,
  ERROR: 5,
  CRITICAL: 6,
  ALERT: 7,
  EMERGENCY: 8,
};
