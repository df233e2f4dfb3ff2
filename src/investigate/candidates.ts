import type { Cluster } from '../model/cluster.ts';
import type { Issue, PullRequest } from '../model/issue.ts';
import type { Candidate, PullCandidate } from '../model/report.ts';
import { mentions, readSentence } from './issue-text.ts';
import { type Profile, profileOf } from './profile.ts';
import { issueQueries, pullRequestQueries } from './queries.ts';
import { compare, type Similarity } from './similarity.ts';
import type { Toolbox } from './toolbox.ts';

/** An issue that the search returned, compared with the cluster. */
export interface RankedIssue extends Similarity {
  readonly issue: Issue;
}

/** An open issue this near needs no looser search. */
const NEAR_ENOUGH = 75;

/** Searches strict before loose and compares every hit with the cluster, nearest first. */
export async function findCandidates(cluster: Cluster, toolbox: Toolbox): Promise<RankedIssue[]> {
  const profile = profileOf(cluster);
  const found = new Map<number, Issue>();
  let ranked: RankedIssue[] = [];
  for (const query of issueQueries(cluster)) {
    for (const issue of await toolbox.searchIssues(query)) if (!found.has(issue.number)) found.set(issue.number, issue);
    ranked = rank(profile, [...found.values()]);
    if (ranked.some(({ issue, same, score }) => issue.state === 'open' && same && score >= NEAR_ENOUGH)) break;
  }
  return ranked;
}

/** All at once, since how rare a name is shows only in the others. */
function rank(profile: Profile, issues: readonly Issue[]): RankedIssue[] {
  const texts = issues.map(({ title, body }) => readSentence(`${title}\n${body}`));
  const holders = new Map(profile.names.map((name) => [name, texts.filter((text) => mentions(text, name)).length]));
  return issues
    .map((issue) => ({ issue, ...compare(profile, issue, (name) => holders.get(name) ?? 0) }))
    .sort((a, b) => b.score - a.score || a.issue.number - b.issue.number);
}

/** Pull requests that name the same things, merged ones first, the last merged before earlier ones. */
export async function findPullRequests(cluster: Cluster, toolbox: Toolbox): Promise<PullCandidate[]> {
  const profile = profileOf(cluster);
  const found = new Map<number, PullCandidate>();
  for (const query of pullRequestQueries(cluster)) {
    for (const pull of await toolbox.searchPullRequests(query)) {
      const { title, body } = pull;
      const text = readSentence(`${title}\n${body}`);
      const named = profile.names.filter((name) => mentions(text, name));
      if (named.length === 0) continue;
      found.set(pull.number, { ...pull, score: 0, reasons: [`names ${named.join(', ')}`] });
    }
  }
  const mergeTime = ({ mergedAt }: PullRequest) => (mergedAt === null ? 0 : Date.parse(mergedAt));
  return [...found.values()].sort((a, b) => mergeTime(b) - mergeTime(a) || a.number - b.number);
}

/** For the record: what was near at all. */
export function toCandidates(ranked: readonly RankedIssue[]): Candidate[] {
  return ranked
    .filter(({ score }) => score > 0)
    .map(({ issue: { number, title, url, state }, score, reasons, objections }) => ({
      number,
      title,
      url,
      state,
      score,
      reasons: [...reasons, ...objections.map((objection) => `but ${objection}`)],
    }));
}
