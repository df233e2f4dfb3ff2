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

/** The first `length` numbers, rows of so many columns that rise by the first of them, then the next; a copy unless they do. */
export function sortRows(numbers: Float64Array, length: number, columns: number): Float64Array {
  const compare = (a: number, b: number): number => {
    for (let column = 0; column < columns; column += 1) {
      const order = (numbers[columns * a + column] ?? 0) - (numbers[columns * b + column] ?? 0);
      if (order !== 0) return order;
    }
    return 0;
  };
  const rows = length / columns;
  let isRising = true;
  for (let row = 1; row < rows && isRising; row += 1) isRising = compare(row - 1, row) <= 0;
  if (isRising) return length === numbers.length ? numbers : numbers.slice(0, length);
  const sorted = new Float64Array(length);
  Int32Array.from({ length: rows }, (_, row) => row)
    .sort(compare)
    .forEach((from, row) => {
      for (let column = 0; column < columns; column += 1) {
        sorted[columns * row + column] = numbers[columns * from + column] ?? 0;
      }
    });
  return sorted;
}
