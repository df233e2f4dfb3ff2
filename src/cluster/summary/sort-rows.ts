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
