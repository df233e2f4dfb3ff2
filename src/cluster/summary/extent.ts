import { formatTime } from '../../collect/time.ts';

/**
 * From the first to the last of some instants, each as whole seconds since 1970 and nanoseconds of that second. Changes
 * while entries are counted; of no instant at all, the first is later than the last.
 */
export interface Extent {
  firstSeconds: number;
  firstNanos: number;
  lastSeconds: number;
  lastNanos: number;
}

export function emptyExtent(): Extent {
  return {
    firstSeconds: Number.POSITIVE_INFINITY,
    firstNanos: 0,
    lastSeconds: Number.NEGATIVE_INFINITY,
    lastNanos: 0,
  };
}

/** Notes an instant. */
export function extend(extent: Extent, seconds: number, nanos: number): void {
  if (seconds < extent.firstSeconds || (seconds === extent.firstSeconds && nanos < extent.firstNanos)) {
    extent.firstSeconds = seconds;
    extent.firstNanos = nanos;
  }
  if (seconds > extent.lastSeconds || (seconds === extent.lastSeconds && nanos > extent.lastNanos)) {
    extent.lastSeconds = seconds;
    extent.lastNanos = nanos;
  }
}

export function absorbExtent(into: Extent, from: Extent): void {
  if (isEmpty(from)) return;
  extend(into, from.firstSeconds, from.firstNanos);
  extend(into, from.lastSeconds, from.lastNanos);
}

/** First and last as RFC 3339 in UTC; empty of no instant. */
export function printExtent(extent: Extent): { firstSeen: string; lastSeen: string } {
  if (isEmpty(extent)) return { firstSeen: '', lastSeen: '' };
  const { firstSeconds, firstNanos, lastSeconds, lastNanos } = extent;
  return { firstSeen: print(firstSeconds, firstNanos), lastSeen: print(lastSeconds, lastNanos) };
}

function isEmpty({ firstSeconds, lastSeconds }: Extent): boolean {
  return firstSeconds > lastSeconds;
}

function print(seconds: number, nanos: number): string {
  return formatTime(BigInt(seconds) * 1_000_000_000n + BigInt(nanos));
}
