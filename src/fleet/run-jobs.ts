import type { JobWithMetadata } from 'pg-boss';
import type { z } from 'zod';
import { StoreError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import { isFenced } from '../store/fences.ts';
import type { Store } from '../store/open.ts';
import { getRun } from '../store/runs.ts';
import { joinRun } from '../triage/join-run.ts';
import { openReaches, type Reaches } from '../triage/reaches.ts';
import { type Agency, openAgency } from '../triage/send-agent.ts';
import { type InvestigateJob, type PublishJob, WAITING } from './jobs.ts';
import type { Queue } from './queue.ts';
import { Hopeless, isLastTry, type Scene, type SceneOf, type Work } from './scene.ts';
import { investigateStep, isReadyToPublish, isTriedThroughout, publishStep } from './steps.ts';
import { takeUpFailed } from './take-up.ts';

/** How many runs' ways to GitHub and to the model are kept open. */
const MOST_OPEN = 16;

/** What is to be done with the jobs about a run that was begun: its clusters are looked into, then it is ended. */
export function runJobs({
  store: shared,
  queue,
  sceneOf,
  calledOff,
}: {
  readonly store: Store;
  readonly queue: Queue;
  readonly sceneOf: SceneOf;
  readonly calledOff: AbortSignal;
}): { investigate: Work<z.infer<typeof InvestigateJob>>; publish: Work<z.infer<typeof PublishJob>> } {
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
    sceneOf(data, { store: shared, signal: calledOff, at: createdOn.toISOString() });

  return {
    async investigate(data, job, store, signal) {
      const { service, mode, run: id, again } = data;
      const scene = await sceneOf(data, { store, signal, at: job.createdOn.toISOString() });
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
    },

    async publish(data, job, store, signal) {
      const { run: id } = data;
      const scene = await sceneOf(data, { store, signal, at: job.createdOn.toISOString() });
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
    },
  };
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
