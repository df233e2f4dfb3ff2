import { createRedactor } from '../collect/redact.ts';
import type { Config } from '../config/schema.ts';
import type { Run } from '../model/run.ts';
import { isLeftOpen, runsWithFailures } from '../store/runs.ts';
import { seenSince } from '../store/sightings.ts';
import { notPostedWords } from '../wording/same-reason.ts';
import { count } from '../wording/words.ts';
import { isWhole } from './completion.ts';
import { homeOf } from './home-of.ts';
import { investigateClusters } from './investigate-clusters.ts';
import { postClusters } from './post-run.ts';
import type { Reaches } from './reaches.ts';
import { createRecorder } from './recorder.ts';
import type { TriageDeps, TriageRequest } from './request.ts';
import type { Agency } from './send-agent.ts';

/**
 * Takes up the clusters of earlier runs that nobody could look into. The logs that they came from are not read again:
 * the run holds all that is known of them, and what becomes of them is part of that run, with its window and its numbers,
 * so that nothing is counted twice. A problem that a later run saw too is that one's: its issue tells of more.
 *
 * @returns what has to be said of those that failed again
 */
export async function retryFailed(
  { repository, mode }: Pick<TriageRequest, 'repository' | 'mode'>,
  reaches: Reaches,
  agency: Agency | null,
  deps: TriageDeps,
): Promise<string[]> {
  if (!reaches.own.github && repository !== '') return [];
  const warnings: string[] = [];
  const passOver = (id: string, why: string): void => {
    warnings.push(`What failed in run ${id} is not taken up: its record cannot be read (${why}).`);
  };
  for (const run of await runsWithFailures(deps.store, repository, passOver)) {
    if (deps.signal?.aborted) break;
    const failed = await failedIn(run, deps);
    if (failed.size === 0) continue;
    const text = `Taking up ${count(failed.size, 'cluster')} of run ${run.id} that could not be looked into then.`;
    deps.onEvent({ kind: 'note', text });
    const again = await retry(withHomes(run, failed, deps.config), failed, mode, { reaches, agency }, deps);
    if (again.length > 0) warnings.push(...again.map((why) => `Of run ${run.id}, again not looked into: ${why}`));
  }
  return warnings;
}

/** By fingerprint. */
async function failedIn(run: Run, { store }: TriageDeps): Promise<Set<string>> {
  const failed = new Set<string>();
  for (const { cluster } of run.clusters.filter(isLeftOpen)) {
    if (!(await seenSince(store, run, cluster.fingerprint))) failed.add(cluster.fingerprint);
  }
  return failed;
}

/** What failed goes where the config sends it by now. */
function withHomes(run: Run, failed: ReadonlySet<string>, config: Config): Run {
  const clusters = run.clusters.map((one) => {
    if (!failed.has(one.cluster.fingerprint)) return one;
    const { repository: _, routedBy: __, ...rest } = one;
    return { ...rest, ...homeOf(one.cluster, run.repository ?? '', config) };
  });
  return { ...run, clusters };
}

/** Returns why they failed again. */
async function retry(
  run: Run,
  failed: ReadonlySet<string>,
  mode: Run['mode'],
  { reaches, agency }: { reaches: Reaches; agency: Agency | null },
  deps: TriageDeps,
): Promise<string[]> {
  const redactor = createRedactor({ key: deps.redactionKey, patterns: deps.config.redact });
  const recorder = createRecorder(run, deps);
  const isMeant = (fingerprint: string): boolean => failed.has(fingerprint);
  const before = reaches.requests();
  // How far these are is no progress of the run that takes them up.
  const onEvent: TriageDeps['onEvent'] = (event) => {
    if (event.kind === 'posted' || event.kind === 'note') deps.onEvent(event);
    // What this run says of its own drafts at its end is not about these.
    if (event.kind !== 'not-posted') return;
    const { title, status, because } = event;
    deps.onEvent({ kind: 'note', text: `${notPostedWords(status)}: ${title}: ${because}` });
  };
  const own = { ...deps, onEvent };
  await investigateClusters(recorder, reaches, agency, redactor, own, isMeant);
  if (mode === 'auto' && run.mode === 'auto') await postClusters(recorder, reaches, own, isMeant);
  const still = recorder.run().clusters.filter((one) => isMeant(one.cluster.fingerprint) && isLeftOpen(one));
  recorder.change((now) => ({
    ...now,
    status: now.status === 'partial' && isWhole(now, false) ? 'done' : now.status,
    githubRequests: now.githubRequests + reaches.requests() - before,
  }));
  await recorder.settle();
  return still.map(({ cluster, decision, error }) => `${cluster.title}: ${error ?? decision?.reasons.join('; ')}`);
}
