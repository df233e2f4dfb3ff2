import type { Facts } from '../model/cluster.ts';
import type { RevisionSpan } from '../model/completeness.ts';
import type { Fix, Issue, IssueHistory, Verdict } from '../model/issue.ts';
import { formatMinute, times } from '../wording/words.ts';

export interface VerdictFacts {
  readonly history: IssueHistory;
  /** All revisions that logged anything in the window. */
  readonly revisions: readonly RevisionSpan[];
  /** The revisions that logged the error. */
  readonly clusterRevisions: Facts['revisions'];
  /** Of the error. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** The services that logged the error: two services may have revisions of one name. */
  readonly services: readonly string[];
}

/**
 * What is to be made of a known issue whose error is in the logs (DESIGN.md section 8). A revision that first logs after
 * the merge is taken to hold the fix, if its start was seen: by an entry that tells of the deploy, or by one of another
 * revision before it where all entries were read. Pure; times are RFC 3339.
 */
export function verdictOf(facts: VerdictFacts): Verdict {
  const { history } = facts;
  const { issue } = history;
  if (history.movedTo === 'another repository') {
    return judge('unknown', [
      `#${issue.number} was transferred to another repository, so nothing can be said of it here`,
    ]);
  }
  if (issue.state === 'closed') {
    const settled = judgeClosing(facts);
    if (settled !== null) return settled;
  }
  const change = changeOf(history);
  return change === null ? judgeWithoutFix(facts) : judgeByChange(facts, change, history.fix);
}

/** What was meant to end the error: the fix, else what the issue was closed with, where that was not by hand. */
function changeOf({ issue, fix, closing, complete }: IssueHistory): Change | null {
  if (fix !== null) {
    return { name: `#${fix.pull} (merged ${formatMinute(fix.mergedAt)})`, event: 'the merge', at: fix.mergedAt };
  }
  if (issue.state === 'open' || closing === null || !complete) return null;
  const { at, means } = closing;
  const closed = `(it closed #${issue.number} ${formatMinute(at)})`;
  switch (means.kind) {
    case 'commit':
      return { name: `commit ${means.sha.slice(0, 10)} of no known pull request ${closed}`, event: 'the closing', at };
    case 'elsewhere':
      return { name: `${means.pull} ${closed}`, event: 'the closing', at };
    case 'pull':
    case 'hand':
      return null;
  }
}

/** What the way an issue was closed settles, whatever was merged; null where it settles nothing. */
function judgeClosing(facts: VerdictFacts): Verdict | null {
  const { issue, fix, duplicateOf, movedTo, closing } = facts.history;
  if (movedTo === 'discussion') {
    return judge('closed_without_fix', [`#${issue.number} was turned into a discussion`, sinceClosing(facts)], { fix });
  }
  if (duplicateOf !== null) {
    return judge('duplicate_of', [`#${issue.number} was closed as a duplicate of #${duplicateOf}`], { duplicateOf });
  }
  if (issue.stateReason === 'duplicate') {
    return judge('unknown', [
      `#${issue.number} was closed as a duplicate, but GitHub does not say of which issue of this repository`,
    ]);
  }
  if (issue.stateReason === 'not_planned') {
    const by = closing?.byBot === true ? ` by the bot ${closing.by}` : '';
    const reason = `#${issue.number} was closed as not planned${by}${closedOn(issue)}`;
    return judge('closed_without_fix', [reason, sinceClosing(facts)], { fix });
  }
  return null;
}

function judgeWithoutFix(facts: VerdictFacts): Verdict {
  const { issue, complete, closing, fixesOnTheWay } = facts.history;
  const unread = `the history of #${issue.number} could not be read whole, so a fix may exist that is not known here`;
  const pulls = fixesOnTheWay.map(({ number }) => `#${number}`).join(', ');
  const onTheWay = pulls === '' ? [] : [`a fix is on its way: ${pulls}, not merged yet`];
  if (issue.state === 'open') {
    const none = complete ? 'no merged pull request is linked as its fix' : unread;
    return judge('open', [`#${issue.number} is open`, none, ...onTheWay]);
  }
  if (!complete) return judge('unknown', [`#${issue.number} is closed${closedOn(issue)}`, unread]);
  const deployed = lastOf(facts.clusterRevisions.filter(({ name }) => startedAfter(name, issue.closedAt, facts)));
  const by = closing?.byBot === true ? ` by the bot ${closing.by}, which fixes nothing` : '';
  const reasons = [
    `#${issue.number} was closed${by}${closedOn(issue)}, and no merged pull request is known to have fixed it`,
    deployed === null ? sinceClosing(facts) : `it was seen on \`${deployed.name}\`, which first logged after that`,
    ...onTheWay,
  ];
  return judge('closed_without_fix', reasons, deployed === null ? {} : { revision: deployed.name });
}

/** What was meant to end the error, and from when a new revision is taken to hold it. */
interface Change {
  readonly name: string;
  readonly event: 'the merge' | 'the closing';
  readonly at: string;
}

/** Whether a revision holds the fix: `unknown` where its start was not seen, or it names no revision at all. */
type Holds = 'yes' | 'no' | 'unknown';

