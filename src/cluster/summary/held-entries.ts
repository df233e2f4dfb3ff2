import type { CollectedEntry } from '../../model/entry.ts';
import { type BareEntries, BareEntryList, eachBareEntry } from './bare-entries.ts';
import { compareKept, type KeptEntry, keepEntry } from './kept-entry.ts';

/** Entries of one skeleton that are kept whole: examples are taken of these. */
const MOST_WHOLE = 512;

/**
 * All entries of a skeleton, until it is known which of them belong together: what is counted of each, and of those with
 * the smallest hashes of their insertIds the entry itself. Which those are depends on the set of entries alone.
 */
export class HeldEntries {
  /** Those with a larger hash are not among the smallest any more. */
  #bound = Number.POSITIVE_INFINITY;
  #whole: KeptEntry[] = [];
  readonly #bare = new BareEntryList();

  add(entry: CollectedEntry): void {
    if (entry.insertHash > this.#bound) this.#bare.add(entry);
    else this.#keep(keepEntry(entry));
  }

  absorb(entries: readonly KeptEntry[], bare: BareEntries): void {
    for (const entry of entries) {
      if (entry.insertHash > this.#bound) this.#bare.add(entry);
      else this.#keep(entry);
    }
    for (const entry of eachBareEntry(bare)) this.#bare.add(entry);
  }

  /** The whole ones in the order of `compareKept`. */
  settled(): { readonly entries: KeptEntry[]; readonly bare: BareEntries } {
    this.#settle();
    return { entries: this.#whole.toSorted(compareKept), bare: this.#bare.settled() };
  }

  #keep(entry: KeptEntry): void {
    this.#whole.push(entry);
    // Twice as many before sorting: the cost of a sort is spread over as many entries.
    if (this.#whole.length === 2 * MOST_WHOLE) this.#settle();
  }

  #settle(): void {
    if (this.#whole.length <= MOST_WHOLE) return;
    this.#whole.sort(compareKept);
    for (const entry of this.#whole.slice(MOST_WHOLE)) this.#bare.add(entry);
    this.#whole = this.#whole.slice(0, MOST_WHOLE);
    this.#bound = this.#whole.at(-1)?.insertHash ?? this.#bound;
  }
}
