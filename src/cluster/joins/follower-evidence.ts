import { cannotLoad } from '../exception.ts';
import type { Member } from '../member.ts';
import { isMost, type Share } from './co-occurrence.ts';
import { shareWords } from './own-cause.ts';
import { statesEnd } from './states-end.ts';

/** A line that comes so soon after an exception may be how that was reported, in milliseconds. */
const REPORT_MS = 300;

/** What a pattern can be to others. Causes come first; a step lies on the way from a cause to its symptoms. */
export type Role = 'cause' | 'step' | 'none';

export interface Candidate {
  readonly index: number;
  readonly member: Member;
  readonly role: Role;
  readonly isMemoryKill: boolean;
}

/** What speaks for one problem: those of its patterns that were near, and how often any of them was. */
export interface Evidence {
  readonly parents: readonly Candidate[];
  readonly hasCause: boolean;
  readonly share: Share;
  /** Milliseconds between the problem and what followed, over all cases. */
  readonly gap: number;
  readonly by: 'time' | 'trace';
}

/**
 * Higher share, then higher severity, then one with an exception, then one that keeps code from loading, then one that says
 * why the process ends, then the nearer, then the smaller fingerprint (by which members are sorted).
 */
export function compareEvidence(a: Evidence, b: Evidence): number {
  return (
    b.share.covered * a.share.observable - a.share.covered * b.share.observable ||
    highestRank(b) - highestRank(a) ||
    Number(hasException(b)) - Number(hasException(a)) ||
    Number(keepsFromLoading(b)) - Number(keepsFromLoading(a)) ||
    Number(speaksOfEnd(b)) - Number(speaksOfEnd(a)) ||
    a.gap * b.share.covered - b.gap * a.share.covered ||
    (a.parents[0]?.index ?? 0) - (b.parents[0]?.index ?? 0)
  );
}

function highestRank({ parents }: Evidence): number {
  return Math.max(...parents.map(({ member }) => member.severityRank));
}

export function hasException({ parents }: Evidence): boolean {
  return parents.some(({ member }) => member.kind === 'exception');
}

function keepsFromLoading({ parents }: Evidence): boolean {
  return parents.some(({ member }) => {
    const root = member.voices[0]?.thrown.at(-1);
    return member.kind === 'exception' && root !== undefined && cannotLoad(root);
  });
}

export function membersOf(parents: readonly Candidate[]): Member[] {
  return parents.map(({ member }) => member);
}

/**
 * Whether a line that says why the process ends, and comes nearly every time, takes the end from an exception before it
 * that it cannot be the report of.
 */
export function endsInstead(child: Member, line: Evidence, thrown: Evidence): boolean {
  if (child.kind === 'http-error' || !hasException(thrown) || hasException(line)) return false;
  if (!speaksOfEnd(line) || keepsFromLoading(thrown) || !isMost(line.share)) return false;
  const sooner = thrown.gap / thrown.share.covered - line.gap / line.share.covered;
  return sooner > REPORT_MS && !line.parents.some((a) => thrown.parents.some((b) => shareWords(a.member, b.member)));
}

function speaksOfEnd({ parents }: Evidence): boolean {
  return parents.some(({ member }) => statesEnd(member));
}
