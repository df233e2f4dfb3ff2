import type { Wording } from '../../model/entry.ts';
import type { Severity } from '../../model/severity.ts';
import { vary } from './masks.ts';
import { maskWording } from './write-wording.ts';

/** What was found out about the messages of one wording. */
export interface KnownWording extends Wording {
  /** Something in the message is hidden; something in the exception beside it. */
  readonly hidesText: boolean;
  readonly hidesException: boolean;
  readonly hasException: boolean;
  /** What the text names for itself; see severity-in-text.ts. Undefined as long as nobody asked. */
  severity: Severity | null | undefined;
}

/** Longer texts hardly come again. */
const LONGEST = 8_192;
const MOST = 16_384;
/** Numbers of four bytes for the wordings that are remembered; what does not fit begins anew. */
const ROOM = 512 * 1024;

/** Wordings that were met before. One is asked for as `begin`, `part` for each text, then `find`. */
export class Wordings {
  readonly #masked = new Uint8Array(LONGEST);
  readonly #words = new Int32Array(this.#masked.buffer);
  /** How many of `#words` are taken. */
  #size = 0;
  #hash = 0;
  /** Open addressing: number + 1 by hash, 0 where free. */
  readonly #places = new Int32Array(2 * MOST);
  readonly #hashes = new Int32Array(MOST);
  /** Where each begins in `#written`; one more than there are. */
  readonly #starts = new Int32Array(MOST + 1);
  #written = new Int32Array(1024);
  #known: KnownWording[] = [];
  /** Hashes of texts that were not known, by their last bits. */
  readonly #missed = new Int32Array(MOST);

  begin(): void {
    this.#size = 0;
  }

  /** Adds a text as JSON has it, with its quotation marks around it, which goes by a number. False where it has no wording. */
  part(bytes: Uint8Array, view: DataView, name: number, start: number, end: number): boolean {
    const words = this.#words;
    const first = this.#size + 1;
    const size = (end - start + 3) >> 2;
    if (first + size > words.length || start + 4 * size > bytes.length) return false;
    words[first - 1] = name * LONGEST + end - start;
    for (let at = 0; at < size; at += 1) words[first + at] = view.getInt32(start + 4 * at, true);
    const unused = 4 * size - (end - start);
    if (unused > 0) words[first + size - 1] = ((words[first + size - 1] ?? 0) << (8 * unused)) >>> (8 * unused);
    this.#size = first + size;
    return maskWording(bytes, start, end, this.#masked, 4 * first - start);
  }

  /** What is known of the texts; undefined where nothing is. */
  find(): KnownWording | undefined {
    const size = this.#size;
    let hash = size;
    for (let at = 0; at < size; at += 1) {
      hash = Math.imul(hash ^ (hash >>> 15) ^ (this.#words[at] ?? 0), 0x9e3779b1);
    }
    hash ^= hash >>> 15;
    this.#hash = hash;
    const mask = this.#places.length - 1;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const number = (this.#places[place] ?? 0) - 1;
      if (number === -1) return undefined;
      if (this.#hashes[number] === hash && this.#equals(number, size)) return this.#known[number];
    }
  }

  /** Whether the texts of `find` were asked for before, as far as that is remembered: of many there is but one. */
  comesAgain(): boolean {
    const place = this.#hash & (MOST - 1);
    if (this.#missed[place] === this.#hash) return true;
    this.#missed[place] = this.#hash;
    return false;
  }

  /** Remembers what was found out about the texts that `find` was asked for last. */
  add(wording: KnownWording): void {
    const size = this.#size;
    let number = this.#known.length;
    if (number === MOST || (this.#starts[number] ?? 0) + size > ROOM) {
      this.#places.fill(0);
      this.#known = [];
      number = 0;
    }
    const start = this.#starts[number] ?? 0;
    if (start + size > this.#written.length) {
      const larger = new Int32Array(Math.min(ROOM, 2 * (start + size)));
      larger.set(this.#written);
      this.#written = larger;
    }
    this.#written.set(this.#words.subarray(0, size), start);
    this.#starts[number + 1] = start + size;
    this.#hashes[number] = this.#hash;
    this.#known.push(wording);
    const mask = this.#places.length - 1;
    let place = this.#hash & mask;
    while (this.#places[place] !== 0) place = (place + 1) & mask;
    this.#places[place] = number + 1;
  }

  /**
   * Changes the texts of `find`, in a copy of their bytes, to others of the same wording: every digit that may be
   * another is. `starts` and `ends` are those of the parts.
   */
  vary(copy: Uint8Array, starts: readonly number[], ends: readonly number[]): void {
    let first = 1;
    starts.forEach((start, part) => {
      const length = (ends[part] ?? 0) - start;
      vary(copy, this.#masked, start, length, 4 * first - start);
      first += ((length + 3) >> 2) + 1;
    });
  }

  #equals(number: number, size: number): boolean {
    const start = this.#starts[number] ?? 0;
    if ((this.#starts[number + 1] ?? 0) - start !== size) return false;
    for (let at = 0; at < size; at += 1) if (this.#written[start + at] !== this.#words[at]) return false;
    return true;
  }
}
