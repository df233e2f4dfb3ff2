import { millisecondsOf } from '../config/duration.ts';
import { decideOnIssue } from '../draft/decision.ts';
import { draftFor } from '../draft/draft.ts';
import { isCoolingDown } from '../draft/news.ts';
import { finalPriority } from '../draft/priority.ts';
import { getHistory } from '../github/history.ts';
import { getIssue } from '../github/issues.ts';
import { verdictOf } from '../github/verdict.ts';
import type { Decision, Draft } from '../model/draft.ts';
import { UsageError } from '../model/errors.ts';
import type { IssueHistory, Verdict } from '../model/issue.ts';
import type { Investigation } from '../model/report.ts';
import type { FirstDraft } from '../store/edits.ts';
import { recallRevisions } from '../store/revisions.ts';
import { redactStrings } from '../triage/redact-clusters.ts';
import type { LiveDeps } from './deps.ts';
import { findCluster } from './find-cluster.ts';

/** An issue that a person names, as it is now, and what code makes of it. */
interface Named {
  readonly history: IssueHistory;
  readonly verdict: Verdict;
}

type Found = NonNullable<Awaited<ReturnType<typeof findCluster>>>;

const SAID = 'a reviewer takes it for this problem';

/**
 * The same cluster's draft for another issue, or for a new one: written anew from the run, by the same rules. What a
 * person had typed into it does not come along.
 *
 * @throws UsageError when the issue is not there, or the rules have nothing written on it; GitHubError when it cannot be
 * read
 */
export async function retarget(target: number | 'new', draft: Draft, deps: LiveDeps): Promise<FirstDraft> {
  const { content } = draft;
  if (target === (content.action === 'create' ? 'new' : content.issue)) return draft;
  const found = await findCluster(deps.store, draft);
  const investigation = found?.triaged.investigation ?? null;
  if (found === null || investigation === null) {
    throw new UsageError(
      `Draft ${draft.id} cannot go to another issue: its run, ${draft.run}, holds no investigation of ${draft.fingerprint}.`,
    );
  }
  const named = target === 'new' ? null : await readNamed(target, found, draft, deps);
  const changed = withTarget(investigation, named);
  const { run, triaged } = found;
  const base = finalPriority(triaged.assessment.basePriority, triaged.cluster, named?.verdict ?? null).priority;
  // A priority that a person set stays.
  const priority = draft.priority === triaged.priority ? base : draft.priority;
  const now = deps.now();
  const coolDownMs = millisecondsOf(deps.config.issue.coolDown);
  const outcome = draftFor({
    run,
    draftId: draft.id,
    cluster: triaged.cluster,
    assessment: triaged.assessment,
    investigation: changed,
    decision: decideAsNamed(changed, named, found, deps, now),
    priority,
    // What earlier runs saw was news then; what is new to this issue is read off the issue.
    previousPriority: null,
    past: null,
    isCoolingDown: isCoolingDown(changed.target, draft.fingerprint, now, coolDownMs),
    config: deps.config,
  });
  if (outcome.content === null) {
    throw new UsageError(`Nothing can be drafted for #${target}: ${outcome.decision.reasons.join('; ')}.`);
  }
  const outgoing = await redactStrings(outcome.content, deps.redactor);
  const title = outgoing.action === 'create' ? outgoing.title : (named?.history.issue.title ?? draft.title);
  return { title, priority, content: outgoing };
}

/** An issue that a person names for a cluster, as it is now, and what code makes of it by the verdict's rules. */
export async function judgeNamed(
  number: number,
  found: Found,
  draft: Draft,
  deps: LiveDeps,
): Promise<{ readonly history: IssueHistory; readonly decision: Decision }> {
  const { investigation } = found.triaged;
  if (investigation === null) throw new UsageError(`Run ${draft.run} did not look into ${draft.fingerprint}.`);
  const named = await readNamed(number, found, draft, deps);
  const decision = decideAsNamed(withTarget(investigation, named), named, found, deps, deps.now());
  return { history: named.history, decision };
}

async function readNamed(
  number: number,
  { run, triaged: { cluster } }: Found,
  { repository }: Draft,
  { store, openGitHub }: LiveDeps,
): Promise<Named> {
  if (repository === '') throw new UsageError(`The draft was made without a repository, so there is no #${number}.`);
  const github = await openGitHub(repository);
  const issue = await getIssue(github, number);
  if (issue === null) throw new UsageError(`There is no issue #${number} in ${repository}. Name one that is there.`);
  const history = await getHistory(github, issue);
  const verdict = verdictOf({
    history,
    revisions: await recallRevisions(store, run.collected.revisions, run.collected.deploys),
    clusterRevisions: cluster.facts.revisions,
    firstSeen: cluster.facts.firstSeen,
    lastSeen: cluster.facts.lastSeen,
    services: cluster.facts.services.map(({ name }) => name),
  });
  return { history, verdict };
}

function withTarget(investigation: Investigation, named: Named | null): Investigation {
  const { report } = investigation;
  const decision: Investigation['report']['decision'] =
    named === null
      ? { action: 'create', because: 'a reviewer takes it for a problem of its own' }
      : { action: 'update', issue: named.history.issue.number, because: SAID };
  return { ...investigation, target: named?.history ?? null, report: { ...report, decision } };
}

function decideAsNamed(
  investigation: Investigation,
  named: Named | null,
  { run: { window }, triaged: { cluster } }: Found,
  { config }: LiveDeps,
  now: string,
): Decision {
  if (named === null) {
    return { action: 'create', issue: null, verdict: null, reasons: [investigation.report.decision.because] };
  }
  const { history, verdict } = named;
  return decideOnIssue(history.issue.number, [SAID], {
    investigation,
    verdict,
    config,
    cluster,
    rulings: [],
    window,
    now,
  });
}
