import type { Reading } from '../assess/tracking.ts';
import type { Redactor } from '../collect/redact.ts';
import { millisecondsOf } from '../config/duration.ts';
import { recoveryOf } from '../draft/recovery.ts';
import { draftRecovery } from '../draft/recovery-draft.ts';
import { getHistory } from '../github/history.ts';
import { getIssue } from '../github/issues.ts';
import type { Reach } from '../investigate/toolbox.ts';
import type { RevisionSpan } from '../model/completeness.ts';
import { GitHubError } from '../model/errors.ts';
import type { Issue } from '../model/issue.ts';
import type { Recovery } from '../model/recovery.ts';
import type { Run } from '../model/run.ts';
import { supersedeDraft } from '../store/drafts.ts';
import { issueFor } from '../store/issues.ts';
import { firstEntryOf, recallRevisions } from '../store/revisions.ts';
import { seenBefore } from '../store/sightings.ts';
import { recallTracked, type Tracked } from '../store/tracked.ts';
import { keepDraft } from './keep-draft.ts';
import type { Recorder } from './recorder.ts';
import { refreshRun } from './refresh-run.ts';
import type { TriageDeps } from './request.ts';
import { readingOf, silentProblems } from './track-problems.ts';

/** Each costs three requests; the rest is looked up by the next runs. */
const MOST_RECOVERIES = 20;

/** A problem with an issue that was not seen for long, on services that all kept logging. */
interface Gone {
  readonly fingerprint: string;
  readonly title: string;
  readonly issue: number;
  /** One for each service that logged it. */
  readonly tracked: readonly Tracked[];
  /** The one that saw it last. */
  readonly last: Tracked;
}

type Open = Extract<Reach, { marked: unknown }>;

/**
 * Looks for tracked problems that are gone, and drafts what their issues are to say (DESIGN.md section 8). One that
 * fails says so in its place.
 */
export async function findRecoveries(
  recorder: Recorder,
  reach: Open,
  redactor: Redactor,
  deps: TriageDeps,
): Promise<void> {
  const run = recorder.run();
  const reading = readingOf(run);
  if (!reading.whole) return;
  const revisions = await recallRevisions(deps.store, run.collected.revisions, run.collected.deploys);
  const gone = await findGone(run, reading, revisions, reach, deps);
  for (const [index, one] of gone.slice(0, MOST_RECOVERIES).entries()) {
    if (deps.signal?.aborted) return;
    const draftId = `${run.id}-${run.clusters.length + index + 1}`;
    const recovery = await recover(one, draftId, { run, revisions, reach, redactor, deps });
    if (recovery !== null) recorder.change((now) => ({ ...now, recoveries: [...now.recoveries, recovery] }));
  }
  const left = gone.length - MOST_RECOVERIES;
  if (left <= 0) return;
  const because = `${MOST_RECOVERIES} in a run are looked up; the next run goes on`;
  const what = `${left} more problems that were not seen any more`;
  recorder.change((now) => ({ ...now, skipped: [...now.skipped, { what, because }] }));
}

/** Those of which something is to be said now, what was last seen longest ago first. */
async function findGone(
  run: Run,
  reading: Reading,
  revisions: readonly RevisionSpan[],
  { marked }: Open,
  { config, store }: TriageDeps,
): Promise<Gone[]> {
  const repository = run.repository ?? '';
  const after = millisecondsOf(config.recovery.after);
  const isDue = ({ lastSeen, entriesSince }: Tracked): boolean =>
    entriesSince > 0 && Date.parse(reading.run.window.until) - Date.parse(lastSeen) >= after;
  // What was said once is looked up again only when another revision came, which may hold a fix.
  const isNews = ({ told, service }: Tracked): boolean =>
    told === null || (told === 'quiet' && revisions.some((one) => one.service === service && isNew(one, reading)));
  const silent = await silentProblems(run, reading, store);
  const gone: Gone[] = [];
  for (const fingerprint of new Set(silent.filter((one) => isDue(one) && isNews(one)).map((one) => one.fingerprint))) {
    const now = silent.filter((one) => one.fingerprint === fingerprint);
    const elsewhere = (await recallTracked(store, { repository, fingerprint })).filter(
      (one) => !now.some(({ service }) => service === one.service),
    );
    const tracked = [...now, ...elsewhere];
    const issue = marked.issues.get(fingerprint) ?? (await issueFor(store, { repository, fingerprint }))?.issue;
    const last = tracked.reduce((best, one) => (Date.parse(one.lastSeen) > Date.parse(best.lastSeen) ? one : best));
    if (issue === undefined || !tracked.every(isDue)) continue;
    gone.push({ fingerprint, title: last.title, issue, tracked, last });
  }
  return gone.sort(
    (a, b) => Date.parse(a.last.lastSeen) - Date.parse(b.last.lastSeen) || (a.fingerprint < b.fingerprint ? -1 : 1),
  );
}

function isNew({ firstSeen }: RevisionSpan, { run }: Reading): boolean {
  return Date.parse(firstSeen) >= Date.parse(run.window.since);
}

/** Null where the issue is gone: there is nobody to tell. */
async function recover(
  gone: Gone,
  draftId: string,
  scene: { run: Run; revisions: readonly RevisionSpan[]; reach: Open; redactor: Redactor; deps: TriageDeps },
): Promise<Recovery | null> {
  const { run, revisions, reach, redactor, deps } = scene;
  const { fingerprint, title, tracked, last } = gone;
  const entriesSince = tracked.reduce((sum, one) => sum + one.entriesSince, 0);
  const found = { fingerprint, title, lastSeen: last.lastSeen, revision: last.revision, entriesSince };
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
  try {
    const issue = await getIssue(reach.github, gone.issue);
    if (issue === null) return null;
    const history = await getHistory(reach.github, issue);
    if (!history.complete) return failed(`the history of #${issue.number} could not be read whole`, issue);
    const services = tracked.map(({ service }) => service);
    const start = last.revision === null ? null : await firstEntryOf(deps.store, last.service, last.revision);
    const verdict = recoveryOf({ history, lastSeen: last.lastSeen, lastRevisionStart: start, services, revisions });
    const { config } = deps;
    const outcome = draftRecovery({ run, draftId, ...found, services, history, verdict, config });
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
    const seen = await seenBefore(deps.store, { ...run, fingerprint, until: run.window.until });
    const about = { id: draftId, fingerprint, priority: seen ?? 'P3', target: issue, author: 'recovery' };
    const draft = await keepDraft(outcome.content, about, { run, redactor, store: deps.store });
    const newer = { id: draft.id, repository: run.repository ?? '', fingerprint };
    const at = deps.now();
    for (const earlier of await supersedeDraft(deps.store, newer, at)) await refreshRun(earlier, deps, at);
    return { ...recovery, draft };
  } catch (error) {
    if (error instanceof GitHubError) return failed(error.message, null);
    throw error;
  }
}
