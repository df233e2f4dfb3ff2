import { linksByChain } from './chained-exceptions.ts';
import { linksByTime } from './followers.ts';
import type { Link } from './link.ts';
import type { Member } from './member.ts';
import { findRoot, type Root } from './root.ts';
import { findExceptions, linksByException } from './same-exception.ts';
import { linksByErrorGroup, linksByTrace } from './shared-ids.ts';

/** Patterns (by index) that are one problem, what explains it, and why they were put together. */
export interface Problem {
  readonly patterns: readonly number[];
  readonly root: Root;
  readonly rules: readonly string[];
}

/**
 * Puts patterns together into problems, on evidence that is written down. Patterns must be sorted by fingerprint, so
 * that the answer does not depend on the order in which they were found.
 */
export function joinPatterns(members: readonly Member[]): Problem[] {
  const groups = createGroups(members.length);
  const links: Link[] = [];
  const take = (found: readonly Link[]): void => {
    for (const link of found) groups.unite(link.members);
    links.push(...found);
  };
  const exceptions = findExceptions(members);
  take(linksByException(exceptions));
  take(linksByErrorGroup(members));
  take(linksByChain(members));
  // The weaker evidence asks which problems are known by then, and must not see its own answers.
  take(linksByTrace(members, groups.groupOf));
  take(linksByTime(members, groups.groupOf));

  const byGroup = Map.groupBy(members.keys(), groups.groupOf);
  const rules = Map.groupBy(links, ({ members: [first = -1] }) => groups.groupOf(first));
  return [...byGroup].map(([group, patterns]) => ({
    patterns,
    root: findRoot(patterns, members, exceptions),
    rules: [...new Set((rules.get(group) ?? []).map(({ rule }) => rule))],
  }));
}

/** Disjoint sets of the numbers below `size`; a group is named by its smallest number. */
function createGroups(size: number) {
  const parents = Array.from({ length: size }, (_, index) => index);
  const groupOf = (index: number): number => {
    let group = index;
    for (let up = parents[group]; up !== undefined && up !== group; up = parents[group]) group = up;
    parents[index] = group;
    return group;
  };
  const unite = (indexes: readonly number[]): void => {
    const named = indexes.map(groupOf);
    const smallest = Math.min(...named);
    for (const group of named) parents[group] = smallest;
  };
  return { groupOf, unite };
}
