import type { Severity } from '../model/severity.ts';

/** `[01-Jun-2026 12:00:00 UTC] PHP Warning:  …`, and what php-fpm puts before it, though it calls all of it a notice. */
const PHP_LEVEL =
  /^(?:\[[^\]]{1,80}\] )?(?:NOTICE: )?(?:PHP message: )?PHP (Fatal error|Parse error|Recoverable fatal error|Warning|Notice|Deprecated): /i;

const LEVELS: Readonly<Record<string, Severity>> = {
  'fatal error': 'ERROR',
  'parse error': 'ERROR',
  'recoverable fatal error': 'ERROR',
  warning: 'WARNING',
  notice: 'NOTICE',
  deprecated: 'NOTICE',
};

/** The severity that PHP itself gives to a line, or null where it is none of PHP's. */
export function phpSeverity(line: string): Severity | null {
  const level = line.includes('PHP ') ? PHP_LEVEL.exec(line)?.[1] : undefined;
  return level === undefined ? null : (LEVELS[level.toLowerCase()] ?? null);
}

/** Lines of Ruby's and PHP's stack traces. */
export const RUBY_AND_PHP_FAILURES: readonly RegExp[] = [
  /^(?:\[[^\]]{1,80}\] ){0,8}(?:\s{0,40}from )?\s{0,40}\S{1,300}:\d{1,9}:in [`'][^']{1,200}'(?:$|: (?!warning:))/,
  /^\S{1,300}\.rb:\d{1,9}: (?!warning:).{1,390} \([A-Z][\w:]{0,80}Error\)$/,
  // Rails: `ActiveRecord::RecordNotFound (Couldn't find Cart with 'id'=7):`
  /^(?:\[[^\]]{1,80}\] ){0,8}(?:Caused by: |Information for(?: cause)?: )?(?:(?:[A-Z]\w{0,80}::){1,8}[A-Z]\w{0,80} \(.{0,390}\):$|(?:[A-Z]\w{0,80}::){0,8}[A-Z]\w{0,80}(?:Error|Exception|NotFound|Invalid|Timeout) \(.{0,390}(?:\):?$|[^)]$))/,
  /^#<Thread:0x[0-9a-f]{1,16} \S{1,300} \w{1,20}> terminated with exception /,
  /^#\d{1,5} (?:\[internal function\]: |\{main\}$|\S{0,300}[/\\.]\S{0,300}\(\d{1,9}\): \S)/,
  /^\s{1,8}thrown in .{1,300} on line \d{1,9}$/,
  /^(?:PHP )?Stack trace:$/,
  /^\[stacktrace\]$/,
  /^\[previous exception\] \[object\] \(/,
  /^\S{1,300}\.erb:\d{1,9}$/,
  /^Next (?:[A-Za-z_]\w{0,80}\\){1,12}[A-Z]\w{0,80}: /,
  /^(?:[A-Za-z_]\w{0,80}\\){1,12}[A-Z]\w{0,80}(?:(?:Error|Exception): |: .{0,380} in \S{1,300}:\d{1,9}$)/,
  // Sinatra, Puma
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d - (?:[A-Z]\w{0,80}::){0,8}[A-Z]\w{0,80}(?:Error|Exception|NotFound|Timeout) - .{0,300}:$/,
  /#<(?:[A-Z]\w{0,80}::){0,8}[A-Z]\w{0,80}(?:Error|Exception|NotFound|Timeout): .{0,300}>$/,
];
