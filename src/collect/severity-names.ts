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
  // zerolog, NATS, Serilog; charm, Grafana; what MySQL calls its everyday news
  ['TRC', 'DEBUG'],
  ['DBG', 'DEBUG'],
  ['INF', 'INFO'],
  ['WRN', 'WARNING'],
  ['FTL', 'CRITICAL'],
  ['PNC', 'CRITICAL'],
  ['DEBU', 'DEBUG'],
  ['ERRO', 'ERROR'],
  ['FATA', 'CRITICAL'],
  ['EROR', 'ERROR'],
  ['NOTE', 'INFO'],
]);
for (const severity of Severity.options) ALIASES.set(severity, severity);

/** Every name a level may have in a text, for patterns; longest first, so that `ERROR` is not read as `ERR`. */
export const LEVEL_NAMES: readonly string[] = [...ALIASES.keys()]
  .filter((name) => name !== 'DEFAULT')
  .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));

/** slog's levels between two: `ERROR+4`. */
const OFFSET = /(?<=\w)[+-]\d{1,4}$/;

/** The severity that a level's name stands for, upper and lower case alike, or null. */
export function severityNamed(name: string): Severity | null {
  return ALIASES.get(name.trim().replace(OFFSET, '').toUpperCase()) ?? null;
}
