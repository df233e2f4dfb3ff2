import type { CollectedEntry } from '../../model/entry.ts';
import { type BareEntries, BareEntryList, eachBareEntry } from './bare-entries.ts';
import { compareKept, type KeptEntry, keepEntry } from './kept-entry.ts';

/** Entries of one skeleton that are kept whole: examples are taken of these. */
const MOST_WHOLE = 512;
/** However many skeletons there are. */
const LEAST_WHOLE = 8;
/** Of all skeletons together, as long as each has the least: a few dozen megabytes. */
const MOST_WHOLE_OF_ALL = 32_768;

/**
 * The held entries of all skeletons, by id. The more skeletons have many, the fewer of each are kept whole; how many that
 * is depends on the set of entries alone, since it falls only.
 */
export class HeldOfAll {
  readonly #held: (HeldEntries | undefined)[] = [];
  #each = MOST_WHOLE;
  #whole = 0;

  /** To be called before entries of a skeleton are added. */
  begin(id: number): void {
    this.#held[id] = new HeldEntries();
  }

  add(id: number, entry: CollectedEntry): void {
    this.#count(id, (held) => held.add(entry, this.#each));
  }

  absorb(id: number, entries: readonly KeptEntry[], bare: BareEntries): void {
    this.#count(id, (held) => held.absorb(entries, bare, this.#each));
  }

  /** The whole ones in the order of `compareKept`; undefined where `begin` was not called. */
  settled(id: number): { readonly entries: KeptEntry[]; readonly bare: BareEntries } | undefined {
    return this.#held[id]?.settled(this.#each);
  }

  #count(id: number, change: (held: HeldEntries) => void): void {
    const held = this.#held[id];
    if (held === undefined) throw new RangeError(`Nothing is held of skeleton ${id}.`);
    const before = Math.min(held.count, this.#each);
    change(held);
    this.#whole += Math.min(held.count, this.#each) - before;
    while (this.#whole > MOST_WHOLE_OF_ALL && this.#each > LEAST_WHOLE) this.#keepFewer();
  }

  #keepFewer(): void {
    this.#each /= 2;
    this.#whole = 0;
    for (const held of this.#held) {
      held?.settle(this.#each);
      this.#whole += Math.min(held?.count ?? 0, this.#each);
    }
  }
}

/**
 * All entries of a skeleton, until it is known which of them belong together: what is counted of each, and of those with
 * the smallest hashes of their insertIds the entry itself. `most`: how many of these; never more than the time before.
 */
class HeldEntries {
  count = 0;
  /** Those with a larger hash are not among the smallest any more. */
  #bound = Number.POSITIVE_INFINITY;
  #whole: KeptEntry[] = [];
  readonly #bare = new BareEntryList();

  add(entry: CollectedEntry, most: number): void {
    this.count += 1;
    if (entry.insertHash > this.#bound) this.#bare.add(entry);
    else this.#keep(keepEntry(entry), most);
  }

  absorb(entries: readonly KeptEntry[], bare: BareEntries, most: number): void {
    this.count += entries.length;
    for (const entry of entries) {
      if (entry.insertHash > this.#bound) this.#bare.add(entry);
      else this.#keep(entry, most);
    }
    for (const entry of eachBareEntry(bare)) {
      this.count += 1;
      this.#bare.add(entry);
    }
  }

  settled(most: number): { readonly entries: KeptEntry[]; readonly bare: BareEntries } {
    this.settle(most);
    return { entries: this.#whole.toSorted(compareKept), bare: this.#bare.settled() };
  }

  settle(most: number): void {
    if (this.#whole.length <= most) return;
    this.#whole.sort(compareKept);
    for (const entry of this.#whole.slice(most)) this.#bare.add(entry);
    this.#whole = this.#whole.slice(0, most);
    this.#bound = this.#whole.at(-1)?.insertHash ?? this.#bound;
  }

  #keep(entry: KeptEntry, most: number): void {
    this.#whole.push(entry);
    // Twice as many before sorting: the cost of a sort is spread over as many entries.
    if (this.#whole.length >= 2 * most) this.settle(most);
  }
}
