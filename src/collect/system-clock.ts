import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../model/clock.ts';

/** The real one. */
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
