import type { RevisionSpan } from '../model/completeness.ts';
import type { Fix, IssueHistory } from '../model/issue.ts';
import { formatMinute } from '../wording/words.ts';

export interface RecoveryFacts {
  readonly history: IssueHistory;
  /** When it was last seen, RFC 3339. */
  readonly lastSeen: string;
  /** The first entry of the revision on which it was last seen, RFC 3339; null = not known. */
  readonly lastRevisionStart: string | null;
  /** The services that logged it. */
  readonly services: readonly string[];
  /** Of this run, with their starts as all runs know them. */
  readonly revisions: readonly RevisionSpan[];
}

/** What is made of a problem that was not seen for long, on services that kept logging. */
export type RecoveryVerdict =
  | { readonly kind: 'holds'; readonly fix: Fix; readonly holder: RevisionSpan; readonly reasons: string[] }
  | { readonly kind: 'quiet'; readonly fix: Fix | null; readonly reasons: string[] };

/**
 * Whether a fix was deployed in between, so that it can be said to hold: on every service that logged the problem a
 * revision started after the merge, and the problem was not last seen on one that has the fix. Pure.
 */
export function recoveryOf({
  history,
  lastSeen,
  lastRevisionStart,
  services,
  revisions,
}: RecoveryFacts): RecoveryVerdict {
  const { fix } = history;
  const quiet = (reason: string): RecoveryVerdict => ({ kind: 'quiet', fix, reasons: [reason] });
  if (fix === null) return quiet('no merged pull request is known as its fix');
  const merged = Date.parse(fix.mergedAt);
  const name = `#${fix.pull} (merged ${formatMinute(fix.mergedAt)})`;
  const holders = services.map((service) => firstWithFix(revisions, service, merged));
  const holder = holders.find((span) => span !== null) ?? null;
  if (holder === null || holders.includes(null)) {
    return quiet(`no revision is known to have started after ${name}`);
  }
  const before =
    Date.parse(lastSeen) <= merged || (lastRevisionStart !== null && Date.parse(lastRevisionStart) <= merged);
  if (!before) return quiet(`it was last seen after ${name}, on a revision that may hold it`);
  const reason = `${name} is in \`${holder.revision}\`, first logged ${formatMinute(holder.firstSeen)}`;
  return { kind: 'holds', fix, holder, reasons: [reason] };
}

function firstWithFix(revisions: readonly RevisionSpan[], service: string, merged: number): RevisionSpan | null {
  const holders = revisions.filter(
    (span) => span.service === service && span.startObserved && Date.parse(span.firstSeen) > merged,
  );
  return holders.toSorted((a, b) => Date.parse(a.firstSeen) - Date.parse(b.firstSeen))[0] ?? null;
}
