import { UsageError } from '../model/errors.ts';
import { Severity } from '../model/severity.ts';

const MOST_WORKERS = 32;

/** `--min-severity`, in upper or lower case; without it what the config says. @throws UsageError */
export function minSeverityOf(given: string | undefined, configured: Severity): Severity {
  const severity = Severity.safeParse(given?.toUpperCase() ?? configured);
  if (severity.success) return severity.data;
  throw new UsageError(`--min-severity "${given}" is none of ${Severity.options.join(', ')}.`);
}

/** `--workers`, or nothing where the number of cores decides. @throws UsageError */
export function workersOf(given: string | undefined): { workers?: number } {
  return given === undefined ? {} : { workers: wholeNumber('--workers', given, MOST_WORKERS) };
}

/** A whole number from 1 to `most`. @throws UsageError */
export function wholeNumber(option: string, given: string, most: number): number {
  const number = Number(given);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new UsageError(`${option} "${given}" is no whole number from 1 to ${most}.`);
}

/** Dollars, for example `2.50`. @throws UsageError */
export function dollarsOf(given: string): number {
  const usd = Number(given);
  if (given.trim() !== '' && Number.isFinite(usd) && usd > 0) return usd;
  throw new UsageError(`--max-cost "${given}" is no amount of US dollars above 0.`);
}
