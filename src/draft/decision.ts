import { messageOf } from '../collect/message.ts';
import { isAskedFor } from '../collect/thread-dump.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Decision } from '../model/draft.ts';
import type { Issue, IssueHistory, Verdict } from '../model/issue.ts';
import type { Investigation } from '../model/report.ts';
import { joinWords } from '../wording/words.ts';
import { type MuteFacts, mutedBecause, mutedInReview } from './mutes.ts';
import { isOurBody, rollingComment } from './news.ts';

export interface DecisionFacts extends MuteFacts {
  readonly investigation: Investigation;
  /** Of `investigation.target`; null where there is none. */
  readonly verdict: Verdict | null;
}

/** Which issue is meant, or why that is not known. */
type Target =
  | { readonly kind: 'none'; readonly reasons: string[] }
  | { readonly kind: 'issue'; readonly issue: number; readonly reasons: string[] }
  | { readonly kind: 'settled'; readonly decision: Decision };

/**
 * What becomes of a cluster (DESIGN.md section 8). Code has the last word over the report: the target is what the
 * marker names, else an issue that the search returned; what could not be looked up whole is `unverified`, never a
 * create.
 */
export function decide(facts: DecisionFacts): Decision {
  const leave = mutedBecause(facts) ?? mutedInReview(facts) ?? noProblem(facts.cluster);
  if (leave !== null) return { action: 'skip', issue: null, verdict: null, reasons: [leave] };

  const target = findTarget(facts);
  if (target.kind === 'settled') return target.decision;
  if (target.kind === 'none') return { action: 'create', issue: null, verdict: null, reasons: target.reasons };
  const decision = decideOnIssue(target.issue, target.reasons, facts);
  if (decision.action !== 'skip' || facts.investigation.restraint?.onItsWord !== true) return decision;
  const reason = 'only the sub-agent takes it for this problem, and what is urgent is not left out on its word';
  return { ...decision, action: 'unverified', reasons: [...decision.reasons, reason] };
}

/** Why a cluster is none that anybody should mend, by its root; null where it may be one. */
function noProblem({ patterns: [root] }: Cluster): string | null {
  return root !== undefined && isAskedFor(messageOf(root.example))
    ? 'a thread dump that somebody asked for, with no deadlock in it, is no problem'
    : null;
}

function findTarget({ investigation, verdict }: DecisionFacts): Target {
  const { report, search } = investigation;
  // What a sub-agent asked beyond it, too loosely perhaps, takes nothing from the search that code made.
  const steps = search.steps.filter(({ by }) => by === undefined);
  const failed = steps.filter((step) => !step.complete);
  const markerRead =
    steps.some(({ engine }) => engine === 'marker') && !failed.some(({ engine }) => engine === 'marker');
  if (search.marked !== null && markerRead) {
    const twins = search.twins.filter((number) => number !== search.marked).map((number) => `#${number}`);
    const reasons = [`#${search.marked} carries our marker of this problem`];
    if (twins.length > 0) {
      reasons.push(`${joinWords(twins)}, open too, ${twins.length === 1 ? 'carries' : 'carry'} the same: a duplicate`);
    }
    return { kind: 'issue', issue: search.marked, reasons };
  }
  const refused = investigation.restraint?.refused ?? null;
  const named = report.decision.action === 'update' && refused === null ? report.decision.issue : search.marked;
  if (failed.length > 0 || steps.length === 0) {
    // Where nothing at all could be asked, the reason says it best by itself.
    const nothing = failed.length === steps.length;
    const reasons = failed.map(({ engine, error }) =>
      nothing && error !== null ? error : `search by ${engine} is not complete: ${error ?? 'no reason given'}`,
    );
    if (reasons.length === 0) reasons.push('nothing was searched');
    return { kind: 'settled', decision: { action: 'unverified', issue: named, verdict, reasons } };
  }
  const { decision } = report;
  if (refused !== null && decision.action !== 'skip') {
    return { kind: 'settled', decision: { action: 'unverified', issue: null, verdict: null, reasons: [refused] } };
  }
  switch (decision.action) {
    case 'create':
      return { kind: 'none', reasons: [decision.because] };
    case 'unverified':
    case 'skip':
      return {
        kind: 'settled',
        decision: { action: decision.action, issue: null, verdict: null, reasons: [decision.because] },
      };
    case 'update': {
      const found = search.candidates.some(({ number }) => number === decision.issue);
      if (found) return { kind: 'issue', issue: decision.issue, reasons: [decision.because] };
      const reasons = [`the report names #${decision.issue}, which the search did not return`];
      return { kind: 'settled', decision: { action: 'unverified', issue: null, verdict: null, reasons } };
    }
  }
}

