/** Items with equal hashes, as group numbers in order of first appearance. */
export interface HashGroups {
  readonly groupOf: Int32Array;
  readonly count: number;
}

/**
 * Groups items by 64 bits of hash with one open-addressing table; a Map with a key per item is several times slower.
 * Two of a million different sequences share a hash with a chance of about 1 in 40 million.
 */
export function groupByHash(hashA: Int32Array, hashB: Int32Array, items: number): HashGroups {
  let size = 16;
  while (size < items * 2) size *= 2;
  const slots = new Int32Array(size).fill(-1);
  const groupOf = new Int32Array(items);
  const firstOf = new Int32Array(items);
  let count = 0;
  for (let item = 0; item < items; item += 1) {
    const a = hashA[item] ?? 0;
    const b = hashB[item] ?? 0;
    let slot = (a ^ Math.imul(b, 0x9e3779b1)) & (size - 1);
    for (;;) {
      const group = slots[slot] ?? -1;
      if (group === -1) {
        slots[slot] = count;
        firstOf[count] = item;
        groupOf[item] = count;
        count += 1;
        break;
      }
      const first = firstOf[group] ?? 0;
      if (hashA[first] === a && hashB[first] === b) {
        groupOf[item] = group;
        break;
      }
      slot = (slot + 1) & (size - 1);
    }
  }
  return { groupOf, count };
}

/** The items of each group, groups one behind the other: those of group g are `items[start[g]]` to `items[start[g + 1] - 1]`. */
export function membersOf({ groupOf, count }: HashGroups): { start: Int32Array; items: Int32Array } {
  const start = new Int32Array(count + 1);
  for (const group of groupOf) start[group + 1] = (start[group + 1] ?? 0) + 1;
  for (let group = 0; group < count; group += 1) start[group + 1] = (start[group + 1] ?? 0) + (start[group] ?? 0);
  const next = start.slice(0, count);
  const items = new Int32Array(groupOf.length);
  for (let item = 0; item < groupOf.length; item += 1) {
    const group = groupOf[item] ?? 0;
    const at = next[group] ?? 0;
    items[at] = item;
    next[group] = at + 1;
  }
  return { start, items };
}
