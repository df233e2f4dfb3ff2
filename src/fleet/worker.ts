import type { Run } from '../model/run.ts';
import type { SharedStore } from '../store/fences.ts';
import type { Store } from '../store/open.ts';
import { createSlots, type Slots, type WorkerEvent } from './job-slots.ts';
import {
  CollectJob,
  InvestigateJob,
  MergeJob,
  PublishJob,
  type QueueName,
  SliceJob,
  SWEEP,
  TIDY,
  WAITING,
} from './jobs.ts';
import { endOrphans } from './orphans.ts';
import type { Queue } from './queue.ts';
import { readingJobs } from './reading-jobs.ts';
import { reviveReadings } from './readings.ts';
import { runJobs } from './run-jobs.ts';
import type { SceneOf } from './scene.ts';

/** What a worker needs of the outside. */
export interface WorkerDeps {
  readonly store: SharedStore;
  readonly queue: Queue;
  /** Jobs that this process has under way at once, of each kind. */
  readonly concurrency: number;
  /** The request and the outside of a service's runs; `store` is that of one job, `signal` calls it off. */
  readonly sceneOf: SceneOf;
  /** Aborted when jobs under way have to end at once, which hands them back. */
  readonly calledOff: AbortController;
  /** Removes what is older than it is to be kept; `jobs` may still make runs. */
  readonly tidy: (store: Store, jobs: ReadonlySet<string>) => Promise<void>;
  readonly log: (event: WorkerEvent) => void;
  /** Told of every step that left a run. */
  readonly onStep: (queue: QueueName, run: Run) => void;
}

/** Takes jobs until it is stopped. */
export async function startWorker(deps: WorkerDeps): Promise<Pick<Slots, 'stop'>> {
  const { queue, concurrency, calledOff } = deps;
  const slots = createSlots(deps);
  const { collect, slice, merge } = readingJobs(deps);
  await slots.take('collect', CollectJob, concurrency, collect);
  await slots.take('slice', SliceJob, concurrency, slice);
  // What is put together is in memory as a whole.
  await slots.take('merge', MergeJob, 1, merge);
  const { investigate, publish } = runJobs({ ...deps, calledOff: calledOff.signal });
  await slots.take('investigate', InvestigateJob, concurrency, investigate);
  await slots.take('publish', PublishJob, concurrency, publish);

  const minutely = { notifyPollingIntervalSeconds: 60, pollingIntervalSeconds: 60 };
  await queue.boss.work(TIDY, minutely, async () => {
    const jobs = await queue.boss.findJobs('collect');
    const left = jobs.filter(({ state }) => WAITING.includes(state)).map(({ id }) => id);
    await deps.tidy(deps.store, new Set(left));
  });
  await queue.boss.work(SWEEP, minutely, async () => {
    await reviveReadings(deps.store, queue);
    await endOrphans(deps.store, queue);
  });
  return slots;
}
