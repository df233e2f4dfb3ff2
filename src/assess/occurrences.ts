import type { Cluster, Pattern } from '../model/cluster.ts';

/** The patterns whose entries are occurrences of the problem: not the lines of a trace, nor what else comes with others. */
export function patternsThatCount({ patterns }: Cluster): Pattern[] {
  return patterns.filter(({ kind, part }) => kind !== 'trace-line' && part === undefined);
}

/**
 * How often a problem happened, where that is known to be fewer times than it has entries: a request that fails may leave
 * several. Null where each entry may be an occurrence of its own.
 */
export function occurrencesOf(cluster: Cluster): { count: number; atLeast: boolean } | null {
  const counting = patternsThatCount(cluster);
  const count = counting.reduce((sum, pattern) => sum + pattern.count, 0);
  if (count === 0 || count >= cluster.facts.count) return null;
  return {
    count,
    atLeast: counting.length > 1 || cluster.patterns.some(({ kind, part }) => kind !== 'trace-line' && part === 'echo'),
  };
}
