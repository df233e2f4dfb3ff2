import type { JobWithMetadata } from 'pg-boss';
import type { Plan } from '../collect/cloud-logging/plan.ts';
import type { Run } from '../model/run.ts';
import type { Store } from '../store/open.ts';
import type { OpenLogging, PlannedReading } from '../triage/open-logging.ts';
import type { TriageDeps, TriageRequest } from '../triage/request.ts';

/** What is known of a service's run before its logs are read, and what it needs of the outside. */
export interface Scene {
  readonly request: TriageRequest;
  readonly deps: Omit<TriageDeps, 'openLogging'>;
  /** Null = files are read instead. */
  readonly logging: FleetLogging | null;
  /** Of a slice, in nanoseconds. */
  readonly sliceLength: bigint;
}

/** The request and the outside of a service's runs; `store` is that of one job, `signal` calls it off, `at` is its time. */
export type SceneOf = (
  job: {
    readonly service: string;
    readonly mode: 'draft' | 'auto';
    readonly sources?: readonly string[];
    readonly run?: string;
  },
  about: { readonly store: Store; readonly signal: AbortSignal; readonly at: string },
) => Promise<Scene>;

/** A service's logs in Cloud Logging, for jobs that may each be another worker's. */
export interface FleetLogging {
  /** Says what is to be read. @throws UsageError where the config names no project */
  plan(): Promise<PlannedReading>;
  /** @param slice which one it is, and of what; null = all of it is read at once */
  open(reading: PlannedReading, slice: { readonly of: Plan; readonly name: string } | null): Promise<OpenLogging>;
}

/** The step failed, and would again: a person has to mend something first. */
export class Hopeless extends Error {
  override name = 'Hopeless';
}

/** The step was called off before it came to its end: whoever does it again goes on from what is stored. */
export class HandedBack extends Error {
  override name = 'HandedBack';
}

/** What a worker does with a job: the run that it left, or null where there is none yet. `store` is behind its fence. */
export type Work<Data> = (data: Data, job: JobWithMetadata, store: Store, signal: AbortSignal) => Promise<Run | null>;

/** Whether a job that failed with this is not tried again. */
export function isLastTry(job: JobWithMetadata, error: unknown): boolean {
  return error instanceof Hopeless || job.retryCount >= job.retryLimit;
}
