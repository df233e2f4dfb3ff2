import { ConfigError, NotFoundError, UsageError } from '../model/errors.ts';
import { EXIT } from './exit-codes.ts';

/** What the user sees of an error: one message, or with `--debug` the stack with its causes. */
export function describeError(error: unknown, debug: boolean): string {
  if (!(error instanceof Error)) return `Error: ${String(error)}`;
  if (debug)
    return `${error.stack ?? error.message}${error.cause instanceof Error ? `\ncaused by ${describeError(error.cause, true)}` : ''}`;
  return `Error: ${error.message}`;
}

/** What the user can mend in the command or the config; a name of nothing that is there is a wrong command. */
const MENDED_BY_USER = [UsageError, ConfigError, NotFoundError];

/** 2 for what the user can mend in the command or the config, else 1. */
export function exitCodeOf(error: unknown): number {
  return MENDED_BY_USER.some((kind) => error instanceof kind) ? EXIT.usage : EXIT.failed;
}
