import { z } from 'zod';

const InstantRecord = z.object({ seconds: z.int(), nanos: z.int() });

/** What was counted of some entries: plain data, so that threads, processes and machines can hand it on. */
export const Counted = z.object({
  outcomes: z.object({
    kept: z.int(),
    belowSeverity: z.int(),
    outsideWindow: z.int(),
    routine: z.int(),
    duplicates: z.int(),
  }),
  hidden: z.int(),
  revisions: z
    .array(
      z.object({
        service: z.string(),
        revision: z.string(),
        entries: z.int(),
        first: InstantRecord,
        last: InstantRecord,
      }),
    )
    .readonly(),
  deploys: z.array(z.object({ service: z.string(), revision: z.string(), at: InstantRecord })).readonly(),
  requests: z
    .array(z.object({ service: z.string(), requests: z.int(), failed: z.int(), succeeded: z.int() }))
    .readonly(),
  oldest: InstantRecord.nullable(),
  newest: InstantRecord.nullable(),
  newestReceived: InstantRecord.nullable(),
});
export type Counted = z.infer<typeof Counted>;

/** What became of parts of entries. */
export const JoinedParts = z.object({
  /** Parts read, each once. */
  parts: z.int(),
  /** Entries that they made. */
  entries: z.int(),
  /** Entries among these of which parts were missing. */
  incomplete: z.int(),
  duplicates: z.int(),
});
export type JoinedParts = Readonly<z.infer<typeof JoinedParts>>;
