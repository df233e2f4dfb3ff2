import type { Reading } from '../assess/tracking.ts';
import { indexAbsorbed } from '../cluster/names/absorbed.ts';
import type { Redactor } from '../collect/redact.ts';
import { millisecondsOf } from '../config/duration.ts';
import { repositoriesFor } from '../config/routing.ts';
import { recoveryOf } from '../draft/recovery.ts';
import { draftRecovery } from '../draft/recovery-draft.ts';
import { getHistory } from '../github/history.ts';
import { getIssue } from '../github/issues.ts';
import type { RevisionSpan } from '../model/completeness.ts';
import { GitHubError } from '../model/errors.ts';
import type { Issue } from '../model/issue.ts';
import type { Recovery } from '../model/recovery.ts';
import type { Run } from '../model/run.ts';
import { supersedeDraft } from '../store/drafts.ts';
import { issueFor } from '../store/issues.ts';
import { firstEntryOf, recallRevisions } from '../store/revisions.ts';
import { seenBefore } from '../store/sightings.ts';
import { knownTemplates } from '../store/templates.ts';
import { recallTracked, type Tracked } from '../store/tracked.ts';
import { keepDraft } from './keep-draft.ts';
import type { OpenReach, Reaches } from './reaches.ts';
import type { Recorder } from './recorder.ts';
import { refreshRun } from './refresh-run.ts';
import type { TriageDeps } from './request.ts';
import { readingOf, silentProblems } from './track-problems.ts';

/** Each costs three requests; the rest is looked up by the next runs. */
const MOST_RECOVERIES = 20;

/** A problem with an issue that was not seen for long, on services that all kept logging. */
interface Gone {
  /** owner/name */
  readonly repository: string;
  readonly fingerprint: string;
  readonly title: string;
  readonly issue: number;
  /** The repository's; without one why. */
  readonly reach: OpenReach | { readonly github: null; readonly because: string };
  /** One for each service that logged it. */
  readonly tracked: readonly Tracked[];
  /** The one that saw it last. */
  readonly last: Tracked;
}

/** What all of them share. */
interface Scene {
  readonly run: Run;
  readonly revisions: readonly RevisionSpan[];
  readonly reaches: Reaches;
  readonly redactor: Redactor;
  readonly deps: TriageDeps;
}

/**
 * Looks for tracked problems that are gone, in each repository that this run may write to, and drafts what their issues
 * are to say (DESIGN.md section 8). One that fails says so in its place.
 */
export async function findRecoveries(
  recorder: Recorder,
  reaches: Reaches,
  redactor: Redactor,
  deps: TriageDeps,
): Promise<void> {
  const run = recorder.run();
  const reading = readingOf(run);
  if (!reading.whole) return;
  const revisions = await recallRevisions(deps.store, run.collected.revisions, run.collected.deploys);
  const scene: Scene = { run, revisions, reaches, redactor, deps };
  const gone: Gone[] = [];
  for (const repository of repositoriesFor(deps.config, run.repository)) {
    gone.push(...(await findGone(repository, reading, scene)));
  }
  gone.sort(byAge);
  for (const [index, one] of gone.slice(0, MOST_RECOVERIES).entries()) {
    if (deps.signal?.aborted) return;
    const draftId = `${run.id}-${run.clusters.length + index + 1}`;
    const recovery = await recover(one, draftId, scene);
    if (recovery !== null) recorder.change((now) => ({ ...now, recoveries: [...now.recoveries, recovery] }));
  }
  const left = gone.length - MOST_RECOVERIES;
  if (left <= 0) return;
  const because = `${MOST_RECOVERIES} in a run are looked up; the next run goes on`;
  const what = `${left} more problems that were not seen any more`;
  recorder.change((now) => ({ ...now, skipped: [...now.skipped, { what, because }] }));
}

