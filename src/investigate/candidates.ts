import type { Cluster } from '../model/cluster.ts';
import type { Issue, PullRequest } from '../model/issue.ts';
import type { Candidate } from '../model/report.ts';
import { issueQueries, pullRequestQueries } from './queries.ts';
import { compare, type Similarity } from './similarity.ts';
import { termsOf } from './terms.ts';
import type { Toolbox } from './toolbox.ts';

/** An issue that the search returned, compared with the cluster. */
export interface RankedIssue extends Similarity {
  readonly issue: Issue;
}

/** An open issue this near needs no looser search. */
const NEAR_ENOUGH = 75;
/** A pull request this near is worth a link. */
const RELATED_PULL = 30;

/** Searches strict before loose and compares every hit with the cluster, nearest first. */
export async function findCandidates(cluster: Cluster, toolbox: Toolbox): Promise<RankedIssue[]> {
  const terms = termsOf(cluster);
  const found = new Map<number, RankedIssue>();
  for (const query of issueQueries(cluster)) {
    for (const issue of await toolbox.searchIssues(query)) {
      if (!found.has(issue.number)) found.set(issue.number, { issue, ...compare(terms, issue) });
    }
    if ([...found.values()].some(({ issue, score }) => issue.state === 'open' && score >= NEAR_ENOUGH)) break;
  }
  return [...found.values()].sort((a, b) => b.score - a.score || a.issue.number - b.issue.number);
}

/** Pull requests that name the same things, merged ones first, the last merged before earlier ones. */
export async function findPullRequests(cluster: Cluster, toolbox: Toolbox): Promise<PullRequest[]> {
  const terms = termsOf(cluster);
  const found = new Map<number, PullRequest>();
  for (const query of pullRequestQueries(cluster)) {
    for (const pull of await toolbox.searchPullRequests(query)) {
      const { score, telling } = compare(terms, pull);
      if (telling && score >= RELATED_PULL) found.set(pull.number, pull);
    }
  }
  const mergeTime = ({ mergedAt }: PullRequest) => (mergedAt === null ? 0 : Date.parse(mergedAt));
  return [...found.values()].sort((a, b) => mergeTime(b) - mergeTime(a) || a.number - b.number);
}

/** For the record: what was near at all. */
export function toCandidates(ranked: readonly RankedIssue[]): Candidate[] {
  return ranked
    .filter(({ score }) => score > 0)
    .map(({ issue: { number, title, url, state }, score, reasons }) => ({ number, title, url, state, score, reasons }));
}
