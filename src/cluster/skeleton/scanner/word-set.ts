/** A few words that are looked up by their character codes, without a string being made. */
export class WordSet {
  readonly #buckets: { readonly word: string; readonly codes: Uint16Array }[][] = Array.from({ length: 256 }, () => []);

  constructor(words: Iterable<string>) {
    for (const word of new Set(words)) {
      const codes = Uint16Array.from(word, (letter) => letter.charCodeAt(0));
      this.#buckets[bucketOf(codes, 0, codes.length)]?.push({ word, codes });
    }
  }

  /** Whether `codes` from `start` to `end`, at least one, spell one of the words. */
  has(codes: Uint16Array, start: number, end: number): boolean {
    return this.find(codes, start, end) !== '';
  }

  /** The word that `codes` from `start` to `end`, at least one, spell; empty where it is none of these. */
  find(codes: Uint16Array, start: number, end: number): string {
    const bucket = this.#buckets[bucketOf(codes, start, end)] ?? [];
    for (let at = 0; at < bucket.length; at += 1) {
      const entry = bucket[at];
      if (entry?.codes.length === end - start && matches(entry.codes, codes, start)) return entry.word;
    }
    return '';
  }
}

function bucketOf(codes: Uint16Array, start: number, end: number): number {
  return ((codes[start] ?? 0) * 5 + (codes[end - 1] ?? 0) * 3 + (end - start) * 31) & 255;
}

function matches(word: Uint16Array, codes: Uint16Array, start: number): boolean {
  for (let at = 0; at < word.length; at += 1) if (word[at] !== codes[start + at]) return false;
  return true;
}
