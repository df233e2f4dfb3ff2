import type { CollectedEntry } from '../model/entry.ts';
import { compareText } from './compare.ts';

const MOST_EXAMPLES = 5;

/** An entry and the hash of its insertId, by which examples are chosen: the same ones in whatever order entries come. */
export interface Example {
  readonly hash: number;
  readonly entry: CollectedEntry;
}

/** Puts an entry among the examples (rising order) if its hash is one of the smallest. */
export function addExample(examples: Example[], entry: CollectedEntry): void {
  const hash = entry.insertHash;
  const last = examples.at(-1);
  if (last !== undefined && examples.length >= MOST_EXAMPLES && hash > last.hash) return;
  insertExample(examples, { hash, entry });
}

export function absorbExamples(into: Example[], from: readonly Example[]): void {
  for (const example of from) insertExample(into, example);
}

function insertExample(examples: Example[], example: Example): void {
  let at = examples.length;
  while (at > 0) {
    const before = examples[at - 1];
    if (before === undefined || compareExamples(before, example) <= 0) break;
    at -= 1;
  }
  examples.splice(at, 0, example);
  if (examples.length > MOST_EXAMPLES) examples.length = MOST_EXAMPLES;
}

function compareExamples(a: Example, b: Example): number {
  return a.hash - b.hash || compareText(a.entry.insertId, b.entry.insertId) || compareContent(a.entry, b.entry);
}

/** insertIds are unique only within one log and timestamp. */
function compareContent(a: CollectedEntry, b: CollectedEntry): number {
  return compareText(a.timestamp, b.timestamp) || compareText(JSON.stringify(a.entry), JSON.stringify(b.entry));
}
