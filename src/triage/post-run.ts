import { repositoryOf } from '../config/routing.ts';
import type { GitHub } from '../github/client.ts';
import type { Decision, DraftStatus } from '../model/draft.ts';
import { GitHubError, UsageError } from '../model/errors.ts';
import type { Recovery } from '../model/recovery.ts';
import type { TriagedCluster } from '../model/run.ts';
import type { PublishDeps } from '../publish/deps.ts';
import type { PublishOutcome } from '../publish/outcome.ts';
import { publishDraft } from '../publish/publish.ts';
import { getDraft, setDraftState, supersederIn } from '../store/drafts.ts';
import type { Store } from '../store/open.ts';
import { inOrderOfUrgency } from './order.ts';
import type { Reaches } from './reaches.ts';
import type { Recorder } from './recorder.ts';
import { refreshRun } from './refresh-run.ts';
import type { TriageDeps } from './request.ts';

/** `--mode auto`: approves and posts this run's drafts, the most urgent first. */
export async function postRun(recorder: Recorder, reaches: Reaches, deps: TriageDeps): Promise<void> {
  await postClusters(recorder, reaches, deps);
  await postRecoveries(recorder, reaches, deps);
}

/**
 * Those of its clusters, each in its own repository. What is not verified is left for a person, and so are new issues
 * beyond `limits.maxNewIssues`, which counts those of all repositories.
 *
 * @param isMeant by fingerprint; all unless it is given
 */
export async function postClusters(
  recorder: Recorder,
  reaches: Reaches,
  deps: TriageDeps,
  isMeant: (fingerprint: string) => boolean = () => true,
): Promise<void> {
  const { maxNewIssues } = deps.config.limits;
  // Of a try that was cut short, what it made counts.
  let created = recorder.run().clusters.filter(isCreated).length;
  for (const triaged of recorder.run().clusters.toSorted(inOrderOfUrgency)) {
    const { cluster, decision, draft, githubRequests } = triaged;
    if (deps.signal?.aborted) return;
    if (!draft || !decision || !isMeant(cluster.fingerprint)) continue;
    const { title } = draft;
    if (draft.state.status === 'posted') continue;
    const way = await findWay(reaches, repositoryOf(recorder.run(), triaged));
    if (way.github === null) {
      if (way.because === null) continue;
      deps.onEvent({ kind: 'not-posted', title, status: draft.state.status, because: way.because });
      // As if it had not been looked into: the next run does that anew, and posts.
      recorder.changeCluster(cluster.fingerprint, { error: way.because });
      continue;
    }
    const { github } = way;
    const because = whyToWait(decision, created, maxNewIssues) ?? (await approveAsItIs(draft.id, deps));
    if (because !== null) {
      leaveOut(recorder, draft.id, because);
      continue;
    }
    deps.onEvent({ kind: 'posting', title });
    const own = github.forCluster();
    const outcome = await publishDraft(draft.id, publishDeps(own, deps));
    const where = outcome.status === 'posted' ? { issue: outcome.issue, url: outcome.url } : {};
    recorder.changeCluster(cluster.fingerprint, {
      draft: { ...draft, ...where, state: outcome.state },
      githubRequests: githubRequests === null ? null : githubRequests + own.requests(),
    });
    if (outcome.status === 'posted' && outcome.how === 'created') created += 1;
    await announce(outcome, title, deps);
  }
}

/** Last: what is broken comes before what is mended. */
async function postRecoveries(recorder: Recorder, reaches: Reaches, deps: TriageDeps): Promise<void> {
  for (const recovery of recorder.run().recoveries) {
    if (deps.signal?.aborted) return;
    const { fingerprint, title, draft } = recovery;
    if (!draft) continue;
    const repository = repositoryOf(recorder.run(), recovery);
    const { github, because: noWay } = await findWay(reaches, repository);
    const because = noWay ?? (github && (await approveAsItIs(draft.id, deps)));
    if (because !== null) leaveOut(recorder, draft.id, because);
    if (github === null || because !== null) continue;
    deps.onEvent({ kind: 'posting', title });
    const outcome = await publishDraft(draft.id, publishDeps(github, deps));
    const posted = { ...draft, state: outcome.state };
    const isIt = (one: Recovery): boolean => one.fingerprint === fingerprint && one.draft?.id === draft.id;
    recorder.change((run) => ({
      ...run,
      recoveries: run.recoveries.map((one) => (isIt(one) ? { ...one, draft: posted } : one)),
    }));
    await announce(outcome, title, deps);
  }
}

