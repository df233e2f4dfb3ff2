import { z } from 'zod';
import type { Severity, SeveritySource } from './severity.ts';

/**
 * One Cloud Logging LogEntry in its JSON form, redacted. Only what the program reads is named here; everything else
 * passes through: https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry
 */
export const LogEntry = z.looseObject({
  insertId: z.string().optional(),
  logName: z.string().optional(),
  timestamp: z.string().optional(),
  receiveTimestamp: z.string().optional(),
  severity: z.union([z.string(), z.number()]).optional(),
  textPayload: z.string().optional(),
  jsonPayload: z.record(z.string(), z.unknown()).optional(),
  protoPayload: z.record(z.string(), z.unknown()).optional(),
  httpRequest: z.record(z.string(), z.unknown()).optional(),
  resource: z
    .looseObject({ type: z.string().optional(), labels: z.record(z.string(), z.string()).optional() })
    .optional(),
  labels: z.record(z.string(), z.string()).optional(),
  trace: z.string().optional(),
  spanId: z.string().optional(),
  sourceLocation: z.record(z.string(), z.unknown()).optional(),
  errorGroups: z.array(z.looseObject({ id: z.string().optional() })).optional(),
});
export type LogEntry = z.infer<typeof LogEntry>;

/** Where in the code a line was logged, as far as the entry says; empty strings where it does not. */
export const Place = z.object({ module: z.string(), function: z.string(), file: z.string(), line: z.string() });
export type Place = z.infer<typeof Place>;

/** Resource and labels of an entry, as it has them; what is not there is empty. */
export interface Setting {
  readonly resourceType: string;
  readonly resource: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Entries whose message and exception are alike but for numbers and ids that no rule looks at are of one wording. It is one
 * object for them, so that what was found out about one of them can be kept by it.
 */
export interface Wording {
  /**
   * Another message and exception of the wording, with other numbers throughout: they show what depends on them. Whoever
   * has looked at them sets them to null, since there are many wordings.
   */
  other: { readonly message: string; readonly exception: string | null } | null;
}

/** What a service of Google Cloud says of a service of ours, in fields; see collect/platform-sentence.ts. */
export interface Sentence {
  /** `Cloud Scheduler job report failed: INTERNAL (HTTP 500)`: each word of it tells one problem from another. */
  readonly subject: string;
  /** What follows on the same line, in words of strangers; may be empty. */
  readonly detail: string;
  /** Lines that follow; may be empty. */
  readonly below: string;
  /** It is about a call of a service of ours that failed. */
  readonly isCall: boolean;
}

/**
 * An entry as `collect` hands it on: redacted, once, with the facts that later rooms need already found. Some texts and
 * the whole entry are made when they are asked for; what counts millions of entries asks for the numbers instead.
 */
export interface CollectedEntry {
  /** From the entry; where it has none, a stable one made from its content. */
  readonly insertId: string;
  /** `hashText` of the insertId. */
  readonly insertHash: number;
  /** RFC 3339 in UTC with up to nine fractional digits, always ending in `Z`; sorts by code unit only within one width. */
  readonly timestamp: string;
  /** Nanoseconds since 1970, for exact comparison. */
  readonly time: bigint;
  /** The same instant in two numbers: whole seconds since 1970, and nanoseconds of that second. */
  readonly seconds: number;
  readonly nanos: number;
  readonly severity: Severity;
  readonly severitySource: SeveritySource;
  /** The message, mojibake mended, possibly of several lines; empty when the entry has none. */
  readonly message: string;
  /** Null where it is no entry of Google Cloud's own, or something in it was hidden. */
  readonly sentence: Sentence | null;
  /** Null where nothing is known of others like it. */
  readonly wording: Wording | null;
  /** A stack trace or `Type: value` that the payload carries beside its message, or null. */
  readonly exception: string | null;
  /** Equal places are mostly one object. */
  readonly place: Place | null;
  /** Equal ones are mostly one object. */
  readonly setting: Setting;
  readonly service: string;
  readonly revision: string;
  readonly instance: string;
  /** `hashText` of instance, trace and user; null where the entry names none. */
  readonly instanceHash: number | null;
  readonly trace: string;
  readonly traceHash: number | null;
  /** The user the entry names in a field of its own, or empty. */
  readonly user: string;
  readonly userHash: number | null;
  readonly http: {
    readonly method: string;
    readonly status: number;
    readonly latencyMs: number | null;
    /** The path of the URL without host, query and fragment, where the request failed on the server's side; else empty. */
    readonly path: string;
  } | null;
  /** The payload has a text of its own; false for a bare line of a request log. */
  readonly hasText: boolean;
  readonly errorGroups: readonly string[];
  /** The whole entry, redacted. */
  readonly entry: LogEntry;
  /** A way to the whole entry for later: unlike this object it does not hold on to the input that was read with it. */
  readonly keep: () => () => WholeEntry;
}

/** An entry, redacted, with its message and exception as CollectedEntry has them. */
export type WholeEntry = Pick<CollectedEntry, 'entry' | 'message' | 'exception'>;
