import { parseMarkers } from '../github/marker.ts';
import type { Issue, IssueHistory } from '../model/issue.ts';
import type { RankedIssue } from './candidates.ts';
import type { Remembered, Toolbox } from './toolbox.ts';

/** The issue a cluster belongs to, and how we know. */
export interface Target {
  readonly issue: number;
  /** Null where it could not be read; the toolbox's steps say so. */
  readonly history: IssueHistory | null;
  /** Whether one of our markers names it, which leaves no room for judgement. */
  readonly marked: boolean;
  readonly because: string;
}

/** Each look at a history costs two requests. */
const MOST_HISTORIES = 3;
const LONGEST_CHAIN = 5;

/** The issue that carries our marker for this fingerprint, or the one it was closed as a duplicate of. */
export async function markedTarget(fingerprint: string, toolbox: Toolbox): Promise<Target | null> {
  const number = toolbox.findMarked(fingerprint);
  if (number === null) return null;
  const because = `#${number} carries our marker for this fingerprint`;
  const issue = await toolbox.getIssue(number);
  if (issue === null) return null;
  if (issue === 'unread') return { issue: number, history: null, marked: true, because };
  return follow(issue, because, true, toolbox);
}

/**
 * The issue by which the store remembers the problem, where no marker of ours names it any more: somebody deleted the
 * marker, we have another login, or it is a comment of ours on an issue that lost our label; or a reviewer said that it
 * is this one. Null where it is gone.
 */
export async function rememberedTarget(remembered: Remembered | null, toolbox: Toolbox): Promise<Target | null> {
  if (remembered === null || remembered.now === 'deleted' || remembered.now === 'moved') return null;
  const { issue, login, ruledAt } = remembered;
  const because =
    ruledAt === undefined
      ? `we wrote of this problem on #${issue} before, though no marker of ours was found there`
      : `a reviewer said on ${ruledAt.slice(0, 10)} that #${issue} is about this problem`;
  if (remembered.now === 'unread') return { issue, history: null, marked: false, because };
  const isOther = login !== null && !toolbox.isTrusted(login);
  const advice = `; that was as ${login}: add it to github.trustedAuthors in the config, so that its evidence is kept current in place`;
  return follow(remembered.found, isOther ? because + advice : because, false, toolbox);
}

/** Why a problem is tracked in another repository by now, where the store remembers it; null = it is not. */
export function whyElsewhere(remembered: Remembered | null): string | null {
  if (remembered?.now !== 'moved') return null;
  return `#${remembered.issue}, where we wrote of this problem, was moved to another repository (${remembered.url}), so it is tracked there`;
}

/** The nearest candidate that holds up when looked at closely: the most promising first, then by score. */
export async function nearestTarget(
  fingerprint: string,
  ranked: readonly RankedIssue[],
  toolbox: Toolbox,
): Promise<Target | null> {
  const near = ranked.filter(({ same }) => same);
  for (const { issue, quoted, reasons } of near.toSorted(byPromise).slice(0, MOST_HISTORIES)) {
    const because = `#${issue.number} and this problem ${reasons.join(', and ')}`;
    const target = await targetAt(issue, because, fingerprint, toolbox);
    if (target.marked) return target;
    const markers = markersOf(target.history);
    // An issue that we made for another cluster is this one's too only if it quotes this very line.
    const anothers = target.history?.own === true && markers.length > 0;
    if (!anothers || quoted) return target;
  }
  return null;
}

/** Open before closed, save that a closed one, which takes firm evidence, comes before an open one that tells the like. */
function byPromise(a: RankedIssue, b: RankedIssue): number {
  return promiseOf(b) - promiseOf(a);
}

function promiseOf({ issue, retold }: RankedIssue): number {
  if (issue.state === 'closed') return 1;
  return retold ? 0 : 2;
}

/** The issue that somebody takes for the cluster's, or the one it was closed as a duplicate of. A marker of ours there settles it. */
export async function targetAt(issue: Issue, because: string, fingerprint: string, toolbox: Toolbox): Promise<Target> {
  const target = await follow(issue, because, false, toolbox);
  if (!markersOf(target.history).includes(fingerprint)) return target;
  return { ...target, marked: true, because: `#${target.issue} carries our marker for this fingerprint` };
}

/** To the issue that is really worked on, through what was closed as a duplicate of another. */
async function follow(start: Issue, because: string, marked: boolean, toolbox: Toolbox): Promise<Target> {
  const reasons = [because];
  const seen = new Set([start.number]);
  let issue = start;
  for (;;) {
    const history = await toolbox.getHistory(issue);
    const next = issue.state === 'closed' ? (history?.duplicateOf ?? null) : null;
    if (next !== null && !seen.has(next) && seen.size < LONGEST_CHAIN) {
      const original = await toolbox.getIssue(next);
      if (original !== null && original !== 'unread') {
        reasons.push(`#${issue.number} was closed as a duplicate of #${next}`);
        seen.add(next);
        issue = original;
        continue;
      }
    }
    return { issue: issue.number, history, marked, because: reasons.join('; ') };
  }
}

/** Fingerprints of the markers that count: in the body when the issue is ours, and in our comments. */
function markersOf(history: IssueHistory | null): string[] {
  if (history === null) return [];
  const texts = [history.own ? history.issue.body : '', ...history.ownComments.map(({ body }) => body)];
  return texts.flatMap(parseMarkers).map(({ fingerprint }) => fingerprint);
}
