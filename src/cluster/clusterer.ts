import type { Cluster, Fingerprint, Pattern } from '../model/cluster.ts';
import type { CollectedEntry } from '../model/entry.ts';
import { compareText } from './compare.ts';
import { factsOf } from './facts.ts';
import { countIn, formPatterns, type Skeleton } from './form-patterns.ts';
import { joinPatterns, type Problem } from './join.ts';
import type { KnownTemplate } from './known-templates.ts';
import type { Member } from './member.ts';
import { messageSkeleton } from './message-skeleton.ts';
import { wordlessTemplate } from './request.ts';
import { absorbSummary, emptySummary, type Summary } from './summary.ts';
import { titleOf } from './title.ts';

/** Separates tokens in keys; see `withoutSeparator`. */
const SEPARATOR = '\u0000';

/** Takes entries in any order and groups them; what comes out depends on the set of entries alone. */
export interface Clusterer {
  /** Counts an entry in; the answer is a handle for `assignmentOf`, good in this process only. */
  add(entry: CollectedEntry): number;
  finish(): Clustering;
}

export interface Clustering {
  /** By count descending, then fingerprint. */
  readonly clusters: Cluster[];
  assignmentOf(id: number): { pattern: Fingerprint; cluster: Fingerprint };
  /** What a later run needs to know these patterns again. */
  readonly templates: KnownTemplate[];
}

interface Ranked {
  readonly count: number;
  readonly fingerprint: Fingerprint;
}

/** Memory grows with the number of distinct skeletons, not of entries. `known` = templates of earlier runs. */
export function createClusterer(known: readonly KnownTemplate[] = []): Clusterer {
  const ids = new Map<string, number>();
  const skeletons: Skeleton[] = [];
  return {
    add(entry) {
      const wordless = wordlessTemplate(entry);
      const tokens = wordless ?? tokensOf(entry);
      const key = `${wordless === null ? '' : SEPARATOR}${tokens.join(SEPARATOR)}`;
      const id = ids.get(key);
      const skeleton = id === undefined ? undefined : skeletons[id];
      if (id !== undefined && skeleton !== undefined) {
        countIn(skeleton, entry);
        return id;
      }
      ids.set(key, skeletons.length);
      return skeletons.push({ tokens, isWordless: wordless !== null, content: { entry } }) - 1;
    },
    finish: () => finish(skeletons, known),
  };
}

function tokensOf({ message, exception }: CollectedEntry): string[] {
  return messageSkeleton(withoutSeparator(message), exception === null ? null : withoutSeparator(exception)).tokens;
}

/** A NUL in a message would make two skeletons share a key: it counts as white space. */
function withoutSeparator(text: string): string {
  return text.includes(SEPARATOR) ? text.replaceAll(SEPARATOR, ' ') : text;
}

function finish(skeletons: readonly Skeleton[], known: readonly KnownTemplate[]): Clustering {
  const { members, memberOfSkeleton } = formPatterns(skeletons, known);
  const problems = joinPatterns(members);
  const patterns = members.map(patternOf);
  const clusterOfMember: Fingerprint[] = [];
  const clusters = problems.map((problem) => {
    const cluster = clusterOf(problem, members, patterns);
    for (const index of problem.patterns) clusterOfMember[index] = cluster.fingerprint;
    return cluster;
  });
  return {
    clusters: clusters.sort((a, b) => byCount(rankOf(a), rankOf(b))),
    templates: members
      .filter(({ isWordless }) => !isWordless)
      .map(({ fingerprint, tokens }) => ({ fingerprint, tokens })),
    assignmentOf(id) {
      const index = memberOfSkeleton[id] ?? -1;
      const pattern = patterns[index]?.fingerprint;
      const cluster = clusterOfMember[index];
      if (pattern === undefined || cluster === undefined) throw new RangeError(`No entry was added under id ${id}.`);
      return { pattern, cluster };
    },
  };
}

function patternOf({ fingerprint, tokens, kind, summary, voices }: Member): Pattern {
  const facts = factsOf(summary);
  const examples = summary.examples.map(({ entry }) => entry.entry);
  const [example = {}] = examples;
  return {
    fingerprint,
    template: tokens.join(' '),
    count: facts.count,
    severity: facts.severity,
    example,
    examples,
    kind,
    thrown: voices[0]?.hasTrace ? [...voices[0].thrown] : [],
    facts,
  };
}

function clusterOf(
  { patterns: indexes, root, rules }: Problem,
  members: readonly Member[],
  all: readonly Pattern[],
): Cluster {
  const own = indexes.map((index) => members[index]).filter((member) => member !== undefined);
  const rootMember = members[root.pattern];
  const rootPattern = all[root.pattern];
  if (rootMember === undefined || rootPattern === undefined) throw new RangeError('A cluster has no root pattern.');
  const others = indexes
    .map((index) => all[index])
    .filter((pattern) => pattern !== undefined)
    .filter((pattern) => pattern !== rootPattern);
  return {
    fingerprint: rootPattern.fingerprint,
    title: titleOf(rootMember, own),
    patterns: [rootPattern, ...others.sort(byCount)],
    rootCause: root.cause,
    facts: own.length === 1 ? rootPattern.facts : factsOf(summaryOf(own)),
    rules: [...rules],
  };
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
