import type { Clock } from '../../model/clock.ts';

/** The service counts when a read arrives; on its way there it may have been faster or slower than the one before. */
const MARGIN_MS = 1_000;
const MINUTE_MS = 60_000;

/** Who may read, and when: all slices share one. */
export interface Quota {
  /** Resolves when a read may start, and counts it, as so many; at once when the signal comes, uncounted. */
  turn(signal: AbortSignal, weight?: number): Promise<void>;
  /** Nobody reads for so long: the service said that it was too much. */
  pause(ms: number): void;
  /** Milliseconds during which reads stood still for it. */
  waited(): number;
}

/**
 * Where it is written when the last reads started, in milliseconds since 1970, oldest first. Whoever shares it shares
 * the quota; `change` is called while nobody else looks at it.
 */
export type RecentReads = (change: (starts: readonly number[]) => readonly number[]) => Promise<void>;

/** At most `perMinute` reads in any 60 seconds by all who share `reads`; first come, first served. */
export function createQuota(perMinute: number, clock: Clock, reads: RecentReads): Quota {
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let waited = 0;
  let queue: Promise<void> = Promise.resolve();

  const take = async (signal: AbortSignal, weight: number): Promise<void> => {
    while (!signal.aborted) {
      const paused = pausedUntil - clock.now();
      const wait = paused > 0 ? paused : await startOrWait(weight);
      if (wait <= 0) return;
      waited += wait;
      await clock.sleep(wait, signal);
    }
  };
  const startOrWait = async (weight: number): Promise<number> => {
    let wait = 0;
    await reads((starts) => {
      const turn = takeTurn(starts, clock.now(), perMinute, weight);
      wait = turn.wait;
      return turn.starts;
    });
    return wait;
  };

  return {
    turn(signal, weight = 1) {
      const mine = queue.then(() => take(signal, weight));
      // One that failed keeps no other from its turn.
      queue = mine.catch(() => undefined);
      return mine;
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, clock.now() + ms);
    },
    waited: () => waited,
  };
}

/**
 * Counts a read that starts now, or says how long to wait for one: 0 = it is counted.
 *
 * @param before when the last reads started, in milliseconds, oldest first
 * @param weight as how many it counts; one that is larger than the quota goes out alone
 */
export function takeTurn(
  before: readonly number[],
  now: number,
  perMinute: number,
  weight = 1,
): { starts: number[]; wait: number } {
  const span = MINUTE_MS + MARGIN_MS;
  // A clock that was set back must not make anybody wait for longer than that.
  const starts = before.map((start) => Math.min(start, now)).filter((start) => start + span > now);
  const counted = Math.min(weight, perMinute);
  const blocking = starts[starts.length + counted - perMinute - 1];
  if (blocking !== undefined) return { starts, wait: blocking + span - now };
  return { starts: [...starts, ...Array<number>(counted).fill(now)], wait: 0 };
}
