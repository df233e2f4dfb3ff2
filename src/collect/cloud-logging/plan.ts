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

const DAY = 86_400_000_000_000n;
/** Cloud Logging takes entries from up to a day in the future. */
const AHEAD = DAY;

/**
 * Plans a reading. A window that is asked for is read by timestamp. Without one the reading goes by time of arrival,
 * from where the last one ended to `settle` before now: what arrived until then can be found by now, so of two readings
 * in a row each entry is in exactly one, unless it came later than `late`.
 *
 * @param from.now when the reading begins
 * @param from.reached to where the last reading went for sure; null where there was none: then `lookBack` is read
 * @param from.lookedUntil where the window of the last one ended, if that is later: the next window begins there, and
 *   what arrived in between by Google's clock is read with it
 * @param from.late how late an entry may come after it happened; what comes later is in no reading; a day unless it is given
 */
export function planReading(from: {
  asked: Span | null;
  reached: bigint | null;
  lookedUntil?: bigint;
  late?: bigint;
  now: bigint;
  lookBack: bigint;
  settle: bigint;
}): Plan {
  const { asked, reached, now, lookBack, settle, late = DAY } = from;
  if (asked !== null) {
    return { kind: 'asked', time: asked, received: null, window: asked, isSettled: asked.until <= now - settle };
  }
  const until = now - settle;
  if (reached === null) {
    const window = { since: until - lookBack, until };
    return {
      kind: 'first',
      time: { since: window.since, until: until + AHEAD },
      received: { since: window.since - AHEAD, until },
      window,
      isSettled: true,
    };
  }
  const { lookedUntil = reached } = from;
  // A clock that was set back: there is nothing new yet.
  const window = { since: lookedUntil, until: until > lookedUntil ? until : lookedUntil };
  const time = { since: reached - late, until: window.until + AHEAD };
  return { kind: 'since', time, received: { since: reached, until: window.until }, window, isSettled: true };
}

/** No clock is ahead by more, or little else would work. */
const MOST_AHEAD = DAY;

/**
 * Up to where a reading has surely read all that arrived. Its end goes by the clock of this machine, which may be ahead
 * of Google's; an entry that was read proves how far Google's had come. Where none came for long the end is trusted but
 * for {@link MOST_AHEAD}, lest a quiet service is read from ever longer ago.
 *
 * @param newest when the last of the entries that were read arrived; null where there was none
 */
export function readUntil(received: Span, newest: bigint | null): bigint {
  const proven = newest === null ? received.since : newest + 1n;
  const trusted = received.until - MOST_AHEAD;
  return proven > trusted ? proven : trusted;
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
  if (plan.kind === 'since') {
    return broken.window.since === plan.window.since && broken.received?.since === plan.received?.since;
  }
  return broken.time.since === plan.time.since && broken.time.until === plan.time.until;
}

/**
 * The plan for what is counted and not proven: of requests nobody keeps when the last one arrived, so the end of the last
 * window is trusted, and none of them counts in two windows.
 */
export function planOfCounts(plan: Plan): Plan {
  if (plan.kind !== 'since' || plan.received === null) return plan;
  return { ...plan, received: { since: plan.window.since, until: plan.received.until } };
}

/** Whether two plans cover the same entries. */
export function isSamePlan(a: Plan, b: Plan): boolean {
  return JSON.stringify(z.encode(Plan, a)) === JSON.stringify(z.encode(Plan, b));
}
