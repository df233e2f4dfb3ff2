import type { Cluster } from '../model/cluster.ts';
import type { Candidate, PullCandidate, SearchRecord, SearchStep } from '../model/report.ts';
import { findCandidates, findPullRequests, type RankedIssue, toCandidates } from './candidates.ts';
import { markedTarget, nearestTarget, rememberedTarget, type Target } from './target.ts';
import type { Remembered, Toolbox } from './toolbox.ts';

/** What code finds out about a cluster before anybody judges it: the search quorum (DESIGN.md section 8). */
export interface Findings {
  /** The issue that our marker or the store names: there is nothing to judge. */
  readonly known: Target | null;
  readonly remembered: Remembered | null;
  /** What the searches returned, compared with the cluster, nearest first. */
  readonly ranked: readonly RankedIssue[];
  /** The nearest issue that holds up when looked at closely. */
  readonly nearest: Target | null;
  readonly pulls: readonly PullCandidate[];
  /** Other open issues that carry our marker for this fingerprint. */
  readonly twins: readonly number[];
}

/** The marker first, then what the store remembers, then several searches. A search that failed is in the toolbox's steps. */
export async function lookUp(cluster: Cluster, toolbox: Toolbox): Promise<Findings> {
  const marked = await markedTarget(cluster.fingerprint, toolbox);
  const remembered = marked === null ? await toolbox.findRemembered(cluster.fingerprint) : null;
  const known = marked ?? (await rememberedTarget(remembered, toolbox));
  const twins = toolbox.findTwins(cluster.fingerprint);
  if (known !== null) return { known, remembered, ranked: [], nearest: null, pulls: [], twins };
  const ranked = await findCandidates(cluster, toolbox);
  const nearest = await nearestTarget(cluster.fingerprint, ranked, toolbox);
  return { known, remembered, ranked, nearest, pulls: await findPullRequests(cluster, toolbox), twins };
}

const MOST_CANDIDATES = 10;

/** What was looked up, for the record. */
export function searchRecordOf(
  { remembered, ranked, pulls, twins }: Findings,
  target: Target | null,
  steps: readonly SearchStep[],
): SearchRecord {
  return {
    steps: [...steps],
    candidates: candidatesOf(ranked, target),
    pulls: [...pulls],
    marked: target?.marked ? target.issue : null,
    twins: [...twins],
    remembered: remembered === null ? null : { issue: remembered.issue, now: remembered.now },
  };
}

/** The target is among them, also one that was reached through a duplicate. */
function candidatesOf(ranked: readonly RankedIssue[], target: Target | null): Candidate[] {
  const chosen = target?.history?.issue ?? null;
  const known = ranked.find(({ issue }) => issue.number === chosen?.number);
  const others = toCandidates(ranked.filter((one) => one !== known).slice(0, MOST_CANDIDATES));
  if (chosen === null || target === null) return others;
  const [first] = known === undefined ? [] : toCandidates([known]);
  const { number, title, url, state } = chosen;
  return [first ?? { number, title, url, state, score: 100, reasons: [target.because] }, ...others];
}
