import { isMost } from '../joins/co-occurrence.ts';

/** How often a pattern came right beside each of the others (see moments.ts). */
export interface Votes {
  /** Beginnings and ends of cells in which the pattern occurred: two for each cell. */
  readonly cases: number;
  /** Those with a neighbour. */
  readonly covered: number;
  /** By pattern. */
  readonly of: ReadonlyMap<number, number>;
}

/** Whether it hardly ever came without one of them. */
export function isMostlyBeside({ covered, cases }: Votes): boolean {
  return covered > 0 && isMost({ covered, observable: cases });
}

/** The pattern with the most votes; of several, the one with the smallest fingerprint (by which patterns are sorted). */
export function mostVoted(of: ReadonlyMap<number, number>): number | null {
  let best: number | null = null;
  for (const [index, count] of of) {
    const most = best === null ? 0 : (of.get(best) ?? 0);
    if (best === null || count > most || (count === most && index < best)) best = index;
  }
  return best;
}

/** Votes for several patterns as votes for what they belong to; null takes a pattern out. */
export function groupVotes(
  of: ReadonlyMap<number, number>,
  groupOf: (index: number) => number | null,
): Map<number, number> {
  const groups = new Map<number, number>();
  for (const [index, count] of of) {
    const group = groupOf(index);
    if (group !== null) groups.set(group, (groups.get(group) ?? 0) + count);
  }
  return groups;
}
