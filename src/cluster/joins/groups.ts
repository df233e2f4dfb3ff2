/** What became of a wish to unite: the parts that are one group now, and the pairs because of which there are several. */
interface Union {
  readonly parts: readonly (readonly number[])[];
  readonly barred: readonly (readonly [number, number])[];
}

/**
 * Disjoint sets of the numbers below `size`; a group is named by its smallest number. Two numbers of one list in `apart`
 * never come into one group, not by way of others either.
 */
export function createGroups(size: number, apart: readonly (readonly number[])[]) {
  const parents = Array.from({ length: size }, (_, index) => index);
  // By group: the number it holds of each list in `apart`. Never two of one list, which is what this file guarantees.
  const pinned = new Map<number, Map<number, number>>();
  for (const [list, indexes] of apart.entries()) {
    for (const index of indexes) pinned.set(index, (pinned.get(index) ?? new Map()).set(list, index));
  }

  const groupOf = (index: number): number => {
    let group = index;
    for (let up = parents[group]; up !== undefined && up !== group; up = parents[group]) group = up;
    parents[index] = group;
    return group;
  };

  /** The two numbers that keep two groups apart, or null. */
  const barBetween = (a: number, b: number): [number, number] | null => {
    const mine = pinned.get(a);
    const theirs = pinned.get(b);
    if (mine === undefined || theirs === undefined) return null;
    for (const [list, index] of mine) {
      const other = theirs.get(list);
      if (other !== undefined && other !== index) return index < other ? [index, other] : [other, index];
    }
    return null;
  };

  const merge = (a: number, b: number): void => {
    const [into, from] = a < b ? [a, b] : [b, a];
    parents[from] = into;
    const moved = pinned.get(from);
    if (moved === undefined) return;
    pinned.delete(from);
    pinned.set(into, new Map([...(pinned.get(into) ?? []), ...moved]));
  };

  /** One after the other, each joins the first of those before it that it may join. */
  const unite = (indexes: readonly number[]): Union => {
    const parts: number[][] = [];
    const barred: [number, number][] = [];
    for (const index of indexes) {
      const bars: [number, number][] = [];
      const home = parts.find(([first = index]) => {
        const bar = groupOf(first) === groupOf(index) ? null : barBetween(groupOf(first), groupOf(index));
        if (bar !== null) bars.push(bar);
        return bar === null;
      });
      barred.push(...bars);
      if (home === undefined) {
        parts.push([index]);
        continue;
      }
      const [first = index] = home;
      if (groupOf(first) !== groupOf(index)) merge(groupOf(first), groupOf(index));
      home.push(index);
    }
    return { parts, barred };
  };

  return { groupOf, unite };
}
