import { assess } from '../assess/assess.ts';
import type { Redactor } from '../collect/redact.ts';
import { redactOutgoing } from '../collect/redact-outgoing.ts';
import { formatTime } from '../collect/time.ts';
import type { GitHub } from '../github/client.ts';
import { findMarkedIssues } from '../github/marked-issues.ts';
import { shareRecentPulls } from '../github/pulls.ts';
import type { Reach } from '../investigate/toolbox.ts';
import { GitHubError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import { reconcile } from '../publish/publish.ts';
import { getDraft } from '../store/drafts.ts';
import { issueFor } from '../store/issues.ts';
import { newRunId, previousRun } from '../store/runs.ts';
import { saveTape, takeRows } from '../store/tapes.ts';
import { knownTemplates, rememberTemplates } from '../store/templates.ts';
import { renderWorklog } from '../worklog/render.ts';
import { requireWorklogFolder } from '../worklog/write.ts';
import { carryOut } from './carry-out.ts';
import { isReadToItsEnd } from './completion.ts';
import type { OpenLogging } from './open-logging.ts';
import { inOrderOfUrgency } from './order.ts';
import { type ReadLogs, readLogs } from './read-logs.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { redactClusters, redactExamples, redactStrings } from './redact-clusters.ts';
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
export async function triage(request: TriageRequest, deps: TriageDeps): Promise<Run> {
  const startedAt = deps.now();
  await requireWorklogFolder(deps.worklogDir);
  const agency = await openAgency(request, deps);
  const taping = createTaping(deps.now);
  const reach = await openReach(request, taping, deps);
  const warnings = await retryFailed(request, reach, agency, deps);
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
  const { recorder, redactor } = await readAndBegin(request, { id, startedAt, logging, warnings }, taped);
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

/** The first step: logs → clusters, assessed; the run is in the store, and what was learned of templates too. */
export async function readAndBegin(
  request: TriageRequest,
  begun: {
    readonly id: string;
    readonly startedAt: string;
    readonly logging: OpenLogging | null;
    readonly warnings: readonly string[];
  },
  deps: TriageDeps,
): Promise<{ recorder: Recorder; redactor: Redactor }> {
  const { id, startedAt, logging, warnings } = begun;
  const logs = await readLogs({
    ...request,
    ...(logging && { cloud: logging.source }),
    ...(logging?.requestLog && { requestLog: logging.requestLog }),
    config: deps.config,
    redactionKey: deps.redactionKey,
    known: await knownTemplates(deps.store),
    setAside: deps.setAside(id),
    onProgress: (entries) => deps.onEvent({ kind: 'reading', entries }),
    ...(deps.signal && { signal: deps.signal }),
  });
  await rememberTemplates(deps.store, await redactExamples(logs.clustering.templates, logs.redactor));
  return { recorder: await beginRun(id, startedAt, request, logs, warnings, deps), redactor: logs.redactor };
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
    const recall = (fingerprint: string) => issueFor(deps.store, { repository, fingerprint });
    return { github, marked: await findMarkedIssues(github), recall, recentPulls: shareRecentPulls(github) };
  } catch (error) {
    if (error instanceof GitHubError && (error.status === 0 || error.status >= 500)) {
      deps.onEvent({ kind: 'note', text: error.message });
      return { github: null, because: error.message.replace(/\.$/, '') };
    }
    throw error;
  }
}

/** Sees through what an earlier run had begun to post, and brings the worklogs of those runs up to date. */
async function finishEarlierPosts(github: GitHub, deps: TriageDeps): Promise<void> {
  for (const outcome of await reconcile({
    store: deps.store,
    github,
    now: deps.now,
    ...(deps.timing && { timing: deps.timing }),
  })) {
    const title = `draft ${outcome.draft} of an earlier run`;
    if (outcome.status === 'posted') deps.onEvent({ kind: 'posted', title, url: outcome.url });
    else deps.onEvent({ kind: 'not-posted', title, because: outcome.message });
    const draft = await getDraft(deps.store, outcome.draft);
    const superseded = outcome.status === 'posted' ? outcome.supersededRuns : [];
    for (const run of new Set([...(draft ? [draft.run] : []), ...superseded])) await refreshRun(run, deps, deps.now());
  }
}

/** Assesses the clusters, stores the run and writes its first worklog. */
async function beginRun(
  id: string,
  startedAt: string,
  request: TriageRequest,
  logs: ReadLogs,
  earlier: readonly string[],
  deps: TriageDeps,
): Promise<Recorder> {
  const { collected, clustering, context, redactor } = logs;
  const window = windowOf(request, logs, startedAt);
  const service = request.service || serviceOf(context);
  const project = request.project || (context.find(({ name }) => name === 'project id')?.value ?? '');
  const { minSeverity } = request;
  const filter = await redactOutgoing(request.filter ?? '', redactor);
  const warnings = [...earlier];
  const passOver = (run: string, why: string): void => {
    warnings.push(
      `Run ${run} is not compared with: its record cannot be read, damaged or of another version (${why}).`,
    );
  };
  // What was read in part cannot be compared with a whole.
  const previous =
    collected.truncated === null
      ? await previousRun(deps.store, { project, service, minSeverity, filter, since: window.since }, passOver)
      : null;
  const clusters = (await redactClusters(clustering.clusters, redactor))
    .map((cluster) => {
      const assessment = assess(cluster, { config: deps.config, window, previous, read: collected });
      const { basePriority: priority } = assessment;
      const ahead = { investigation: null, decision: null, draft: null, githubRequests: null, error: null };
      return { cluster, assessment, priority, ...ahead };
    })
    .sort(inOrderOfUrgency);
  const { read: entries, kept } = collected;
  deps.onEvent({ kind: 'clustered', entries, kept, clusters: clusters.length });
  const recorder = createRecorder(
    {
      id,
      status: 'running',
      version: deps.version,
      startedAt,
      updatedAt: startedAt,
      service,
      project,
      repository: request.repository || null,
      window,
      minSeverity,
      filter,
      mode: request.mode,
      investigator: request.investigator,
      collected: await redactStrings(collected, redactor),
      context: await redactStrings(context, redactor),
      clusters,
      recoveries: [],
      skipped: [],
      warnings,
      githubRequests: 0,
      cost: { usd: 0, inputTokens: 0, outputTokens: 0 },
    },
    deps,
  );
  recorder.change((run) => run);
  await recorder.settle();
  return recorder;
}

/** The window asked for; for files read whole, from the first entry to the last. */
function windowOf(request: TriageRequest, { collected }: ReadLogs, startedAt: string): Run['window'] {
  if (request.window) return { since: formatTime(request.window.since), until: formatTime(request.window.until) };
  return { since: collected.oldest ?? startedAt, until: collected.newest ?? startedAt };
}

/** The service the entries name, when they all name the same one. */
function serviceOf(context: ReadLogs['context']): string {
  const named = context.find(({ name }) => name === 'service')?.value ?? '';
  return named === '' || named.includes(',') || named.startsWith('more than') ? 'logs' : named;
}
