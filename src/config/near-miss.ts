/** Case, `-` and `_` are the usual slips: `min_severity`, `Min-Severity`. */
const plain = (word: string): string => word.toLowerCase().replaceAll(/[-_]/g, '');

/**
 * The known word that was probably meant, or null. Near is: equal but for case, `-` and `_`; a beginning of three or
 * more letters (`repo`); or one slip in a short word, two in one of six letters or more.
 */
export function nearMiss(word: string, known: readonly string[]): string | null {
  const wanted = plain(word);
  const longest = Math.max(0, ...known.map((candidate) => candidate.length));
  if (wanted.length === 0 || wanted.length > longest + 2) return null;
  let best: { word: string; slips: number } | null = null;
  for (const candidate of known) {
    const slips = isBeginning(wanted, plain(candidate)) ? 1 : slipsBetween(wanted, plain(candidate));
    if (slips <= (wanted.length < 6 ? 1 : 2) && (best === null || slips < best.slips))
      best = { word: candidate, slips };
  }
  return best?.word ?? null;
}

const isBeginning = (start: string, whole: string): boolean => start.length >= 3 && whole.startsWith(start);

/** Letters added, lost, changed or swapped with their neighbour (optimal string alignment). */
export function slipsBetween(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (beforeLast[j - 2] ?? 0) + 1 : changed;
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, changed, swapped));
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
