import { sortRows } from './sort-rows.ts';

/** When, and on which instances, the entries of a skeleton were written: exactly, of all of them. */
export interface LineTimes {
  /** Three for each entry: hash of the instance, seconds since 1970, nanoseconds of that second. */
  readonly numbers: Float64Array;
  /** Numbers that are taken. */
  readonly length: number;
}

const COLUMNS = 3;
const FIRST_LENGTH = 8 * COLUMNS;

export const noLineTimes: LineTimes = { numbers: new Float64Array(0), length: 0 };

/** Collects such times. */
export class LineTimeList {
  #numbers = noLineTimes.numbers;
  #length = 0;

  add(instance: number, seconds: number, nanos: number): void {
    const at = this.#length;
    this.#makeRoom(COLUMNS);
    this.#numbers[at] = instance;
    this.#numbers[at + 1] = seconds;
    this.#numbers[at + 2] = nanos;
    this.#length = at + COLUMNS;
  }

  /** What it takes over does not change: there is no room in it for more. */
  absorb({ numbers, length }: LineTimes): void {
    if (this.#length === 0 && numbers.length === length) {
      this.#numbers = numbers;
      this.#length = length;
      return;
    }
    this.#makeRoom(length);
    this.#numbers.set(numbers.subarray(0, length), this.#length);
    this.#length += length;
  }

  /** In an order that does not depend on how they came together. */
  settled(): LineTimes {
    return this.#length === 0
      ? noLineTimes
      : { numbers: sortRows(this.#numbers, this.#length, COLUMNS), length: this.#length };
  }

  #makeRoom(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#numbers.length) return;
    const larger = new Float64Array(Math.max(FIRST_LENGTH, needed, 2 * this.#numbers.length));
    larger.set(this.#numbers.subarray(0, this.#length));
    this.#numbers = larger;
  }
}

/** Calls `visit` with the hash of the instance, the seconds and the nanoseconds of each. */
export function eachLineTime(
  { numbers, length }: LineTimes,
  visit: (instance: number, seconds: number, nanos: number) => void,
): void {
  for (let at = 0; at < length; at += COLUMNS) visit(numbers[at] ?? 0, numbers[at + 1] ?? 0, numbers[at + 2] ?? 0);
}
