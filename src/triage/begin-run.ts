import { assess } from '../assess/assess.ts';
import { withStartsBetween } from '../assess/starts-between.ts';
import type { Redactor } from '../collect/redact.ts';
import { redactOutgoing } from '../collect/redact-outgoing.ts';
import { formatTime } from '../collect/time.ts';
import type { Run } from '../model/run.ts';
import { previousRun } from '../store/runs.ts';
import { knownTemplates, rememberTemplates } from '../store/templates.ts';
import { homeOf } from './home-of.ts';
import type { OpenLogging } from './open-logging.ts';
import { inOrderOfUrgency } from './order.ts';
import { clusterLogs, type ReadLogs, type SummarisedLogs, summariseLogs } from './read-logs.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { redactClusters, redactExamples, redactStrings } from './redact-clusters.ts';
import type { TriageDeps, TriageRequest } from './request.ts';

/** What a run begins with. */
interface Begun {
  readonly id: string;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly warnings: readonly string[];
}

/** The first part of a run: the logs, the clusters assessed; in the store, with a first worklog. */
export async function beginRun(
  request: TriageRequest,
  { logging, ...begun }: Begun & { readonly logging: OpenLogging | null },
  deps: MaybeWorklog,
): Promise<{ readonly recorder: Recorder; readonly redactor: Redactor }> {
  const summarised = await summariseLogs({
    ...request,
    ...(logging && { cloud: logging.source }),
    ...(logging?.requestLog && { requestLog: logging.requestLog }),
    config: deps.config,
    redactionKey: deps.redactionKey,
    setAside: deps.setAside(begun.id),
    onProgress: (entries) => deps.onEvent({ kind: 'reading', entries }),
    ...(deps.signal && { signal: deps.signal }),
  });
  return beginSummarised(request, summarised, begun, deps);
}

/** The same with logs that are read already. */
export async function beginSummarised(
  request: TriageRequest,
  summarised: SummarisedLogs,
  { id, startedAt, warnings }: Begun,
  deps: MaybeWorklog,
): Promise<{ readonly recorder: Recorder; readonly redactor: Redactor }> {
  const known = await knownTemplates(deps.store);
  const logs = clusterLogs(summarised, { config: deps.config, known });
  await rememberTemplates(deps.store, await redactExamples(logs.clustering.templates, logs.redactor));
  return { recorder: await assessRun(id, startedAt, request, logs, warnings, deps), redactor: logs.redactor };
}

/** Beginning a run asks neither GitHub nor a model. */
export type BeginDeps = Omit<TriageDeps, 'openGitHub' | 'openModel' | 'openLogging' | 'modelClock'>;

/** A run whose worklog another writes needs no folder for it. */
type MaybeWorklog = Omit<BeginDeps, 'worklogDir'> & { readonly worklogDir: string | null };

/** Assesses the clusters, stores the run and writes its first worklog. */
async function assessRun(
  id: string,
  startedAt: string,
  request: TriageRequest,
  logs: ReadLogs,
  earlier: readonly string[],
  deps: MaybeWorklog,
): Promise<Recorder> {
  const { clustering, context, redactor } = logs;
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
    logs.collected.truncated === null
      ? await previousRun(deps.store, { project, service, minSeverity, filter, since: window.since }, passOver)
      : null;
  const revisions = withStartsBetween({ window, minSeverity, filter, collected: logs.collected }, previous);
  const collected = { ...logs.collected, revisions };
  const clusters = (await redactClusters(clustering.clusters, redactor))
    .map((cluster) => {
      const assessment = assess(cluster, { config: deps.config, window, previous, read: collected });
      const { basePriority: priority } = assessment;
      const home = homeOf(cluster, request.repository, deps.config);
      const ahead = { investigation: null, decision: null, draft: null, githubRequests: null, error: null };
      return { cluster, ...home, assessment, priority, ...ahead };
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
