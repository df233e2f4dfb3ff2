import type { Pins } from '../model/pins.ts';

/** Two patterns that pins want both in one problem and in two. */
export interface Contradiction {
  /** Index of the list in `apart`. */
  readonly list: number;
  readonly pair: readonly [string, string];
  /** Indexes of the lists in `together` that join the two, one of them or a chain. */
  readonly through: readonly number[];
}

/** What no clustering can fulfil: patterns of one `apart` list that `together` lists join, directly or one by one. */
export function findContradictions({ together, apart }: Pins): Contradiction[] {
  return apart.flatMap((fingerprints, list) => {
    const named = [...new Set(fingerprints)];
    for (const [index, first] of named.entries()) {
      for (const second of named.slice(index + 1)) {
        const through = chainBetween(first, second, together);
        if (through !== null) return [{ list, pair: [first, second], through }];
      }
    }
    return [];
  });
}

/** The fewest lists that lead from one fingerprint to the other, or null. */
function chainBetween(from: string, to: string, together: Pins['together']): number[] | null {
  const chains = new Map<string, number[]>([[from, []]]);
  const used = new Set<number>();
  // A Map goes on to what is added while it is walked: nearest first.
  for (const [fingerprint, chain] of chains) {
    if (fingerprint === to) return chain;
    for (const [list, members] of together.entries()) {
      if (used.has(list) || !members.includes(fingerprint)) continue;
      used.add(list);
      for (const member of members) if (!chains.has(member)) chains.set(member, [...chain, list]);
    }
  }
  return null;
}
