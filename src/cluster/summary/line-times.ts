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

/** The times with one more, which take over the memory of the old ones. */
export function addLineTime(times: LineTimes, instance: number, seconds: number, nanos: number): LineTimes {
  const { length } = times;
  const numbers = withRoom(times, COLUMNS);
  numbers[length] = instance;
  numbers[length + 1] = seconds;
  numbers[length + 2] = nanos;
  return { numbers, length: length + COLUMNS };
}

/** Both together; the first ones' memory is taken over, the second ones do not change. */
export function joinLineTimes(into: LineTimes, from: LineTimes): LineTimes {
  const numbers = withRoom(into, from.length);
  numbers.set(from.numbers.subarray(0, from.length), into.length);
  return { numbers, length: into.length + from.length };
}

/** The same, in an order that does not depend on how they came together, in no more memory than they need. */
export function settleLineTimes(times: LineTimes): LineTimes {
  const { numbers, length } = times;
  if (length === 0) return noLineTimes;
  const order = Int32Array.from({ length: length / COLUMNS }, (_, row) => COLUMNS * row);
  const at = (place: number): number => numbers[place] ?? 0;
  order.sort((a, b) => at(a) - at(b) || at(a + 1) - at(b + 1) || at(a + 2) - at(b + 2));
  const settled = new Float64Array(length);
  order.forEach((from, row) => {
    settled.set(numbers.subarray(from, from + COLUMNS), COLUMNS * row);
  });
  return { numbers: settled, length };
}

export function* eachLineTime({ numbers, length }: LineTimes): Generator<{
  instance: number;
  seconds: number;
  nanos: number;
}> {
  for (let at = 0; at < length; at += COLUMNS) {
    yield { instance: numbers[at] ?? 0, seconds: numbers[at + 1] ?? 0, nanos: numbers[at + 2] ?? 0 };
  }
}

function withRoom({ numbers, length }: LineTimes, more: number): Float64Array {
  if (length + more <= numbers.length) return numbers;
  const larger = new Float64Array(Math.max(FIRST_LENGTH, 2 * (length + more)));
  larger.set(numbers.subarray(0, length));
  return larger;
}