/** By where the error was seen since. Without a pull request it is no regression of one: then `fix` is null. */
function judgeByChange(facts: VerdictFacts, change: Change, fix: Fix | null): Verdict {
  const { issue } = facts.history;
  const { name: merged, event } = change;
  const seen = facts.clusterRevisions.map((revision) => ({
    ...revision,
    holds: holdsChange(revision.name, change, facts),
  }));
  const hit = lastOf(seen.filter(({ holds }) => holds === 'yes'));
  if (hit !== null) {
    const start = spanOf(hit.name, facts)?.firstSeen ?? hit.firstSeen;
    const isIn = fix === null ? `came before \`${hit.name}\`` : `is in \`${hit.name}\``;
    const reason = `${merged} ${isIn}, first logged ${formatMinute(start)}; it was seen on that revision ${times(hit.count)} since, last ${formatMinute(hit.lastSeen)}`;
    return judge(fix === null ? 'closed_without_fix' : 'regressed', [reason], { fix, revision: hit.name });
  }
  const stoppedBefore = Date.parse(facts.lastSeen) <= Date.parse(change.at);
  const unclear = seen.filter(({ holds }) => holds === 'unknown');
  if (!stoppedBefore && (seen.length === 0 || unclear.length > 0)) {
    const names = unclear.map(({ name }) => (name === '' ? 'entries without a revision' : `\`${name}\``));
    const reasons =
      names.length === 0
        ? [`no entry names its revision, so whether it is back after ${merged} cannot be told`]
        : [
            `it was seen on ${names.join(', ')}, and whether that holds ${merged} cannot be told: its start was not read`,
          ];
    return judge(issue.state === 'open' ? 'open' : 'unknown', reasons, { fix });
  }
  const older = seen.map(({ name }) => `\`${name}\``).join(', ');
  const oldOnly = stoppedBefore
    ? `it was last seen ${formatMinute(facts.lastSeen)}, before ${merged}`
    : `since ${merged} it was seen only on ${older}, which logged before ${event}`;
  const newer = newerRevision(facts, change);
  if (newer === null) {
    return judge('fix_not_deployed', [oldOnly, noHolder(facts, change)], { fix });
  }
  const holds = fix === null ? 'came after it' : 'holds the fix';
  const holder = `\`${newer.revision}\` ${holds} (first logged ${formatMinute(newer.firstSeen)}) and has not shown it`;
  return judge('old_revision_still_serving', [oldOnly, holder], { fix });
}

function holdsChange(revision: string, { at }: Change, facts: VerdictFacts): Holds {
  const span = spanOf(revision, facts);
  if (span === null || revision === '') return 'unknown';
  if (Date.parse(span.firstSeen) <= Date.parse(at)) return 'no';
  return span.startObserved ? 'yes' : 'unknown';
}

/** A revision with the fix, of a service that logged the error. */
function newerRevision(facts: VerdictFacts, change: Change): RevisionSpan | null {
  return lastOf(siblings(facts).filter(({ revision }) => holdsChange(revision, change, facts) === 'yes'));
}

/** That no revision is known to hold the fix, and which one may hold it. */
function noHolder(facts: VerdictFacts, { name, event, at }: Change): string {
  const perhaps = lastOf(
    siblings(facts).filter(({ revision, firstSeen, startObserved }) => {
      return revision !== '' && !startObserved && Date.parse(firstSeen) > Date.parse(at);
    }),
  );
  return perhaps === null
    ? `no revision is known that first logged after ${event}`
    : `whether \`${perhaps.revision}\` holds ${name} cannot be told: its start was not read`;
}

/** The revisions of the services that logged the error. */
function siblings(facts: VerdictFacts): RevisionSpan[] {
  const services = new Set(facts.clusterRevisions.map(({ name }) => spanOf(name, facts)?.service));
  return facts.revisions.filter(({ service }) => services.has(service));
}

/** The revision by its name, or null where none, or more than one of the services that logged the error, has it. */
function spanOf(revision: string, { revisions, services }: VerdictFacts): RevisionSpan | null {
  const named = revisions.filter((span) => span.revision === revision && services.includes(span.service));
  return named.length === 1 ? (named[0] ?? null) : null;
}

function lastOf<T extends { lastSeen: string }>(list: readonly T[]): T | null {
  return list.reduce<T | null>(
    (best, next) => (best === null || Date.parse(next.lastSeen) > Date.parse(best.lastSeen) ? next : best),
    null,
  );
}

/** Whether a revision came after a moment: its start was seen, and lies behind it. */
function startedAfter(revision: string, moment: string | null, facts: VerdictFacts): boolean {
  const span = spanOf(revision, facts);
  if (span === null || moment === null || !span.startObserved) return false;
  return Date.parse(span.firstSeen) > Date.parse(moment);
}

function sinceClosing({ history: { issue }, lastSeen }: VerdictFacts): string {
  if (issue.closedAt === null) return `it was last seen ${formatMinute(lastSeen)}`;
  const since = Date.parse(lastSeen) > Date.parse(issue.closedAt);
  return since
    ? `it was seen since, last ${formatMinute(lastSeen)}`
    : `it was not seen since; last ${formatMinute(lastSeen)}`;
}

function closedOn({ closedAt }: Issue): string {
  return closedAt === null ? '' : ` on ${formatMinute(closedAt)}`;
}

function judge(
  kind: Verdict['kind'],
  reasons: string[],
  known: { fix?: Fix | null; revision?: string; duplicateOf?: number } = {},
): Verdict {
  const { fix = null, revision = null, duplicateOf = null } = known;
  return { kind, reasons, fix, revision, duplicateOf };
}
