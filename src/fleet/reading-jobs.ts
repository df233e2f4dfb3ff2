import { StoreError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import { isFenced } from '../store/fences.ts';
import { runOfJob } from '../store/job-runs.ts';
import type { Store } from '../store/open.ts';
import { giveUpSlice, slicedReading } from '../store/slices.ts';
import { collectStep } from './collect-step.ts';
import type { CollectJob, MergeJob, SliceJob } from './jobs.ts';
import { mergeStep } from './merge-step.ts';
import type { Queue } from './queue.ts';
import { reviveReading, sendMergeWhenRead, sendSlices } from './readings.ts';
import { HandedBack, type SceneOf, type Work } from './scene.ts';
import { sliceStep } from './slice-step.ts';
import { clustersToInvestigate, isReadyToPublish } from './steps.ts';

/** Whether a run is still being read: what becomes of it then is for the step that reads. */
async function isSliced(store: Store, run: string): Promise<boolean> {
  return (await slicedReading(store, run)) !== null;
}

/** What is to be done with the jobs that read logs; each asks for the next step before it ends. */
export function readingJobs({
  store: shared,
  queue,
  sceneOf,
}: {
  readonly store: Store;
  readonly queue: Queue;
  readonly sceneOf: SceneOf;
}): { collect: Work<CollectJob>; slice: Work<SliceJob>; merge: Work<MergeJob> } {
  const sendClusters = async (run: Run, { service, mode }: Pick<CollectJob, 'service' | 'mode'>): Promise<void> => {
    const clusters = clustersToInvestigate(run);
    await queue.sendInvestigate(
      clusters.map(({ fingerprint, urgency }) => ({
        job: { service, mode, run: run.id, fingerprint },
        priority: urgency,
      })),
    );
    if (isReadyToPublish(run)) await queue.sendPublish({ service, mode, run: run.id }, run.repository ?? '');
  };
  return {
    async collect(data, job, store, signal) {
      const at = job.createdOn.toISOString();
      const scene = await sceneOf(data, { store, signal, at });
      const runs = await queue.runsOf(data.service);
      // A schedule asks for nobody's leave; the job itself, done again, goes on with its own run.
      if (runs.length > 0) {
        const own = await runOfJob(store, job.id, at);
        const other = runs.find((run) => run !== own);
        if (other !== undefined && !(await isSliced(store, other))) {
          // The next one reads what this one leaves.
          if (scene.logging !== null) return null;
          throw new StoreError(`Run ${other} of ${data.service} is under way; these logs come after it.`);
        }
      }
      const collected = await collectStep(job.id, at, scene, (reading) => reviveReading(shared, queue, reading));
      if (collected.status === 'sliced') await sendSlices(store, queue, collected.reading);
      if (collected.status !== 'read') return null;
      await sendClusters(collected.run, data);
      return collected.run;
    },

    async slice(data, job, store, signal) {
      const { run, slice } = data;
      const reading = await slicedReading(store, run);
      if (reading === null) return null;
      const scene = await sceneOf(data, { store, signal, at: reading.startedAt });
      try {
        await sliceStep(run, slice, scene);
      } catch (error) {
        const isCalledOff = signal.aborted || error instanceof HandedBack;
        if (job.retryCount < job.retryLimit || isFenced(error) || isCalledOff) throw error;
        const because = error instanceof Error ? error.message : String(error);
        await giveUpSlice(store, run, slice, because.split('\n', 1)[0] ?? '');
        await sendMergeWhenRead(store, queue, reading);
        throw error;
      }
      await sendMergeWhenRead(store, queue, reading);
      return null;
    },

    async merge(data, job, store, signal) {
      const scene = await sceneOf(data, { store, signal, at: job.createdOn.toISOString() });
      const run = await mergeStep(data.run, scene);
      if (run !== null) await sendClusters(run, data);
      return run;
    },
  };
}