/**
 * What becomes of a cluster whose issue is known, by its verdict, unless the issue is locked or too little is known of
 * it.
 *
 * @param because why it is this issue
 */
export function decideOnIssue(number: number, because: string[], facts: DecisionFacts): Decision {
  const decision = decideByVerdict(number, because, facts);
  const history = facts.investigation.target;
  if (history === null || decision.action === 'skip' || decision.action === 'unverified') return decision;
  const instead = (action: Decision['action'], reason: string): Decision => ({
    ...decision,
    action,
    issue: action === 'create' ? null : number,
    reasons: [...decision.reasons, reason],
  });
  if (!history.complete && wouldSpeakUnread(decision, history, facts)) {
    return instead(
      'unverified',
      `the history of #${number} could not be read whole, so what to say on it is not known`,
    );
  }
  if (!history.issue.locked) return decision;
  // Bots lock what was closed long ago and ask for a new issue; a locked one that is open tracks the problem as it is.
  if (decision.action === 'reopen') return instead('create', `#${number} is locked, so a new issue links it instead`);
  return decision.action === 'update'
    ? instead('skip', `#${number} is locked: somebody wants it left alone`)
    : decision;
}

/**
 * Whether a decision would tell people something that an unread history may belie, or may show to be told: a regression,
 * a new issue, or the first word on an issue. The counts may be brought up to date all the same.
 */
function wouldSpeakUnread(
  { action, verdict }: Decision,
  history: IssueHistory,
  { cluster: { fingerprint }, investigation }: DecisionFacts,
): boolean {
  if (action !== 'update' || verdict?.kind === 'regressed') return true;
  const isOurs = isOurBody(history, fingerprint, investigation.search.remembered?.issue ?? null);
  return !isOurs && rollingComment(history, fingerprint) === null;
}

function decideByVerdict(
  number: number,
  because: string[],
  { investigation, verdict, config, cluster }: DecisionFacts,
): Decision {
  const history = investigation.target;
  if (history?.issue.number !== number || verdict === null) {
    return {
      action: 'unverified',
      issue: number,
      verdict: null,
      reasons: [...because, `#${number} could not be read`],
    };
  }
  const { issue } = history;
  const outcome = (action: Decision['action'], ...reasons: string[]): Decision => ({
    action,
    issue: action === 'create' ? null : number,
    verdict,
    reasons: [...because, ...verdict.reasons, ...reasons],
  });
  const again = (): Decision =>
    config.regression === 'reopen'
      ? outcome('reopen')
      : outcome('create', `regression: new, so a new issue links #${number} instead of reopening it`);

  switch (verdict.kind) {
    case 'open':
      return outcome('update');
    case 'regressed':
      return issue.state === 'open' ? outcome('update') : again();
    case 'fix_not_deployed':
    case 'old_revision_still_serving':
      return issue.state === 'open' ? outcome('update') : outcome('skip');
    case 'closed_without_fix':
      if (issue.state === 'open') return outcome('update');
      if (issue.stateReason === 'not_planned')
        return outcome('skip', 'not planned is somebody’s decision: reopen it by hand, or mute the problem');
      if (history.movedTo === 'discussion')
        return outcome('skip', 'it is talked about there: make an issue of it again, or mute the problem');
      if (verdict.revision !== null || seenLongAfter(issue, cluster)) return again();
      return outcome('skip', 'closed a short while ago, and not seen on a revision that came after');
    case 'duplicate_of':
    case 'unknown':
      return outcome('unverified');
  }
}

/** What was closed by hand may take a deploy to be gone: entries of the old revision in the day after say nothing. */
const GRACE_MS = 24 * 3_600_000;

function seenLongAfter({ closedAt }: Issue, { facts }: Cluster): boolean {
  return closedAt === null || Date.parse(facts.lastSeen) > Date.parse(closedAt) + GRACE_MS;
}
