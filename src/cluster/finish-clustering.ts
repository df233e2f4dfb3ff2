import type { Cluster, Facts, Fingerprint, Pattern } from '../model/cluster.ts';
import type { LogEntry } from '../model/entry.ts';
import { noPins, type Pins } from '../model/pins.ts';
import { compareText } from './compare.ts';
import { findEchoes } from './echoes.ts';
import { formPatterns } from './form-patterns.ts';
import { joinPatterns, type Problem } from './joins/join.ts';
import type { Link } from './joins/link.ts';
import type { Member } from './member.ts';
import { type KnownTemplate, templatesToRemember } from './names/known-templates.ts';
import { assembleTraces } from './split-traces/assembled-traces.ts';
import { placeThrows } from './split-traces/place-throws.ts';
import { factsOf, highestSeverity } from './summary/facts.ts';
import { logEntryOf } from './summary/kept-entry.ts';
import { type JoinedShards, joinShards } from './summary/merge-shards.ts';
import type { SkeletonSummaries } from './summary/summarise.ts';
import { absorbSummary, emptySummary, type Summary } from './summary/summary.ts';
import { titlesOf } from './titles/distinct-titles.ts';

/** What decides about clusters beside the entries. */
export interface ClusteringOptions {
  /** Templates of earlier runs, in the order in which they became known. */
  readonly known?: readonly KnownTemplate[];
  /** What a person wants together or apart. */
  readonly pins?: Pins;
}

export interface Clustering {
  /** By count descending, then fingerprint. */
  readonly clusters: Cluster[];
  /**
   * `handle` is what adding an entry gave, `shard` the index of the shard that it was added to. Without `insertId` the
   * answer is that of most entries of the handle, should they be of several patterns.
   */
  assignmentOf(
    handle: number,
    entry?: { readonly shard?: number; readonly insertId?: string },
  ): { pattern: Fingerprint; cluster: Fingerprint };
  /** What a later run needs to know these patterns again. */
  readonly templates: KnownTemplate[];
}

interface Ranked {
  readonly count: number;
  readonly fingerprint: Fingerprint;
}

/**
 * The part of clustering that needs all entries: summaries of skeletons → patterns → clusters. The same entries give the
 * same clusters, however they are spread over shards.
 */
export function finishClustering(shards: readonly SkeletonSummaries[], options: ClusteringOptions = {}): Clustering {
  return finishJoined(joinShards(shards), options);
}

/** The same for shards that were put together already. */
export function finishJoined(
  { merged, placeOf }: JoinedShards,
  { known = [], pins = noPins }: ClusteringOptions,
): Clustering {
  const { skeletons, placeOf: placeOfEntry, unclear } = placeThrows(merged);
  const { members: found, memberOfSkeleton } = formPatterns(skeletons, known);
  const memberOf = (skeleton: number): number => memberOfSkeleton[skeleton] ?? -1;
  const mixed = unclear
    .map(({ index, placed }) => ({ index: memberOf(index), placed: placed.map(memberOf) }))
    .sort((a, b) => a.index - b.index || (a.placed[0] ?? -1) - (b.placed[0] ?? -1));
  const { members, links, sharersOf: sharers } = assembleTraces(found, new Set(mixed.map(({ index }) => index)));
  // What may be of any of several problems counts for none.
  const sharersOf = new Map([...sharers, ...mixed.map(({ index, placed }) => [index, placed] as const)]);
  const problems = joinPatterns(members, pins, [...links, ...mixed.map(linkOfMixed)]);
  const clusterOfMember: Fingerprint[] = [];
  const problemOf = new Map(problems.flatMap(({ patterns: own }, at) => own.map((pattern) => [pattern, at] as const)));
  /** Whether a pattern is lines of the stack traces of several problems, so that it says of none when and how often. */
  const isShared = (pattern: number): boolean =>
    sharersOf.get(pattern)?.some((sharer) => problemOf.get(sharer) !== problemOf.get(pattern)) === true;
  const roots = new Set(problems.map(({ root }) => root.pattern));
  const echoes = new Set(problems.flatMap((problem) => echoesOf(problem, members)));
  const patterns = members.map((member, index) =>
    patternOf(member, !roots.has(index) && isShared(index) ? 'shared' : echoes.has(member) ? 'echo' : undefined),
  );
  const titles = titlesOf(problems.map((problem) => membersOf(problem, members)));
  const clusters = problems.map((problem, index) => {
    const cluster = clusterOf(problem, { members, patterns, isShared, title: titles[index] ?? '' });
    for (const pattern of problem.patterns) clusterOfMember[pattern] = cluster.fingerprint;
    return cluster;
  });
  return {
    clusters: clusters.sort((a, b) => byCount(rankOf(a), rankOf(b))),
    templates: templatesToRemember(members),
    assignmentOf(handle, { shard = 0, insertId = '' } = {}) {
      const index = memberOfSkeleton[placeOfEntry(placeOf(handle, shard) ?? -1, insertId) ?? -1] ?? -1;
      const pattern = patterns[index]?.fingerprint;
      const cluster = clusterOfMember[index];
      if (pattern !== undefined && cluster !== undefined) return { pattern, cluster };
      throw new RangeError(`No entry was added under handle ${handle} of shard ${shard}.`);
    },
  };
}

