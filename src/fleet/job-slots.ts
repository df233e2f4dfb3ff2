import type { JobResult, JobWithMetadata } from 'pg-boss';
import type { z } from 'zod';
import type { Run } from '../model/run.ts';
import { isFenced, type SharedStore } from '../store/fences.ts';
import { handBack } from './hand-back.ts';
import { QUEUES, type QueueName } from './jobs.ts';
import type { Queue } from './queue.ts';
import { HandedBack, Hopeless, isLastTry, type Work } from './scene.ts';

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

/** What takes jobs. */
interface SlotDeps {
  readonly store: SharedStore;
  readonly queue: Queue;
  readonly calledOff: AbortController;
  readonly log: (event: WorkerEvent) => void;
  /** Told of every step that left a run. */
  readonly onStep: (queue: QueueName, run: Run) => void;
}

export interface Slots {
  /** Takes jobs of a kind, so many at once, until it is stopped; each is done behind a fence of its own. */
  take<T extends z.ZodType<{ service: string; mode: 'draft' | 'auto'; run?: string }>>(
    name: QueueName,
    schema: T,
    atOnce: number,
    work: Work<z.infer<T>>,
  ): Promise<void>;
  /** Takes no more jobs, lets those under way end for so long, then calls them off: another worker has them again. */
  stop(graceMs: number): Promise<void>;
}

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

/** Takes jobs, sees to it that each ends as it should, and tells of it. */
export function createSlots({ store: shared, queue, calledOff, log, onStep }: SlotDeps): Slots {
  const underWay = new Set<Promise<unknown>>();
  const slots: { readonly queue: QueueName; id: string; isBusy: boolean }[] = [];
  const looking = QUEUES.map((name) =>
    setInterval(() => {
      const idle = slots.find((slot) => slot.queue === name && !slot.isBusy);
      if (idle !== undefined) queue.boss.notifyWorker(idle.id);
      // It keeps no process alive that could not start.
    }, LOOK_S[name] * 1000).unref(),
  );

  const take: Slots['take'] = async (name, schema, atOnce, work) => {
    const handle = async (job: JobWithMetadata): Promise<JobResult> => {
      const began = performance.now();
      const data = schema.parse(job.data);
      const tell = (outcome: WorkerEvent['outcome'], run: string | null, because: string | null): void =>
        log({
          outcome,
          queue: name,
          service: data.service,
          run,
          attempt: job.retryCount + 1,
          milliseconds: Math.round(performance.now() - began),
          because,
        });
      try {
        const store = await shared.takeOver(`${name} ${data.run ?? data.service} ${partOf(data)}`);
        const signal = AbortSignal.any([calledOff.signal, job.signal]);
        const run = await work(data, job, store, signal);
        if (run !== null) onStep(name, run);
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
  };

  return {
    take,
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

/** What of its run a job is about; empty = all of it. */
function partOf(data: object): string {
  if ('slice' in data) return String(data.slice);
  return 'fingerprint' in data && typeof data.fingerprint === 'string' ? data.fingerprint : '';
}
