import { z } from 'zod';
import { PRIORITIES, type Priority } from '../model/assessment.ts';
import { Fingerprint } from '../model/cluster.ts';

const Mode = z.enum(['draft', 'auto']);

/** Reads the logs of one service, and begins a run over its clusters; or shares out what is to be read. */
export const CollectJob = z.object({
  service: z.string(),
  mode: Mode,
  /** Files that every worker can read, instead of Cloud Logging. */
  sources: z.array(z.string()).default([]),
});
export type CollectJob = z.infer<typeof CollectJob>;

/** Reads one slice of the time that a run covers, where that is long. */
export const SliceJob = z.object({ service: z.string(), mode: Mode, run: z.string(), slice: z.int().min(0) });
export type SliceJob = z.infer<typeof SliceJob>;

/** Puts together what was found in the slices, and begins the run over its clusters. */
export const MergeJob = z.object({ service: z.string(), mode: Mode, run: z.string() });
export type MergeJob = z.infer<typeof MergeJob>;

/** Whether the run had ended before, and this is about what nobody came to an end with then. */
const Again = z.boolean().default(false);

/** Investigates one cluster of a run. */
export const InvestigateJob = z.object({
  service: z.string(),
  mode: Mode,
  run: z.string(),
  fingerprint: Fingerprint,
  again: Again,
});
export type InvestigateJob = z.input<typeof InvestigateJob>;

/** Ends a run whose clusters are all investigated: recoveries, posting, the worklog. */
export const PublishJob = z.object({ service: z.string(), mode: Mode, run: z.string(), again: Again });
export type PublishJob = z.input<typeof PublishJob>;

/** What the queues are called, in the order of a run's way through them. */
export const QUEUES = ['collect', 'slice', 'merge', 'investigate', 'publish'] as const;
export type QueueName = (typeof QUEUES)[number];

/** What pg-boss calls the states of a job that somebody does or will do. */
export const WAITING: readonly string[] = ['created', 'retry', 'active'];

/** Once an hour one worker removes what is older than the config keeps. */
export const TIDY = 'tidy';

/** Every five minutes one worker looks for runs that nobody works on any more. */
export const SWEEP = 'sweep';

/** Where what failed for good waits for a person. */
export const DEAD_LETTERS = 'dead-letters';

/** The most urgent clusters are investigated first; higher comes first. */
export function urgencyOf(priority: Priority): number {
  return PRIORITIES.length - PRIORITIES.indexOf(priority);
}