function linkOfMixed({ index, placed: [main = -1] }: { index: number; placed: readonly number[] }): Link {
  const members = [index, main];
  return { members, rule: 'joined: the same exception, where no times tell which lines are of its stack trace' };
}

function patternOf({ fingerprint, tokens, kind, summary, voices }: Member, part: Pattern['part']): Pattern {
  const facts = factsOf(summary);
  const [first] = summary.examples;
  const example = first === undefined ? {} : logEntryOf(first);
  let examples: LogEntry[] | null = null;
  return {
    fingerprint,
    template: tokens.join(' '),
    count: facts.count,
    severity: facts.severity,
    example,
    // Reading and redacting whole entries takes time, and many a reader looks at the first only.
    get examples() {
      examples ??= summary.examples.map((kept, at) => (at === 0 ? example : logEntryOf(kept)));
      return examples;
    },
    kind,
    thrown: voices[0]?.hasTrace ? [...voices[0].thrown] : [],
    facts,
    ...(part && { part }),
  };
}

/** Those of a problem, the most frequent counting first, its root before its equals. */
function echoesOf(problem: Problem, all: readonly Member[]): Member[] {
  if (problem.patterns.length === 1) return [];
  const { root, members } = membersOf(problem, all);
  const others = members.filter((member) => member !== root);
  return findEchoes(
    [root, ...others].sort(
      (a, b) =>
        b.summary.count - a.summary.count ||
        Number(b === root) - Number(a === root) ||
        compareText(a.fingerprint, b.fingerprint),
    ),
  );
}

/** The members of a problem, and its root among them. */
function membersOf(problem: Problem, all: readonly Member[]): { root: Member; members: Member[] } {
  const root = all[problem.root.pattern];
  if (root === undefined) throw new RangeError('A cluster has no root pattern.');
  return { root, members: problem.patterns.map((index) => all[index]).filter((member) => member !== undefined) };
}

function clusterOf(
  problem: Problem,
  {
    members,
    patterns: all,
    isShared,
    title,
  }: {
    members: readonly Member[];
    patterns: readonly Pattern[];
    isShared: (pattern: number) => boolean;
    title: string;
  },
): Cluster {
  const { patterns: indexes, root, joins } = problem;
  const rootPattern = all[root.pattern];
  if (rootPattern === undefined) throw new RangeError('A cluster has no root pattern.');
  const others = indexes
    .map((index) => all[index])
    .filter((pattern) => pattern !== undefined)
    .filter((pattern) => pattern !== rootPattern);
  return {
    fingerprint: rootPattern.fingerprint,
    title,
    patterns: [rootPattern, ...others.sort(byCount)],
    rootCause: root.cause,
    facts: factsOfProblem(problem, members, isShared) ?? rootPattern.facts,
    rules: joins.map(({ rule }) => rule),
    joins: joins.map(({ rule, patterns }) => ({ rule, patterns: patterns.flatMap((i) => all[i]?.fingerprint ?? []) })),
  };
}

/** Of all that is its own; null where that is its root alone. Its severity is that of its worst line, shared or not. */
function factsOfProblem(
  { patterns, root }: Problem,
  members: readonly Member[],
  isShared: (pattern: number) => boolean,
): Facts | null {
  if (patterns.length === 1) return null;
  const summariesOf = (indexes: readonly number[]) =>
    summaryOf(indexes.map((index) => members[index]).filter((member) => member !== undefined));
  const own = patterns.filter((pattern) => pattern === root.pattern || !isShared(pattern));
  const facts = factsOf(summariesOf(own));
  return own.length === patterns.length ? facts : { ...facts, severity: highestSeverity(summariesOf(patterns)) };
}

function summaryOf(members: readonly Member[]): Summary {
  const whole = emptySummary();
  for (const { summary } of members) absorbSummary(whole, summary);
  return whole;
}

function rankOf({ fingerprint, facts }: Cluster): Ranked {
  return { fingerprint, count: facts.count };
}

function byCount(a: Ranked, b: Ranked): number {
  return b.count - a.count || compareText(a.fingerprint, b.fingerprint);
}
