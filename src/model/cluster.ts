import { z } from 'zod';
import { LogEntry, Place } from './entry.ts';
import { Severity } from './severity.ts';

/**
 * `lg`, the number of the rules that made it (fingerprint.ts in cluster/) and 16 hex digits, all from `lg1` on; no colon,
 * since GitHub's search reads one as a qualifier.
 */
export const Fingerprint = z.string().regex(/^lg[1-9][0-9]{0,2}[0-9a-f]{16}$/);
export type Fingerprint = z.infer<typeof Fingerprint>;

/** A count of distinct values; beyond 10,000 it is a lower bound. */
export const DistinctCount = z.object({ count: z.int(), atLeast: z.boolean() });
export type DistinctCount = z.infer<typeof DistinctCount>;

/** Counts over time: buckets of one width that hold at least one entry, in rising order. */
export const Timeline = z.object({
  widthSeconds: z.int(),
  /** `[start of the bucket in seconds since 1970, entries]` */
  buckets: z.array(z.tuple([z.int(), z.int()])),
});
export type Timeline = z.infer<typeof Timeline>;

/** What is counted over a set of entries, exactly unless a field says otherwise. Lists are sorted by name. */
export const Facts = z.object({
  count: z.int(),
  firstSeen: z.string(),
  lastSeen: z.string(),
  /** The highest severity among the entries. */
  severity: Severity,
  /** `fromField` and `fromText`: of how many Cloud Logging did not state it, see SeveritySource; not there where of none. */
  severities: z.array(
    z.object({ severity: Severity, count: z.int(), fromField: z.int().optional(), fromText: z.int().optional() }),
  ),
  timeline: Timeline,
  services: z.array(z.object({ name: z.string(), count: z.int() })),
  revisions: z.array(z.object({ name: z.string(), count: z.int(), firstSeen: z.string(), lastSeen: z.string() })),
  instances: DistinctCount,
  users: DistinctCount,
  traces: DistinctCount,
  /** Where it was logged, most frequent first; at most 20. */
  places: z.array(Place.extend({ count: z.int() })),
  statuses: z.array(z.object({ status: z.int(), count: z.int() })),
  errorGroups: z.array(z.string()),
});
export type Facts = z.infer<typeof Facts>;

/** One frame of a stack trace, innermost last. `own` = the application's code, not a library's or the runtime's. */
export const Frame = z.object({
  file: z.string(),
  function: z.string(),
  line: z.int().nullable(),
  own: z.boolean(),
  /** The source line, where the trace shows it. */
  code: z.string(),
});
export type Frame = z.infer<typeof Frame>;

/** An exception as a stack trace or an error line names it. */
export const ThrownError = z.object({ type: z.string(), message: z.string(), frames: z.array(Frame) });
export type ThrownError = z.infer<typeof ThrownError>;

export const Pattern = z.object({
  fingerprint: Fingerprint,
  /** Tokens joined by one space, `<*>` for a slot. */
  template: z.string(),
  count: z.int(),
  severity: Severity,
  /** The example with the smallest hash of its insertId. */
  example: LogEntry,
  /** Up to five, by the same rule; the first is `example`. */
  examples: z.array(LogEntry),
  /** What the pattern is in the life of a process; decides what may follow from what. */
  kind: z.enum(['message', 'exception', 'exit', 'worker-death', 'cannot-start', 'http-error', 'call', 'trace-line']),
  /** The exceptions of the example's stack trace, root cause last; empty where it has none. */
  thrown: z.array(ThrownError),
  facts: Facts,
  /**
   * `echo`: its entries come with those of another pattern of the problem, or may, so that they are no occurrences of
   * their own. `shared`: they are lines of the stack traces of several problems, none of which counts them. Not there for
   * other patterns, nor in runs of older versions.
   */
  part: z.enum(['echo', 'shared']).optional(),
});
export type Pattern = z.infer<typeof Pattern>;

/** The patterns of one problem. */
export const Cluster = z.object({
  /** That of the root pattern. */
  fingerprint: Fingerprint,
  title: z.string(),
  /** Root pattern first, then by count descending, then fingerprint. */
  patterns: z.array(Pattern).min(1),
  /** The exception everything else follows from, where one is known. */
  rootCause: ThrownError.nullable(),
  /** Over the entries of all patterns. */
  facts: Facts,
  /** Every decision that made this cluster, in words. */
  rules: z.array(z.string()),
  /** The same decisions with the patterns each of them put here; not there in runs of older versions. */
  joins: z.array(z.object({ rule: z.string(), patterns: z.array(Fingerprint) })).optional(),
});
export type Cluster = z.infer<typeof Cluster>;