/** Those of which something is to be said now. */
async function findGone(
  repository: string,
  reading: Reading,
  { run, revisions, reaches, deps: { config, store } }: Scene,
): Promise<Gone[]> {
  const after = millisecondsOf(config.recovery.after);
  const isDue = ({ lastSeen, entriesSince }: Tracked): boolean =>
    entriesSince > 0 && Date.parse(reading.run.window.until) - Date.parse(lastSeen) >= after;
  // What was said once is looked up again only when another revision came, which may hold a fix.
  const isNews = ({ told, service }: Tracked): boolean =>
    told === null || (told === 'quiet' && revisions.some((one) => one.service === service && isNew(one, reading)));
  const silent = await silentProblems(repository, run, reading, store);
  const due = new Set(silent.filter((one) => isDue(one) && isNews(one)).map((one) => one.fingerprint));
  const reach = due.size === 0 ? null : await wayTo(repository, reaches);
  if (reach === null) return [];
  const gone: Gone[] = [];
  const absorbedBy = indexAbsorbed(await knownTemplates(store));
  const everywhere = await recallTracked(store, { repository, fingerprints: [...due] });
  for (const fingerprint of due) {
    // Its entries may come as often as ever: they count for another problem by now.
    if (absorbedBy(fingerprint) !== null) continue;
    const now = silent.filter((one) => one.fingerprint === fingerprint);
    const elsewhere = (everywhere.get(fingerprint) ?? []).filter(
      (one) => !now.some(({ service }) => service === one.service),
    );
    const tracked = [...now, ...elsewhere];
    const last = tracked.reduce((best, one) => (Date.parse(one.lastSeen) > Date.parse(best.lastSeen) ? one : best));
    const marked = reach.github === null ? undefined : reach.marked.issues.get(fingerprint);
    const issue = marked ?? (await issueFor(store, { repository, fingerprint }))?.issue;
    if (issue === undefined || !tracked.every(isDue)) continue;
    gone.push({ repository, fingerprint, title: last.title, issue, reach, tracked, last });
  }
  return gone;
}

/** Null where the run itself says that GitHub is out of reach. */
async function wayTo(repository: string, reaches: Reaches): Promise<Gone['reach'] | null> {
  try {
    const reach = await reaches.to(repository);
    return reach.github === null ? null : reach;
  } catch (error) {
    if (error instanceof GitHubError) return { github: null, because: error.message };
    throw error;
  }
}

/** What was last seen longest ago comes first. */
function byAge(a: Gone, b: Gone): number {
  const key = ({ fingerprint, repository }: Gone): string => `${fingerprint} ${repository}`;
  return Date.parse(a.last.lastSeen) - Date.parse(b.last.lastSeen) || (key(a) < key(b) ? -1 : 1);
}

function isNew({ firstSeen }: RevisionSpan, { run }: Reading): boolean {
  return Date.parse(firstSeen) >= Date.parse(run.window.since);
}

/** Null where the issue is gone: there is nobody to tell. */
async function recover(gone: Gone, draftId: string, scene: Scene): Promise<Recovery | null> {
  const { revisions, redactor, deps } = scene;
  const { repository, reach, fingerprint, title, tracked, last } = gone;
  const run = { ...scene.run, repository };
  const entriesSince = tracked.reduce((sum, one) => sum + one.entriesSince, 0);
  const isElsewhere = repository !== scene.run.repository;
  const seen = { fingerprint, title, lastSeen: last.lastSeen, revision: last.revision, entriesSince };
  const found = { ...seen, ...(isElsewhere && { repository }) };
  const failed = (because: string, issue: Issue | null): Recovery => ({
    ...found,
    issue: gone.issue,
    url: issue?.url ?? '',
    kind: 'quiet',
    fix: null,
    reasons: [],
    draft: null,
    error: because,
  });
  if (reach.github === null) return failed(reach.because, null);
  try {
    const issue = await getIssue(reach.github, gone.issue);
    if (issue === null) return null;
    const history = await getHistory(reach.github, issue);
    if (!history.complete) return failed(`the history of #${issue.number} could not be read whole`, issue);
    const services = tracked.map(({ service }) => service);
    const start = last.revision === null ? null : await firstEntryOf(deps.store, last.service, last.revision);
    const verdict = recoveryOf({ history, lastSeen: last.lastSeen, lastRevisionStart: start, services, revisions });
    const { config } = deps;
    const outcome = draftRecovery({ run, draftId, ...seen, services, history, verdict, config });
    const recovery: Recovery = {
      ...found,
      issue: issue.number,
      url: issue.url,
      kind: verdict.kind,
      fix: verdict.fix,
      reasons: outcome.content === null ? [...verdict.reasons, outcome.because] : verdict.reasons,
      draft: null,
      error: null,
    };
    if (outcome.content === null) return recovery;
    const priority = await seenBefore(deps.store, { ...run, fingerprint, until: run.window.until });
    const about = { id: draftId, fingerprint, priority: priority ?? 'P3', target: issue, author: 'recovery' };
    const draft = await keepDraft(outcome.content, about, { run, redactor, store: deps.store });
    const newer = { id: draft.id, repository, fingerprint };
    const at = deps.now();
    for (const earlier of await supersedeDraft(deps.store, newer, at)) await refreshRun(earlier, deps, at);
    return { ...recovery, draft };
  } catch (error) {
    if (error instanceof GitHubError) return failed(error.message, null);
    throw error;
  }
}
