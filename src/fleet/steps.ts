import { createRedactor } from '../collect/redact.ts';
import { repositoryOf } from '../config/routing.ts';
import { GitHubError, RefusedError, StoreError, UsageError } from '../model/errors.ts';
import type { Run, TriagedCluster } from '../model/run.ts';
import { getRun, isLeftOpen } from '../store/runs.ts';
import { seenSince } from '../store/sightings.ts';
import { endRun, warnOfTrackers } from '../triage/carry-out.ts';
import { isWhole } from '../triage/completion.ts';
import { finishEarlierPosts } from '../triage/earlier-posts.ts';
import { investigateClusters } from '../triage/investigate-clusters.ts';
import { joinRun } from '../triage/join-run.ts';
import { postClusters, postRun } from '../triage/post-run.ts';
import { openUnfinished, type Reaches } from '../triage/reaches.ts';
import type { Recorder } from '../triage/recorder.ts';
import { findRecoveries } from '../triage/recoveries.ts';
import type { TriageDeps } from '../triage/request.ts';
import type { Agency } from '../triage/send-agent.ts';
import { trackProblems } from '../triage/track-problems.ts';
import { urgencyOf } from './jobs.ts';
import { HandedBack, Hopeless } from './scene.ts';

/** The clusters of a run that nobody has looked into yet, the most urgent first. */
export function clustersToInvestigate(run: Run): { fingerprint: string; urgency: number }[] {
  return run.clusters
    .filter((one) => !isInvestigated(one))
    .map(({ cluster, priority }) => ({ fingerprint: cluster.fingerprint, urgency: urgencyOf(priority) }));
}

function isInvestigated(cluster: TriagedCluster): boolean {
  return cluster.decision !== null && !isLeftOpen(cluster);
}

/**
 * One cluster of a run → its report, verdict and draft; the run as it is then. Nothing where that is done already, by
 * this run or by a later one.
 *
 * @throws StoreError why it could not be looked into, which the run says too, Hopeless where that stays so; HandedBack
 *   when it was called off
 */
export async function investigateStep(
  { run: id, fingerprint }: { readonly run: string; readonly fingerprint: string },
  { reaches, agency }: { readonly reaches: Reaches; readonly agency: Agency | null },
  deps: TriageDeps,
): Promise<Run> {
  const recorder = await joinRun(id, { ...deps, worklogDir: null });
  const find = () => recorder.run().clusters.find(({ cluster }) => cluster.fingerprint === fingerprint);
  const before = find();
  if (before === undefined || isInvestigated(before)) return recorder.run();
  // A later run that saw the problem too has looked into it: what it found stands, with the newer numbers.
  if (recorder.run().status !== 'running' && (await seenSince(deps.store, recorder.run(), fingerprint))) {
    return recorder.run();
  }
  const redactor = createRedactor({ key: deps.redactionKey, patterns: deps.config.redact });
  const failures = await investigateClusters(recorder, reaches, agency, redactor, deps, (one) => one === fingerprint);
  countRequests(recorder, reaches);
  await recorder.settle();
  const after = find();
  if (after && isLeftOpen(after)) {
    const because = `${after.cluster.title}: ${after.error ?? after.decision?.reasons.join('; ')}`;
    const cause = failures.get(fingerprint);
    throw isShut(cause) ? new Hopeless(because, { cause }) : new StoreError(because, { cause });
  }
  if (after?.decision === null) throw new HandedBack('the investigation was called off');
  return recorder.run();
}

/** Whether the way to a repository stays shut until a person has mended config, token or rights. */
function isShut(error: unknown): boolean {
  return error instanceof RefusedError || error instanceof UsageError;
}

/** Whether something is known of every cluster of a run: what was found out, or why nothing was. */
export function isTriedThroughout(run: Run): boolean {
  return run.clusters.every((one) => isInvestigated(one) || one.error !== null);
}

/** Whether all that is left of a run is its end, or to post what was found out after that. */
export function isReadyToPublish(run: Run): boolean {
  return run.clusters.every(isInvestigated);
}

