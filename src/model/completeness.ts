import { z } from 'zod';

/** First and last entry of one revision, over all entries read (not only those kept). */
export const RevisionSpan = z.object({
  service: z.string(),
  revision: z.string(),
  entries: z.int(),
  firstSeen: z.string(),
  lastSeen: z.string(),
  /**
   * Whether its start was seen: the input holds an entry that tells of its deploy, or an earlier one of the same service
   * on another revision, where no severity or filter kept any from being read.
   */
  startObserved: z.boolean(),
});
export type RevisionSpan = z.infer<typeof RevisionSpan>;

/** The start of one revision, out of an entry that tells of its deploy. */
const Deploy = z.object({ service: z.string(), revision: z.string(), at: z.string() });
export type Deploy = z.infer<typeof Deploy>;

/** Requests of one service by its request log: those with a status of 500 or more, and those with one below 400. */
const RequestCount = z.object({ service: z.string(), requests: z.int(), failed: z.int(), succeeded: z.int() });

/** How reading Cloud Logging went. */
const CloudReading = z.object({
  /** Spans of time that were read on their own. */
  slices: z.int(),
  /** Reads that failed and were tried again. */
  retries: z.int(),
  /** For the quota, and before trying again; slices wait at the same time. */
  waitedSeconds: z.int(),
  /** An earlier process had begun it. */
  resumed: z.boolean(),
});

/** The request log, read at all severities by a query of its own; its entries are counted here and nowhere else. */
const RequestLogReading = CloudReading.extend({
  /** Entries of it, each once. */
  entries: z.int(),
  duplicates: z.int(),
  pages: z.int(),
  /** Why it was not read to its end, or null. */
  truncated: z.string().nullable(),
});
export type RequestLogReading = z.infer<typeof RequestLogReading>;

/** What was read, and what was not: the record that lets a number be called a total. */
export const Completeness = z.object({
  sources: z.array(z.object({ name: z.string(), entries: z.int(), malformed: z.int() })),
  /** Entries read, malformed ones not counted. */
  read: z.int(),
  /** Entries at or above the least severity (and heads of thread dumps) inside the window, but routine ones: what was clustered. */
  kept: z.int(),
  belowSeverity: z.int(),
  outsideWindow: z.int(),
  /** Entries of the audit log about calls that went well, at NOTICE or below: no problems. Not there where there were none. */
  routine: z.int().optional(),
  /** Entries with an identity (logName, timestamp, insertId) that had been read already; counted once. */
  duplicates: z.int(),
  /** Lines that are no entry: not JSON, or without any usable time. Set aside, never clustered. */
  malformed: z.int(),
  /** The first malformed lines by name; all are in `malformedFile`, which names one for each slice that had some. */
  malformedLines: z.array(z.object({ source: z.string(), line: z.int(), reason: z.string() })),
  malformedFile: z.string().nullable(),
  /** Pages of an API; 0 for files. */
  pages: z.int(),
  /** Not there for files. */
  cloud: CloudReading.optional(),
  /** Not there where it was not asked for. */
  requestLog: RequestLogReading.optional(),
  /** Why the read stopped early, or null when it is complete. */
  truncated: z.string().nullable(),
  oldest: z.string().nullable(),
  newest: z.string().nullable(),
  newestReceived: z.string().nullable(),
  /** Kept entries in whose message or exception something was hidden. */
  redacted: z.int(),
  revisions: z.array(RevisionSpan),
  /** When revisions began, as Cloud Run's audit log tells, by time. Not there where it tells of none. */
  deploys: z.array(Deploy).optional(),
  /**
   * By service; only there where the request log was read by a query of its own, or entries of all severities were kept,
   * so that no request was left out here.
   */
  requests: z.array(RequestCount).optional(),
  /**
   * Entries that Cloud Logging had cut into parts: the parts read, the entries put together of them, and how many of
   * these lack a part. Not there where no entry was cut.
   */
  split: z.object({ parts: z.int(), entries: z.int(), incomplete: z.int() }).optional(),
});
export type Completeness = z.infer<typeof Completeness>;
