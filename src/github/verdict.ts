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
 * the merge is taken to hold the fix, if its start was seen: by an entry of another revision before it, or by one that
 * tells of the deploy. Pure; times are RFC 3339.
 */
export function verdictOf(facts: VerdictFacts): Verdict {
  const { issue, fix, duplicateOf } = facts.history;
  if (issue.state === 'closed') {
    if (duplicateOf !== null) {
      return judge('duplicate_of', [`#${issue.number} was closed as a duplicate of #${duplicateOf}`], { duplicateOf });
    }
    if (issue.stateReason === 'duplicate') {
      return judge('unknown', [`#${issue.number} was closed as a duplicate, but GitHub does not say of which issue`]);
    }
    if (issue.stateReason === 'not_planned') {
      return judge(
        'closed_without_fix',
        [`#${issue.number} was closed as not planned${closedOn(issue)}`, sinceClosing(facts)],
        {
          fix,
        },
      );
    }
  }
  return fix === null ? judgeWithoutFix(facts) : judgeWithFix(facts, fix);
}

function judgeWithoutFix(facts: VerdictFacts): Verdict {
  const { issue, complete } = facts.history;
  const unread = `the history of #${issue.number} could not be read whole, so a fix may exist that is not known here`;
  if (issue.state === 'open') {
    return judge('open', [
      `#${issue.number} is open`,
      complete ? 'no merged pull request is linked as its fix' : unread,
    ]);
  }
  if (!complete) return judge('unknown', [`#${issue.number} is closed${closedOn(issue)}`, unread]);
  const deployed = lastOf(facts.clusterRevisions.filter(({ name }) => startedAfter(name, issue.closedAt, facts)));
  const reasons = [
    `#${issue.number} was closed${closedOn(issue)}, and no merged pull request is known to have fixed it`,
    deployed === null ? sinceClosing(facts) : `it was seen on \`${deployed.name}\`, which first logged after that`,
  ];
  return judge('closed_without_fix', reasons, deployed === null ? {} : { revision: deployed.name });
}

/** Whether a revision holds the fix: `unknown` where its start was not seen, or it names no revision at all. */
type Holds = 'yes' | 'no' | 'unknown';

function judgeWithFix(facts: VerdictFacts, fix: Fix): Verdict {
  const { issue } = facts.history;
  const merged = `#${fix.pull} (merged ${formatMinute(fix.mergedAt)})`;
  const seen = facts.clusterRevisions.map((revision) => ({ ...revision, holds: holdsFix(revision.name, fix, facts) }));
  const hit = lastOf(seen.filter(({ holds }) => holds === 'yes'));
  if (hit !== null) {
    const start = spanOf(hit.name, facts)?.firstSeen ?? hit.firstSeen;
    const reason = `${merged} is in \`${hit.name}\`, first logged ${formatMinute(start)}; it was seen on that revision ${times(hit.count)} since, last ${formatMinute(hit.lastSeen)}`;
    return judge('regressed', [reason], { fix, revision: hit.name });
  }
  const stoppedBefore = Date.parse(facts.lastSeen) <= Date.parse(fix.mergedAt);
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
    : `since ${merged} it was seen only on ${older}, which logged before the merge`;
  const newer = newerRevision(facts, fix);
  if (newer === null) {
    return judge('fix_not_deployed', [oldOnly, 'no revision is known that first logged after the merge'], { fix });
  }
  const holder = `\`${newer.revision}\` holds the fix (first logged ${formatMinute(newer.firstSeen)}) and has not shown it`;
  return judge('old_revision_still_serving', [oldOnly, holder], { fix });
}

function holdsFix(revision: string, fix: Fix, facts: VerdictFacts): Holds {
  const span = spanOf(revision, facts);
  if (span === null || revision === '') return 'unknown';
  const merged = Date.parse(fix.mergedAt);
  if (Date.parse(span.firstSeen) <= merged) return 'no';
  return span.startObserved ? 'yes' : 'unknown';
}

/** A revision with the fix, of a service that logged the error. */
function newerRevision(facts: VerdictFacts, fix: Fix): RevisionSpan | null {
  const services = new Set(facts.clusterRevisions.map(({ name }) => spanOf(name, facts)?.service));
  const holders = facts.revisions.filter(
    ({ service, revision }) => services.has(service) && holdsFix(revision, fix, facts) === 'yes',
  );
  return lastOf(holders);
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
