import type { Random } from './random.ts';

const OPEN = 32;

/** Draws trace ids: several requests are under way at once, and each leaves about three entries. */
export function createTraceIds(random: Random): () => string {
  const open = Array.from({ length: OPEN }, () => random.hex(32));
  return () => {
    const at = random.int(OPEN);
    if (random.int(3) === 0) open[at] = random.hex(32);
    return open[at] ?? '';
  };
}
