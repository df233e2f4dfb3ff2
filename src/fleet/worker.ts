import type { JobResult, JobWithMetadata } from 'pg-boss';
import type { z } from 'zod';
import { StoreError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import { isFenced, type SharedStore } from '../store/fences.ts';
import type { Store } from '../store/open.ts';
import { getRun } from '../store/runs.ts';
import { joinRun } from '../triage/join-run.ts';
import { openReaches, type Reaches } from '../triage/reaches.ts';
import { type Agency, openAgency } from '../triage/send-agent.ts';
import { handBack } from './hand-back.ts';
import {
  CollectJob,
  InvestigateJob,
  MergeJob,
  PublishJob,
  QUEUES,
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
import { HandedBack, Hopeless, type Scene, type SceneOf } from './scene.ts';
import { investigateStep, isReadyToPublish, isTriedThroughout, publishStep } from './steps.ts';
import { takeUpFailed } from './take-up.ts';

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

/** What a worker tells of each job that it took. */
export interface WorkerEvent {
  /** `failed` is tried again, `given up` waits for a person or for the next run. */
  readonly outcome: 'done' | 'failed' | 'given up' | 'handed back' | 'taken over';
  readonly queue: QueueName;
  readonly service: string;
  readonly run: string | null;
  /** From 1. */
  readonly attempt: number;
  readonly milliseconds: number;
  /** What went wrong; null = nothing. */
  readonly because: string | null;
}

export interface Worker {
  /** Takes no more jobs, lets those under way end for so long, then calls them off: another worker has them again. */
  stop(graceMs: number): Promise<void>;
}

/** How many runs' ways to GitHub and to the model are kept open. */
const MOST_OPEN = 16;

/**
 * Seconds between two looks for jobs of a kind that no notification tells of: those that wait to be tried again. Few runs
 * are long enough for the last two.
 */
const LOOK_S: Readonly<Record<QueueName, number>> = { collect: 10, investigate: 10, publish: 10, slice: 30, merge: 30 };

/** Of the slots that have nothing to do one looks for all; the others wait for a notification, so many seconds at most. */
const WAIT_S = 600;

/**
 * Runs that are ended at one repository at once: one posts, the other waits for its lease, and goes on where the worker
 * of the first one dies.
 */
const AT_ONE_REPOSITORY = 2;

/** Takes jobs until it is stopped. */
export async function startWorker(deps: WorkerDeps): Promise<Worker> {
  const { queue, calledOff } = deps;
  const underWay = new Set<Promise<unknown>>();
  const slots: { readonly queue: QueueName; id: string; isBusy: boolean }[] = [];
  const looking = QUEUES.map((name) =>
    setInterval(() => {
      const idle = slots.find((slot) => slot.queue === name && !slot.isBusy);
      if (idle !== undefined) queue.boss.notifyWorker(idle.id);
      // It keeps no process alive that could not start.
    }, LOOK_S[name] * 1000).unref(),
  );
  const reaches = new Map<string, ReturnType<typeof open>>();

  /** One look at the tracker for all clusters of a run that come to this worker, as for a run in one process. */
  const openFor = (run: string, { request, deps: runDeps }: Scene) => {
    const known = reaches.get(run);
    if (known !== undefined) return known;
    // What an earlier run had begun to post is seen through by the step that posts.
    const opening = open({ ...request, mode: 'draft' }, runDeps);
    reaches.set(run, opening);
    opening.catch(() => reaches.delete(run));
    for (const oldest of [...reaches.keys()].slice(0, -MOST_OPEN)) reaches.delete(oldest);
    return opening;
  };

  /** What all jobs of a run share is nobody's job alone: no fence keeps it from the next one. */
  const sharedScene = (data: Pick<InvestigateJob, 'service' | 'mode'>, { createdOn }: JobWithMetadata) =>
    deps.sceneOf(data, { store: deps.store, signal: calledOff.signal, at: createdOn.toISOString() });

  async function take<T extends z.ZodType<{ service: string; mode: 'draft' | 'auto'; run?: string }>>(
    name: QueueName,
    schema: T,
    step: (data: z.infer<T>, job: JobWithMetadata, store: Store, signal: AbortSignal) => Promise<Run | null>,
  ): Promise<void> {
    const handle = async (job: JobWithMetadata): Promise<JobResult> => {
      const began = performance.now();
      const data = schema.parse(job.data);
      const tell = (outcome: WorkerEvent['outcome'], run: string | null, because: string | null): void =>
        deps.log({
          outcome,
          queue: name,
          service: data.service,
          run,
          attempt: job.retryCount + 1,
          milliseconds: Math.round(performance.now() - began),
          because,
        });
      try {
        const store = await deps.store.takeOver(`${name} ${data.run ?? data.service} ${partOf(data)}`);
        const signal = AbortSignal.any([calledOff.signal, job.signal]);
        const run = await step(data, job, store, signal);
        if (run !== null) deps.onStep(name, run);
        tell('done', run?.id ?? data.run ?? null, null);
        return { id: job.id, status: 'completed' };
      } catch (error) {
        // Whoever has it now tells how it ends.
        if (isFenced(error)) {
          tell('taken over', data.run ?? null, null);
          return { id: job.id, status: 'completed' };
        }
        const because = error instanceof Error ? error.message : String(error);
        // What goes wrong when all is called off went wrong for that.
        const isHandedBack = error instanceof HandedBack || (calledOff.signal.aborted && !(error instanceof Hopeless));
        if (isHandedBack) {
          await handBack(queue, name, job);
          tell('handed back', data.run ?? null, because);
          // It is nobody's now, so that this changes nothing.
          return { id: job.id, status: 'completed' };
        }
        tell(isLastTry(job, error) ? 'given up' : 'failed', data.run ?? null, because);
        if (!(error instanceof Hopeless)) throw error;
        return { id: job.id, status: 'deadletter', output: { message: because } };
      }
    };
    const options = {
      includeMetadata: true as const,
      batchSize: 1,
      perJobResults: true as const,
      notifyPollingIntervalSeconds: WAIT_S,
      ...(name === 'publish' && { groupConcurrency: AT_ONE_REPOSITORY }),
    };
    // What is put together is in memory as a whole.
    const atOnce = name === 'merge' ? 1 : deps.concurrency;
    for (let nth = 0; nth < atOnce; nth++) {
      const slot = { queue: name, id: '', isBusy: false };
      const onJobs = (jobs: JobWithMetadata<object>[]): Promise<JobResult[]> => {
        slot.isBusy = true;
        const handling = Promise.all(jobs.map(handle));
        const settled = handling
          .catch(() => undefined)
          .finally(() => {
            slot.isBusy = false;
            underWay.delete(settled);
          });
        underWay.add(settled);
        // Where there was one job there may be more: the next look is at once.
        queue.boss.notifyWorker(slot.id);
        return handling;
      };
      slot.id = await queue.boss.work<object, void, typeof options>(name, options, onJobs);
      slots.push(slot);
    }
  }

  const { collect, slice, merge } = readingJobs(deps);
  await take('collect', CollectJob, collect);
  await take('slice', SliceJob, slice);
  await take('merge', MergeJob, merge);

  await take('investigate', InvestigateJob, async (data, job, store, signal) => {
    const { service, mode, run: id, again } = data;
    const scene = await deps.sceneOf(data, { store, signal, at: job.createdOn.toISOString() });
    const publish = (repository: string) => queue.sendPublish({ service, mode, run: id, again }, repository);
    try {
      const run = await investigateStep(data, await openFor(id, await sharedScene(data, job)), scene.deps);
      if (await isLookedInto(run, queue)) await publish(run.repository ?? '');
      return run;
    } catch (error) {
      if (signal.aborted && !(error instanceof Hopeless)) throw error;
      if (error instanceof Hopeless) {
        const run = await getRun(store, id);
        if (run !== null && (await isLookedInto(run, queue))) await publish(scene.request.repository);
      } else if (isLastTry(job, error) && !isFenced(error)) await publish(scene.request.repository);
      throw error;
    }
  });

  await take('publish', PublishJob, async (data, job, store, signal) => {
    const { run: id } = data;
    const scene = await deps.sceneOf(data, { store, signal, at: job.createdOn.toISOString() });
    let recorder = await joinRun(id, scene.deps);
    // Nearly every run is whole when this comes; to find the jobs of one, PostgreSQL reads those of all.
    if (!isReadyToPublish(recorder.run())) {
      if (await isStillInvestigated(queue, id)) {
        throw new StoreError(`Run ${id} has clusters that are still investigated; its end waits for them.`);
      }
      // The last of them may have ended in between.
      recorder = await joinRun(id, scene.deps);
    }
    // Who posts has a way to GitHub of its own: what the run's clusters were decided by is a while ago.
    const { reaches: reached } =
      data.mode === 'auto'
        ? await open({ ...scene.request, mode: 'draft' }, scene.deps)
        : await openFor(id, await sharedScene(data, job));
    const run = await publishStep(recorder, data.mode, reached, job.retryCount >= job.retryLimit, scene.deps);
    // What is taken up of it later looks anew.
    reaches.delete(id);
    if (!data.again && reached.opened().length > 0) await takeUpFailed(run, data.mode, { queue, ...scene.deps });
    return run;
  });

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

  return {
    async stop(graceMs) {
      for (const each of looking) clearInterval(each);
      const off = Promise.all(QUEUES.map((name) => queue.boss.offWork(name, { wait: false })));
      const grace = setTimeout(() => calledOff.abort(), graceMs);
      await off;
      await Promise.all(underWay);
      clearTimeout(grace);
    },
  };
}

/** Whether a job that failed with this is not tried again. */
function isLastTry(job: JobWithMetadata, error: unknown): boolean {
  return error instanceof Hopeless || job.retryCount >= job.retryLimit;
}

/** Whether nobody will look into clusters of a run any more: each was, or has failed, and none waits for another try. */
async function isLookedInto(run: Run, { boss }: Queue): Promise<boolean> {
  if (isReadyToPublish(run)) return true;
  if (!isTriedThroughout(run)) return false;
  const jobs = await boss.findJobs<InvestigateJob>('investigate', { data: { run: run.id } });
  return !jobs.some(({ state }) => state === 'created' || state === 'retry');
}

async function isStillInvestigated({ boss }: Queue, run: string): Promise<boolean> {
  const jobs = await boss.findJobs<InvestigateJob>('investigate', { data: { run } });
  return jobs.some(({ state }) => WAITING.includes(state));
}

/** What of its run a job is about; empty = all of it. */
function partOf(data: object): string {
  if ('slice' in data) return String(data.slice);
  return 'fingerprint' in data && typeof data.fingerprint === 'string' ? data.fingerprint : '';
}

/** @throws StoreError when GitHub cannot be reached now: a job can wait, a run of one process cannot */
async function open(
  request: Scene['request'],
  deps: Scene['deps'],
): Promise<{ reaches: Reaches; agency: Agency | null }> {
  const reaches = await openReaches(request, null, deps, true);
  const { own } = reaches;
  if (!own.github && request.repository !== '') throw new StoreError(`GitHub is not there: ${own.because}.`);
  return { reaches, agency: await openAgency(request, deps) };
}
