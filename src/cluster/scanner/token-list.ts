import { SLOT } from './chunk.ts';
import { DAYS_AND_MONTHS, MISSING_VALUES, TIME_ZONES, UNITS } from './words.ts';

/** Separators that may stand between two values that are one: `10.0.0.1:80`, `1,024`, `3 - 4`. */
const VALUE_SEPARATORS: ReadonlySet<string> = new Set([':', ',', '-', '+', '.', '|', '#']);
const CLOSING: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

/** The tokens read so far; joins what belongs to a value to it. */
export class TokenList {
  readonly tokens: string[] = [];
  /** The last token is a number: a unit or a time zone may follow. */
  #numeric = false;

  /** A value. `numeric` when it is written in digits. */
  addValue(numeric: boolean): void {
    const { tokens } = this;
    if (numeric) this.#dropDateNames();
    const last = tokens.length - 1;
    if (tokens[last] === SLOT) {
      this.#numeric ||= numeric;
      return;
    }
    if (last > 0 && tokens[last - 1] === SLOT && VALUE_SEPARATORS.has(tokens[last] ?? '')) tokens.pop();
    else tokens.push(SLOT);
    this.#numeric = numeric;
  }

  addWord(word: string): void {
    const { tokens } = this;
    if (this.#numeric && (UNITS.has(word) || TIME_ZONES.has(word))) return;
    const last = tokens.length - 1;
    // `user=null`: a value that is missing stands where one would.
    if (tokens[last] === '=' && MISSING_VALUES.has(word)) {
      this.addValue(false);
      return;
    }
    // `blk_1 blk_2 blk_3` and `eth0, eth1`: a list of like things is one of them.
    if (word.includes('#')) {
      if (tokens[last] === word) return;
      if (tokens[last] === ',' && tokens[last - 1] === word) {
        tokens.pop();
        return;
      }
    }
    tokens.push(word);
    this.#numeric = false;
  }

  addMark(mark: string): void {
    const { tokens } = this;
    const opening = CLOSING.get(mark);
    if (opening !== undefined) {
      // `10.0.0.1 (example.com)`, `10.0.0.1 ()`, `1190 bytes (1.16 KB)`: a value that explains a value, or is missing.
      const last = tokens.length - 1;
      const inside = tokens[last] === SLOT ? last - 1 : last;
      if (tokens[inside] === opening && tokens[inside - 1] === SLOT) {
        tokens.length = inside;
        this.#numeric = false;
        return;
      }
    }
    tokens.push(mark);
    this.#numeric = false;
  }

  /** Takes back `Fri, 17`'s and `Jun 17`'s names: they are part of the date. */
  #dropDateNames(): void {
    const { tokens } = this;
    for (;;) {
      const last = tokens.length - 1;
      if (DAYS_AND_MONTHS.has(tokens[last] ?? '')) tokens.length = last;
      else if (tokens[last] === ',' && DAYS_AND_MONTHS.has(tokens[last - 1] ?? '')) tokens.length = last - 1;
      else return;
    }
  }
}
