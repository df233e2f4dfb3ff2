import { z } from 'zod';
import { Run } from './run.ts';

/** One answer of GitHub, in the order they came; what was asked, and what came back or broke. */
export const TapedAnswer = z.object({
  /** Method, address and, hashed, the body. */
  asked: z.string(),
  /** 0 = no answer at all. */
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  text: z.string(),
  /** A sub-agent's tool asked: the turn that it was for tells that it did. */
  byAgent: z.literal(true).optional(),
});
export type TapedAnswer = z.infer<typeof TapedAnswer>;

/** Rows of one table of the store, as they were. */
export const TapedRows = z.object({ table: z.string(), rows: z.array(z.record(z.string(), z.unknown())) });
export type TapedRows = z.infer<typeof TapedRows>;

/** A run whose keys keep their order, which a worklog shows. */
const AsItIs = z.custom<Run>((value) => Run.safeParse(value).success);

/** Who we were on GitHub, or why it could not be asked. */
const TapedTracker = z.union([
  z.object({
    owner: z.string(),
    name: z.string(),
    login: z.string(),
    trusted: z.array(z.string()),
    baseUrl: z.string().nullable(),
    /** Requests that were made before the first of `answers`. */
    requestsBefore: z.int(),
  }),
  z.object({ because: z.string() }),
]);
export type TapedTracker = z.infer<typeof TapedTracker>;

/** Everything that a run took from outside once its logs were clustered: enough to run it again without a network. */
export const Tape = z.object({
  /** The run as it began: clusters assessed, none investigated. */
  begun: AsItIs,
  /** As it held, with what the command line changed. */
  config: z.unknown(),
  /** The tracker of the run's service. */
  github: TapedTracker,
  /** Those of components, as the config names them; the answers of all of them are among `answers`. */
  others: z.array(z.object({ repository: z.string(), tracker: TapedTracker })).default([]),
  answers: z.array(TapedAnswer),
  /** What the store knew of the repositories and the service. */
  memory: z.array(TapedRows),
  /** What the clock said each time it was asked, RFC 3339. */
  times: z.array(z.string()),
  maxUsd: z.number().nullable(),
  /** As it stood when the run ended. */
  worklog: z.string(),
});
export type Tape = z.infer<typeof Tape>;