/**
 * What is gone, what is posted, how it ended. Of a run that has ended already: what was found out since.
 *
 * @param recorder of the run, which was read when it was ready
 * @param asked `draft` where nothing is to be posted any more, whatever the run was begun with
 * @param isLastTry ends the run although something could not be posted for now
 * @throws StoreError when something could not be posted for now
 */
export async function publishStep(
  recorder: Recorder,
  asked: Run['mode'],
  reaches: Reaches,
  isLastTry: boolean,
  deps: TriageDeps,
): Promise<Run> {
  const { id, status } = recorder.run();
  const mode = asked === 'auto' ? recorder.run().mode : 'draft';
  await openHomes(recorder.run(), reaches, isLastTry);
  if (mode === 'auto') await openUnfinished(reaches, deps);
  for (const { reach } of mode === 'auto' ? reaches.opened() : []) {
    // What a run that goes on has begun to post is for that run's own job.
    await finishEarlierPosts(
      reach.github,
      deps,
      async ({ run }) => (await getRun(deps.store, run))?.status !== 'running',
    );
  }
  if (status === 'running') {
    for (const { cluster } of recorder.run().clusters.filter(({ decision, error }) => decision === null && !error)) {
      recorder.changeCluster(cluster.fingerprint, { error: 'each worker that looked into it died' });
    }
    await warnOfTrackers(recorder, reaches, deps);
    const redactor = createRedactor({ key: deps.redactionKey, patterns: deps.config.redact });
    await findRecoveries(recorder, reaches, redactor, deps);
    if (mode === 'auto') await postRun(recorder, reaches, deps);
    const late = recorder.run().clusters.filter(({ draft }) => isUnderWay(draft));
    if (deps.signal?.aborted) throw new HandedBack('posting was called off');
    if (late.length > 0 && !isLastTry) {
      throw new StoreError(`Run ${id}: ${late.length} drafts could not be posted for now; they are tried again.`);
    }
    await endRun(recorder, reaches, deps);
  } else if (status !== 'failed') {
    await endLater(recorder, reaches, mode, deps);
  }
  // Counts nothing twice, so that it is done again by whoever does not know that it was.
  await trackProblems(recorder.run(), deps.config, deps.store);
  return recorder.run();
}

/**
 * A job can wait for a tracker that is out of reach for now; at its last try what belongs there is left to the next run,
 * and so is what belongs where nobody lets us in.
 */
async function openHomes(run: Run, reaches: Reaches, isLastTry: boolean): Promise<void> {
  for (const triaged of run.clusters.filter(({ draft }) => draft !== null)) {
    await reaches.to(repositoryOf(run, triaged)).catch((error: unknown) => {
      if (!isShut(error) && !(isLastTry && error instanceof GitHubError)) throw error;
    });
  }
}

/** Posts what was found out when the run had ended, after somebody had mended what kept it from that; each draft once. */
async function endLater(recorder: Recorder, reaches: Reaches, mode: Run['mode'], deps: TriageDeps): Promise<void> {
  const { skipped } = recorder.run();
  const put = new Set(skipped.map(({ what }) => what));
  const late = recorder
    .run()
    .clusters.filter(
      ({ draft }) => draft !== null && draft.state.status === 'pending' && !put.has(`draft ${draft.id}`),
    );
  const isMeant = (fingerprint: string): boolean => late.some(({ cluster }) => cluster.fingerprint === fingerprint);
  if (mode === 'auto') await postClusters(recorder, reaches, deps, isMeant);
  recorder.change((run) => ({ ...run, status: run.status === 'partial' && isWhole(run, false) ? 'done' : run.status }));
  countRequests(recorder, reaches);
  await recorder.settle();
}

function countRequests(recorder: Recorder, reaches: Reaches): void {
  const requests = reaches.takeRequests();
  recorder.change((run) => ({ ...run, githubRequests: run.githubRequests + requests }));
}

function isUnderWay(draft: TriagedCluster['draft']): boolean {
  return draft !== null && ['approved', 'posting'].includes(draft.state.status);
}
