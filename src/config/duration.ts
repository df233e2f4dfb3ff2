const MILLISECONDS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A span of time as the config writes it, `30m`, `24h` or `7d`, in milliseconds. */
export function millisecondsOf(duration: string): number {
  return Number.parseInt(duration, 10) * (MILLISECONDS[duration.slice(-1)] ?? Number.NaN);
}
