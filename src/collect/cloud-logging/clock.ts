import { setTimeout } from 'node:timers/promises';

/** Time as reading sees it, so that tests do not wait for it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves when the time is over, or at once when the signal comes. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: Date.now,
  async sleep(ms, signal) {
    try {
      await setTimeout(ms, undefined, { ...(signal && { signal }) });
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  },
};
