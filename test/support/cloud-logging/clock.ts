import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../src/collect/cloud-logging/clock.ts';

/** A clock that stands still until somebody sleeps, and then is where that sleep ends. */
export function fakeClock(start: number): Clock {
  let now = start;
  return {
    now: () => now,
    async sleep(ms) {
      const end = now + ms;
      await setImmediate();
      now = Math.max(now, end);
    },
  };
}