/** Says it in the run, where whoever reads of it finds it; of dozens nobody wants to be told one by one. */
function leaveOut(recorder: Recorder, draft: string, because: string): void {
  recorder.change((run) => ({ ...run, skipped: [...run.skipped, { what: `draft ${draft}`, because }] }));
}

/** The tracker of a repository; without one why, null where the run says it of all. */
async function findWay(
  reaches: Reaches,
  repository: string | null,
): Promise<{ github: GitHub; because: null } | { github: null; because: string | null }> {
  try {
    return { github: (await reaches.to(repository)).github, because: null };
  } catch (error) {
    if (error instanceof GitHubError || error instanceof UsageError) return { github: null, because: error.message };
    throw error;
  }
}

function publishDeps(github: GitHub, { store, now, timing, signal, onEvent }: TriageDeps): PublishDeps {
  const onWait = (text: string): void => onEvent({ kind: 'waiting', text });
  return { store, github, now, onWait, ...(timing && { timing }), ...(signal && { signal }) };
}

/** Tells what became of a draft: people, and the worklogs of the runs whose drafts gave way to it. */
async function announce(outcome: PublishOutcome, title: string, deps: TriageDeps): Promise<void> {
  const { onEvent } = deps;
  const at = deps.now();
  if (outcome.status === 'posted') {
    for (const run of outcome.supersededRuns) await refreshRun(run, deps, at);
    onEvent({ kind: 'posted', title, url: outcome.url });
    for (const note of outcome.notes) onEvent({ kind: 'note', text: `${outcome.draft}: ${note}` });
  } else onEvent({ kind: 'not-posted', title, status: outcome.state.status, because: outcome.message });
}

/** Why a draft waits for a person though the run is automated; null when it need not. */
export function whyToWait(decision: Pick<Decision, 'action'>, created: number, maxNewIssues: number): string | null {
  if (decision.action === 'unverified') return 'not verified: a person has to look';
  if (decision.action === 'create' && created >= maxNewIssues) {
    return `limits.maxNewIssues (${maxNewIssues}) is reached`;
  }
  return null;
}

/** Auto mode stands in for the person: it approves exactly what this run drafted. Gives back why it may not, or null. */
async function approveAsItIs(id: string, { store, now }: TriageDeps): Promise<string | null> {
  const draft = await getDraft(store, id);
  if (!draft) return 'the draft is not in the store any more';
  const to = { status: 'approved', hash: draft.hash, at: now() } as const;
  if (await setDraftState(store, id, { from: ['pending'], to })) return null;
  // Approved as it stands, by a try of this run that was cut short, or by a person: it is posted once all the same.
  return whyNotApproved((await getDraft(store, id))?.state ?? draft.state, store);
}

/** Why a draft that is no longer as this run made it is not posted; null where it is approved already. */
export async function whyNotApproved(state: DraftStatus, store: Store): Promise<string | null> {
  switch (state.status) {
    case 'approved':
    case 'posting':
    case 'posted':
      return null;
    case 'failed':
      return `it could not be posted: ${state.error}`;
    case 'pending':
      return 'somebody edited it meanwhile: it has to be approved as it is now';
    case 'rejected': {
      if (state.by === 'reviewer') return `a reviewer rejected it: ${state.reason}`;
      const newer = supersederIn(state.reason);
      const run = newer === null ? null : ((await getDraft(store, newer))?.run ?? null);
      return run === null ? state.reason : `gave way to the draft of run ${run}`;
    }
  }
}

function isCreated({ decision, draft }: TriagedCluster): boolean {
  return decision?.action === 'create' && draft?.state.status === 'posted';
}
