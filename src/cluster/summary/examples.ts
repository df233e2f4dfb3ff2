import type { CollectedEntry } from '../../model/entry.ts';
import { compareKept, type KeptEntry, keepEntry } from './kept-entry.ts';

export const MOST_EXAMPLES = 5;

/**
 * Puts an entry among the examples (rising order) if the hash of its insertId is one of the smallest: the same ones in
 * whatever order entries come.
 */
export function addExample(examples: KeptEntry[], entry: CollectedEntry): void {
  if (isWanted(examples, entry.insertHash)) insert(examples, keepEntry(entry));
}

export function absorbExamples(into: KeptEntry[], from: readonly KeptEntry[]): void {
  for (const entry of from) if (isWanted(into, entry.insertHash)) insert(into, entry);
}

/** Asked once per entry, and mostly not the case. */
function isWanted(examples: readonly KeptEntry[], hash: number): boolean {
  const last = examples[MOST_EXAMPLES - 1];
  return last === undefined || hash <= last.insertHash;
}

function insert(examples: KeptEntry[], entry: KeptEntry): void {
  let at = examples.length;
  while (at > 0) {
    const before = examples[at - 1];
    if (before === undefined || compareKept(before, entry) <= 0) break;
    at -= 1;
  }
  examples.splice(at, 0, entry);
  if (examples.length > MOST_EXAMPLES) examples.length = MOST_EXAMPLES;
}
