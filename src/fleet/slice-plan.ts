import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Span } from '../collect/cloud-logging/filter.ts';
import type { Plan } from '../collect/cloud-logging/plan.ts';
import { Nanoseconds } from '../collect/cloud-logging/slices.ts';
import { StoreError } from '../model/errors.ts';
import { Severity } from '../model/severity.ts';
import { Json, parseRecord } from '../store/parse-record.ts';
import type { SlicedReading } from '../store/slices.ts';
import { PlannedReading } from '../triage/open-logging.ts';

const SpanRecord = z.object({ since: Nanoseconds, until: Nanoseconds });

/** What is read, and how it is shared out: fixed once, however often a job is done again, and whatever the config says then. */
const SlicePlan = z.object({
  minSeverity: Severity,
  from: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('files'), sources: z.array(z.string()) }),
    z.object({ kind: z.literal('Cloud Logging'), reading: PlannedReading }),
  ]),
  /** When what each slice covers happened, one after the other, without a gap. */
  times: z.array(SpanRecord),
  /** See {@link markOf}. */
  key: z.string(),
});
export type SlicePlan = z.infer<typeof SlicePlan>;

/** More are read no faster: all share one quota, and each costs a read. */
const MOST = 64;
/** Each slice of files reads them to their end. */
const MOST_OF_FILES = 8;

/**
 * Cuts what a reading covers into slices of about the same length, where it is longer than one.
 *
 * @param length of a slice, in nanoseconds
 */
export function sliceReading({ time, window }: Pick<Plan, 'time' | 'window'>, length: bigint): Span[] {
  return cut(time, window, length, MOST);
}

/** The same for files. */
export function sliceFiles(time: Span, length: bigint): Span[] {
  return cut(time, time, length, MOST_OF_FILES);
}

/** @param dense what is cut; what lies before and after it goes to the first and the last */
function cut(time: Span, dense: Span, length: bigint, most: number): Span[] {
  const all = dense.until - dense.since;
  const wanted = Number((all + length - 1n) / length);
  const slices = BigInt(Math.max(1, Math.min(wanted, most)));
  return Array.from({ length: Number(slices) }, (_, index) => ({
    since: index === 0 ? time.since : dense.since + (all * BigInt(index)) / slices,
    until: BigInt(index) === slices - 1n ? time.until : dense.since + (all * BigInt(index + 1)) / slices,
  }));
}

/** The plan of one slice of a reading. */
export function planOfSlice(plan: Plan, time: Span): Plan {
  const { window } = plan;
  const since = time.since > window.since ? time.since : window.since;
  return { ...plan, time, window: { since, until: time.until < window.until ? time.until : window.until } };
}

export function encodePlan(plan: SlicePlan): string {
  return JSON.stringify(z.encode(SlicePlan, plan));
}

/** @throws StoreError where another version made it */
export function planIn({ run, record }: SlicedReading, where: string): SlicePlan {
  return parseRecord(Json.pipe(SlicePlan), record, `plan of run ${run}`, where);
}

/** @throws StoreError where the worker would make other placeholders than the one that made the plan */
export function requireSameKey({ key }: SlicePlan, redactionKey: Buffer): void {
  if (key === markOf(redactionKey)) return;
  throw new StoreError(
    "This worker's redaction.key is not that of the worker that shared out the logs. " +
      'Put the same redaction.key into the state folder of every machine.',
  );
}

/** What two machines must have alike to make the same placeholders; it gives nothing of the key away. */
export function markOf(redactionKey: Buffer): string {
  return createHmac('sha256', redactionKey).update('slices of a reading').digest('hex').slice(0, 16);
}
