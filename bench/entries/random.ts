/** Seeded randomness: the same seed gives the same sequence on every machine. */
export interface Random {
  /** A whole number from 0 to `below` - 1. */
  int(below: number): number;
  /** From 0 up to, and without, 1. */
  fraction(): number;
  hex(digits: number): string;
  pick<T>(from: readonly [T, ...T[]]): T;
}

/** mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  const bits = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const int = (below: number): number => Math.floor((bits() / 4294967296) * below);
  return {
    int,
    fraction: () => bits() / 4294967296,
    hex(digits) {
      let text = '';
      while (text.length < digits) text += (bits() + 0x1_0000_0000).toString(16).slice(1);
      return text.slice(0, digits);
    },
    pick: (from) => from[int(from.length)] ?? from[0],
  };
}

/** Draws indexes 0 … `weights.length` - 1 in proportion to their weights, in constant time (Walker's alias method). */
export function createWeighted(weights: readonly number[], random: Random): () => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const scaled = weights.map((weight) => (weight * weights.length) / total);
  const alias = new Int32Array(weights.length);
  const share = new Float64Array(weights.length).fill(1);
  const small: number[] = [];
  const large: number[] = [];
  scaled.forEach((weight, index) => {
    (weight < 1 ? small : large).push(index);
  });
  for (let low = small.pop(); low !== undefined; low = small.pop()) {
    const high = large.pop();
    if (high === undefined) break;
    share[low] = scaled[low] ?? 1;
    alias[low] = high;
    scaled[high] = (scaled[high] ?? 0) + (scaled[low] ?? 0) - 1;
    ((scaled[high] ?? 0) < 1 ? small : large).push(high);
  }
  return () => {
    const index = random.int(weights.length);
    return random.fraction() < (share[index] ?? 1) ? index : (alias[index] ?? index);
  };
}

/** The n-th most frequent of many things comes about 1/n times as often as the first (Zipf). */
export function zipf(count: number, exponent = 1): number[] {
  return Array.from({ length: count }, (_, index) => (index + 1) ** -exponent);
}
