import { Severity } from '../model/severity.ts';

/** Names of levels in other loggers, in upper case. */
const ALIASES = new Map<string, Severity>([
  ['TRACE', 'DEBUG'],
  ['VERBOSE', 'DEBUG'],
  ['FINE', 'DEBUG'],
  ['FINER', 'DEBUG'],
  ['FINEST', 'DEBUG'],
  ['INFORMATION', 'INFO'],
  ['INFORMATIONAL', 'INFO'],
  ['SUCCESS', 'INFO'],
  ['LOG', 'INFO'],
  ['WARN', 'WARNING'],
  ['ERR', 'ERROR'],
  ['SEVERE', 'ERROR'],
  ['CRIT', 'CRITICAL'],
  ['FATAL', 'CRITICAL'],
  ['PANIC', 'CRITICAL'],
  ['DPANIC', 'CRITICAL'],
  ['EMERG', 'EMERGENCY'],
]);
for (const severity of Severity.options) ALIASES.set(severity, severity);

/** Every name a level may have in a text, for patterns; longest first, so that `ERROR` is not read as `ERR`. */
export const LEVEL_NAMES: readonly string[] = [...ALIASES.keys()]
  .filter((name) => name !== 'DEFAULT')
  .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));

/** The severity that a level's name stands for, upper and lower case alike, or null. */
export function severityNamed(name: string): Severity | null {
  return ALIASES.get(name.trim().toUpperCase()) ?? null;
}
