import { keyOf } from '../token-key.ts';
import type { TokenList } from './scanner/token-list.ts';
import { readTokens } from './scanner/token-text.ts';

/** Places that a lookup tries before it takes the other way, which no chosen texts can make slow. */
const MOST_TRIES = 64;

/**
 * Distinct lists of tokens, numbered in order of arrival. Found by a hash of their codes, and compared code by code, so
 * that two that share a hash stay two.
 */
export class SkeletonTable {
  #count = 0;
  /** Codes of all skeletons, two to a number, one skeleton behind the other. */
  #codes = new Int32Array(4096);
  /** Where each skeleton's codes begin; one more than there are skeletons. */
  #starts = new Int32Array(257);
  /** How many codes each has. */
  #lengths = new Int32Array(256);
  #hashes = new Int32Array(256);
  /** Open addressing: id + 1 by hash, 0 where free. At most half full. */
  #places = new Int32Array(512);
  /** Those that found no place near their hash. V8 hashes strings with a secret of its own. */
  readonly #crowded = new Map<string, number>();
  readonly #hashOf: (words: Int32Array, size: number) => number;

  constructor(hashOf = hashWords) {
    this.#hashOf = hashOf;
  }

  /** The number of the tokens in the list; the next one when they are new. */
  idOf(list: TokenList): number {
    const words = list.packedCodes();
    const size = (list.length + 1) >> 1;
    const hash = this.#hashOf(words, size);
    const mask = this.#places.length - 1;
    let place = hash & mask;
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const id = (this.#places[place] ?? 0) - 1;
      if (id === -1) return this.#crowdedId(list) ?? this.#add(place, words, list.length, size, hash);
      if (this.#hashes[id] === hash && this.#lengths[id] === list.length && this.#equals(id, words, size)) return id;
      place = (place + 1) & mask;
    }
    const known = this.#crowdedId(list);
    if (known !== undefined) return known;
    const id = this.#store(words, list.length, size, hash);
    this.#crowded.set(keyOf(this.tokensOf(id)), id);
    return id;
  }

  /** Whether a skeleton has these tokens. */
  has(list: TokenList, id: number): boolean {
    return this.#lengths[id] === list.length && this.#equals(id, list.packedCodes(), (list.length + 1) >> 1);
  }

  /** The tokens of a skeleton, made anew. */
  tokensOf(id: number): string[] {
    if (!(id >= 0 && id < this.#count)) throw new RangeError(`There is no skeleton number ${id}.`);
    const start = this.#starts[id] ?? 0;
    return readTokens(new Uint16Array(this.#codes.buffer, start * 4), 0, this.#lengths[id] ?? 0);
  }

  #equals(id: number, words: Int32Array, size: number): boolean {
    const start = this.#starts[id] ?? 0;
    for (let at = 0; at < size; at += 1) if (this.#codes[start + at] !== words[at]) return false;
    return true;
  }

  #crowdedId(list: TokenList): number | undefined {
    return this.#crowded.size === 0 ? undefined : this.#crowded.get(keyOf(readTokens(list.codes, 0, list.length)));
  }

  #add(place: number, words: Int32Array, length: number, size: number, hash: number): number {
    const id = this.#store(words, length, size, hash);
    this.#places[place] = id + 1;
    if (2 * this.#count > this.#places.length) this.#spread();
    return id;
  }

  #store(words: Int32Array, length: number, size: number, hash: number): number {
    const id = this.#count;
    if (id === this.#hashes.length) {
      this.#hashes = grown(this.#hashes, 2 * id);
      this.#lengths = grown(this.#lengths, 2 * id);
      this.#starts = grown(this.#starts, 2 * id + 1);
    }
    const start = this.#starts[id] ?? 0;
    if (start + size > this.#codes.length) this.#codes = grown(this.#codes, 2 * (start + size));
    this.#codes.set(words.subarray(0, size), start);
    this.#hashes[id] = hash;
    this.#lengths[id] = length;
    this.#starts[id + 1] = start + size;
    this.#count += 1;
    return id;
  }

  /** Gives every skeleton a place among twice as many. */
  #spread(): void {
    this.#places = new Int32Array(2 * this.#places.length);
    const mask = this.#places.length - 1;
    const crowded = new Set(this.#crowded.values());
    for (let id = 0; id < this.#count; id += 1) {
      if (crowded.has(id)) continue;
      let place = (this.#hashes[id] ?? 0) & mask;
      let tries = 0;
      for (; tries < MOST_TRIES && this.#places[place] !== 0; tries += 1) place = (place + 1) & mask;
      if (tries < MOST_TRIES) this.#places[place] = id + 1;
      else this.#crowded.set(keyOf(this.tokensOf(id)), id);
    }
  }
}

/** Two lanes over numbers of two codes each, finished as MurmurHash3 does; good in one process only. */
function hashWords(words: Int32Array, size: number): number {
  let even = 0x5bd1e995;
  let odd = 0x1b873593;
  let at = 0;
  for (; at + 1 < size; at += 2) {
    even = Math.imul(((even << 13) | (even >>> 19)) ^ (words[at] ?? 0), 0x9e3779b1);
    odd = Math.imul(((odd << 13) | (odd >>> 19)) ^ (words[at + 1] ?? 0), 0x5f356495);
  }
  if (at < size) even = Math.imul(((even << 13) | (even >>> 19)) ^ (words[at] ?? 0), 0x9e3779b1);
  let mixed = even ^ Math.imul(odd ^ (odd >>> 15), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0xc2b2ae35);
  return mixed ^ (mixed >>> 15);
}

function grown(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(old);
  return larger;
}
