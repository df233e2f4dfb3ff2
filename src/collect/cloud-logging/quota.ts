import type { Clock } from './clock.ts';

/** The service counts when a read arrives; on its way there it may have been faster or slower than the one before. */
const MARGIN_MS = 1_000;
const MINUTE_MS = 60_000;

/** Who may read, and when: all slices share one. */
export interface Quota {
  /** Resolves when a read may start, and counts it; at once when the signal comes, uncounted. */
  turn(signal: AbortSignal): Promise<void>;
  /** Nobody reads for so long: the service said that it was too much. */
  pause(ms: number): void;
  /** When the last reads started, in milliseconds since 1970: for a run that goes on with this one's work. */
  recent(): readonly number[];
  /** Milliseconds during which reads stood still for it. */
  waited(): number;
}

/** At most `perMinute` reads in any 60 seconds; first come, first served. */
export function createQuota(perMinute: number, clock: Clock, recent: readonly number[] = []): Quota {
  const starts = recent.slice(-perMinute);
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let waited = 0;
  let queue: Promise<void> = Promise.resolve();

  const take = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      const now = clock.now();
      const oldest = starts.length < perMinute ? undefined : starts[0];
      const from = Math.max(pausedUntil, oldest === undefined ? now : oldest + MINUTE_MS + MARGIN_MS);
      if (from <= now) {
        starts.push(now);
        if (starts.length > perMinute) starts.shift();
        return;
      }
      waited += from - now;
      await clock.sleep(from - now, signal);
    }
  };

  return {
    turn(signal) {
      queue = queue.then(() => take(signal));
      return queue;
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, clock.now() + ms);
    },
    recent: () => starts,
    waited: () => waited,
  };
}
