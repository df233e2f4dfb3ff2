import { parseTime } from '../collect/time.ts';
import { UsageError } from '../model/errors.ts';

/** A span of time in nanoseconds since 1970: since inclusive, until exclusive. */
export interface TimeWindow {
  readonly since: bigint;
  readonly until: bigint;
}

/** The first moment that a log entry can name. */
const FIRST = parseTime('0001-01-01T00:00:00Z') ?? 0n;

const UNIT_NANOSECONDS: Readonly<Record<string, bigint>> = {
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
};

/**
 * The window that `--window`, `--since` and `--until` ask for, ending at `now` where nothing else is said.
 * Null = none was asked for: a file is then read whole.
 */
export function windowOf(options: { window?: string; since?: string; until?: string }, now: bigint): TimeWindow | null {
  if (options.window === undefined && options.since === undefined && options.until === undefined) return null;
  if (options.window !== undefined && options.since !== undefined) {
    throw new UsageError('--window and --since both say where the window begins. Give one of them.');
  }
  const until = options.until === undefined ? now : timeOf('--until', options.until);
  if (options.window !== undefined) {
    const since = until - durationOf(options.window);
    if (since < FIRST) throw new UsageError('The window begins before the year 1. Give a shorter --window.');
    return { since, until };
  }
  if (options.since === undefined)
    throw new UsageError('--until needs --since or --window: where does the window begin?');
  const since = timeOf('--since', options.since);
  if (since >= until) throw new UsageError('The window is empty: --since is not before --until.');
  return { since, until };
}

/** RFC 3339 with a zone, in nanoseconds since 1970. */
export function timeOf(option: string, text: string): bigint {
  const time = parseTime(text);
  if (time === null) {
    throw new UsageError(`${option} "${text}" is no time. Write it with its zone, for example 2025-09-14T21:00:00Z.`);
  }
  return time;
}

function durationOf(text: string): bigint {
  const match = /^([1-9]\d{0,4})([mhd])$/.exec(text);
  const unit = UNIT_NANOSECONDS[match?.[2] ?? ''];
  if (!match || unit === undefined) {
    throw new UsageError(`--window "${text}" is no span of time. Write a number and m, h or d, for example 24h.`);
  }
  return BigInt(match[1] ?? 0) * unit;
}
