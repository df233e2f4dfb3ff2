import { withRuledPins } from '../config/ruled-pins.ts';
import type { GitHub } from '../github/client.ts';
import { findMarkedIssues } from '../github/marked-issues.ts';
import { shareRecentPulls } from '../github/pulls.ts';
import type { Reach } from '../investigate/toolbox.ts';
import type { Draft } from '../model/draft.ts';
import { GitHubError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import { reconcile } from '../publish/publish.ts';
import { getDraft } from '../store/drafts.ts';
import { listRulings } from '../store/rulings.ts';
import { newRunId } from '../store/runs.ts';
import { saveTape, takeRows } from '../store/tapes.ts';
import { renderWorklog } from '../worklog/render.ts';
import { requireWorklogFolder } from '../worklog/write.ts';
import { beginRun } from './begin-run.ts';
import { carryOut } from './carry-out.ts';
import { isReadToItsEnd } from './completion.ts';
import type { OpenLogging } from './open-logging.ts';
import { recallIssue } from './recall-issue.ts';
import { refreshRun } from './refresh-run.ts';
import type { TriageDeps, TriageRequest } from './request.ts';
import { retryFailed } from './retry-failed.ts';
import { type Agency, openAgency } from './send-agent.ts';
import { createTaping, type Taping } from './taping.ts';
import { trackProblems } from './track-problems.ts';

/**
 * One triage of one service and window: logs → clusters → investigation → drafts → (posts), the worklog written after
 * every step. Throws before anything is read when the repository or token is wrong; what fails later is in the run.
 */
export async function triage(request: TriageRequest, given: TriageDeps): Promise<Run> {
  const startedAt = given.now();
  const { pins, unheeded } = withRuledPins(given.config.pins, await listRulings(given.store, request.repository));
  const deps: TriageDeps = { ...given, config: { ...given.config, pins } };
  await requireWorklogFolder(deps.worklogDir);
  const agency = await openAgency(request, deps);
  const taping = createTaping(deps.now);
  const reach = await openReach(request, taping, deps);
  const warnings = [...(given.warnings ?? []), ...unheeded, ...(await retryFailed(request, reach, agency, deps))];
  const logging = (await deps.openLogging?.()) ?? null;
  try {
    const run = await triageLogs(
      { ...request, window: logging?.window ?? request.window },
      startedAt,
      { reach, agency, logging, warnings, taping },
      deps,
    );
    // What is not whole is read again by the next run, from where this one stopped. A cluster that failed is in the
    // store with all that is known of it: the next run takes it up from there, and the rest is not counted twice.
    if (isReadToItsEnd(run.collected) && !deps.signal?.aborted) await logging?.finish(run.collected);
    return run;
  } finally {
    await logging?.close();
  }
}

/** What a run has open, and what is to be said of runs before it. */
interface Opened {
  readonly reach: Reach;
  readonly agency: Agency | null;
  readonly logging: OpenLogging | null;
  readonly warnings: readonly string[];
  readonly taping: Taping;
}

async function triageLogs(
  request: TriageRequest,
  startedAt: string,
  { reach, agency, logging, warnings, taping }: Opened,
  deps: TriageDeps,
): Promise<Run> {
  const taped = { ...deps, now: taping.now };
  const id = await newRunId(deps.store, startedAt);
  const { recorder, redactor } = await beginRun(request, { id, startedAt, logging, warnings }, taped);
  const memory = await takeRows(deps.store, {
    ...recorder.run(),
    run: id,
    until: recorder.run().window.until,
    repository: request.repository,
  });
  const begun = recorder.run();
  taping.begin();
  try {
    const run = await carryOut(recorder, { reach, agency, redactor }, taped);
    if (deps.signal?.aborted) return run;
    const because = reach.github ? '' : reach.because;
    const { config, store } = deps;
    const worklog = renderWorklog(run);
    await saveTape(store, id, taping.tape({ begun, config, maxUsd: request.maxUsd ?? null, worklog, because, memory }));
    await trackProblems(run, store);
    return run;
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    recorder.change((run) => ({ ...run, status: 'failed', warnings: [...run.warnings, because] }));
    // What went wrong first is what the user has to know, also when it keeps this from being written.
    await Promise.allSettled([recorder.settle()]);
    throw error;
  }
}

/**
 * A wrong repository or token stops the run before it reads anything. A GitHub that is down does not: clusters and
 * drafts are kept, and every decision is `unverified`.
 */
export async function openReach(
  { repository, mode }: Pick<TriageRequest, 'repository' | 'mode'>,
  taping: Pick<Taping, 'onAnswer' | 'open'>,
  deps: TriageDeps,
): Promise<Reach> {
  if (repository === '') return { github: null, because: 'no repository is configured, so GitHub was not searched' };
  try {
    const github = await deps.openGitHub(repository, taping.onAnswer);
    // What an earlier run had begun to post comes first: its issues must be there to be found.
    if (mode === 'auto') await finishEarlierPosts(github, deps);
    taping.open(github);
    const recall = (fingerprint: string) => recallIssue(deps.store, repository, fingerprint);
    return { github, marked: await findMarkedIssues(github), recall, recentPulls: shareRecentPulls(github) };
  } catch (error) {
    if (error instanceof GitHubError && (error.status === 0 || error.status >= 500)) {
      deps.onEvent({ kind: 'note', text: error.message });
      return { github: null, because: error.message.replace(/\.$/, '') };
    }
    throw error;
  }
}

/**
 * Sees through what an earlier run had begun to post, and brings the worklogs of those runs up to date.
 *
 * @param isMeant all unless it is given
 */
export async function finishEarlierPosts(
  github: GitHub,
  deps: TriageDeps,
  isMeant?: (draft: Draft) => Promise<boolean>,
): Promise<void> {
  const { store, now, timing } = deps;
  for (const outcome of await reconcile({ store, github, now, ...(timing && { timing }) }, isMeant)) {
    const title = `draft ${outcome.draft} of an earlier run`;
    if (outcome.status === 'posted') deps.onEvent({ kind: 'posted', title, url: outcome.url });
    else deps.onEvent({ kind: 'not-posted', title, because: outcome.message });
    const draft = await getDraft(deps.store, outcome.draft);
    const superseded = outcome.status === 'posted' ? outcome.supersededRuns : [];
    for (const run of new Set([...(draft ? [draft.run] : []), ...superseded])) await refreshRun(run, deps, deps.now());
  }
}
