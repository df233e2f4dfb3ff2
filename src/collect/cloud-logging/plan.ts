import { z } from 'zod';
import type { Span } from './filter.ts';
import { Nanoseconds } from './slices.ts';

const SpanRecord = z.object({ since: Nanoseconds, until: Nanoseconds });

/** Which entries one reading covers. */
export const Plan = z.object({
  /** `asked`: this time; `first`: no reading before it; `since`: all that arrived after the last one. */
  kind: z.enum(['asked', 'first', 'since']),
  /** When it happened. */
  time: SpanRecord,
  /** When it arrived; null = at any time. */
  received: SpanRecord.nullable(),
  /** What the run calls its window. */
  window: SpanRecord,
  /** Whether all that lies in it could be found when the reading began; what comes later may be missed. */
  isSettled: z.boolean(),
});
export type Plan = z.infer<typeof Plan>;

/** Cloud Logging takes entries from the past, and up to a day from the future; so late they still are found. */
const SLACK = 86_400_000_000_000n;

/**
 * Plans a reading. A window that is asked for is read by timestamp. Without one the reading goes by time of arrival,
 * from where the last one ended to `settle` before now: what arrived until then can be found by now, so of two readings
 * in a row each entry is in exactly one, however late it came.
 *
 * @param from.now when the reading begins
 * @param from.reached to where the last reading went; null where there was none: then `lookBack` is read
 */
export function planReading(from: {
  asked: Span | null;
  reached: bigint | null;
  now: bigint;
  lookBack: bigint;
  settle: bigint;
}): Plan {
  const { asked, reached, now, lookBack, settle } = from;
  if (asked !== null) {
    return { kind: 'asked', time: asked, received: null, window: asked, isSettled: asked.until <= now - settle };
  }
  const until = now - settle;
  if (reached === null) {
    const window = { since: until - lookBack, until };
    return {
      kind: 'first',
      time: { since: window.since, until: until + SLACK },
      received: { since: window.since - SLACK, until },
      window,
      isSettled: true,
    };
  }
  // A clock that was set back: there is nothing new yet.
  const window = { since: reached, until: until > reached ? until : reached };
  const time = { since: reached - SLACK, until: window.until + SLACK };
  return { kind: 'since', time, received: window, window, isSettled: true };
}

/**
 * Whether a reading that was broken off is what the new plan would begin with: then it is finished first. What was read
 * before it had settled is read anew: nothing says what came after.
 */
export function continues(broken: Plan, plan: Plan): boolean {
  // Its end lay in the future: what has arrived since its first pages is not in them.
  if (broken.received !== null && plan.received !== null && broken.received.until > plan.received.until) return false;
  if (broken.kind !== plan.kind || !broken.isSettled) return false;
  if (plan.kind === 'first') return true;
  if (plan.kind === 'since') return broken.window.since === plan.window.since;
  return broken.time.since === plan.time.since && broken.time.until === plan.time.until;
}

/** Whether two plans cover the same entries. */
export function isSamePlan(a: Plan, b: Plan): boolean {
  return JSON.stringify(z.encode(Plan, a)) === JSON.stringify(z.encode(Plan, b));
}
