import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../src/model/clock.ts';

/** A clock on which waiting takes no time. */
export interface FakeClock extends Clock {
  /** Holds the clock while something is done that it cannot see, such as a call over the network. */
  during<T>(work: Promise<T>): Promise<T>;
}

/**
 * A clock that stands still until all that goes on is sleep, and then goes on to where the first of the sleepers wakes.
 *
 * @param start milliseconds since 1970
 */
export function fakeClock(start: number): FakeClock {
  let now = start;
  let held = 0;
  let isGoing = false;
  const sleepers: { end: number; wake: () => void }[] = [];

  const goOn = async (): Promise<void> => {
    if (isGoing) return;
    isGoing = true;
    while (sleepers.length > 0) {
      // Whoever was woken does what there is to do, and perhaps sleeps again, first.
      await setImmediate();
      if (held > 0) break;
      sleepers.sort((a, b) => a.end - b.end);
      const first = sleepers.shift();
      now = Math.max(now, first?.end ?? now);
      first?.wake();
    }
    isGoing = false;
  };

  return {
    now: () => now,
    sleep(ms) {
      const { promise, resolve } = Promise.withResolvers<void>();
      sleepers.push({ end: now + ms, wake: resolve });
      void goOn();
      return promise;
    },
    async during(work) {
      held += 1;
      try {
        return await work;
      } finally {
        held -= 1;
        if (held === 0) void goOn();
      }
    },
  };
}
