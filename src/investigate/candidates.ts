import { topOwnFrame } from '../cluster/exception.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Issue, PullRequest } from '../model/issue.ts';
import type { Candidate, PullCandidate } from '../model/report.ts';
import { mentions, readSentence } from './issue-text.ts';
import { phraseOf } from './phrase.ts';
import { type Profile, profileOf } from './profile.ts';
import { issueQueries, pullRequestQueries } from './queries.ts';
import { compare, type Similarity } from './similarity.ts';
import type { Toolbox } from './toolbox.ts';

/** An issue that the search returned, compared with the cluster. */
export interface RankedIssue extends Similarity {
  readonly issue: Issue;
}

/** A pull request's text may be pages long; what it is about stands at its top. */
const LONGEST_PULL = 20_000;

/** An open issue this near needs no looser search. */
const NEAR_ENOUGH = 75;

/** Searches strict before loose and compares every hit with the cluster, nearest first. */
export async function findCandidates(cluster: Cluster, toolbox: Toolbox): Promise<RankedIssue[]> {
  const profile = profileOf(cluster);
  const found = new Map<number, Issue>();
  let ranked: RankedIssue[] = [];
  for (const { text, by } of issueQueries(cluster)) {
    const hits = await toolbox.searchIssues(text, by);
    for (const issue of hits) if (!found.has(issue.number)) found.set(issue.number, issue);
    ranked = rankIssues(profile, [...found.values()]);
    if (ranked.some(({ issue, same, score }) => issue.state === 'open' && same && score >= NEAR_ENOUGH)) break;
  }
  return ranked;
}

/** All at once, since how rare a name or word is shows only in the others. */
export function rankIssues(profile: Profile, issues: readonly Issue[]): RankedIssue[] {
  const texts = issues.map(({ title, body }) => readSentence(`${title}\n${body}`));
  const holders = new Map(
    [...profile.names, ...profile.words].map((name) => [name, texts.filter((text) => mentions(text, name)).length]),
  );
  return issues
    .map((issue) => ({ issue, ...compare(profile, issue, (name) => holders.get(name) ?? 0) }))
    .sort((a, b) => b.score - a.score || a.issue.number - b.issue.number);
}

/**
 * Pull requests, open or merged, that change the file of the topmost own frame, quote the error or name the same things;
 * nearest first, each with its reasons.
 */
export async function findPullRequests(cluster: Cluster, toolbox: Toolbox): Promise<PullCandidate[]> {
  const facts: PullFacts = { names: profileOf(cluster).names, phrase: phraseOf(cluster) };
  const found = new Map<number, PullCandidate>();
  const file = topOwnFrame(cluster.rootCause)?.file ?? '';
  const touching = file === '' ? [] : await toolbox.findPullsTouching(file);
  for (const { pull, path } of touching) found.set(pull.number, rankPull(pull, path, facts));
  for (const { text, by } of pullRequestQueries(cluster)) {
    for (const pull of await toolbox.searchPullRequests(text, by)) {
      const ranked = rankPull(pull, null, facts);
      if (ranked.score > 0 && !found.has(pull.number)) found.set(pull.number, ranked);
    }
  }
  const mergeTime = ({ mergedAt }: PullRequest) => (mergedAt === null ? 0 : Date.parse(mergedAt));
  return [...found.values()].sort((a, b) => b.score - a.score || mergeTime(b) - mergeTime(a) || a.number - b.number);
}

interface PullFacts {
  readonly names: readonly string[];
  readonly phrase: string | null;
}

const FOR_FILE = 40;
const FOR_PHRASE = 40;
const FOR_NAME = 15;

/** 0 where nothing is shared: search also finds words apart, and in comments. One that was merged is nearer than one that was not. */
function rankPull(pull: PullRequest, path: string | null, { names, phrase }: PullFacts): PullCandidate {
  const text = readSentence(`${pull.title}\n${pull.body.slice(0, LONGEST_PULL)}`);
  const named = names.filter((name) => mentions(text, name));
  const isQuoted = phrase !== null && text.phrase.includes(readSentence(phrase).phrase);
  const reasons = [
    ...(path === null ? [] : [`changes ${path}`]),
    ...(isQuoted ? [`quotes "${phrase}"`] : []),
    ...(named.length === 0 ? [] : [`names ${named.join(', ')}`]),
  ];
  const score = (path === null ? 0 : FOR_FILE) + (isQuoted ? FOR_PHRASE : 0) + FOR_NAME * Math.min(named.length, 3);
  const merged = score > 0 && pull.mergedAt !== null ? 5 : 0;
  return { ...pull, score: Math.min(100, score + merged), reasons };
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
