import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortSpread } from '../../src/cluster/summary/sort-spread.ts';

it('sorting numbers that spread evenly gives what sorting gives, also where they do not', () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 2 ** 42 })
        .chain((most) =>
          fc.tuple(
            fc.constant(most),
            fc.array(fc.oneof(fc.integer({ min: 1, max: most }), fc.constantFrom(1, most)), { maxLength: 200 }),
          ),
        ),
      ([most, numbers]) => {
        const sorted = Float64Array.from(numbers);
        sortSpread(sorted, most);
        expect([...sorted]).toEqual(numbers.toSorted((a, b) => a - b));
      },
    ),
  );
});
