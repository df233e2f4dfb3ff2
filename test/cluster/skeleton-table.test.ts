import { describe, expect, it } from 'vitest';
import { TokenList } from '../../src/cluster/skeleton/scanner/token-list.ts';
import { SkeletonTable } from '../../src/cluster/skeleton/skeleton-table.ts';

function listOf(...tokens: readonly string[]): TokenList {
  const list = new TokenList();
  for (const token of tokens) list.addToken(token);
  return list;
}

const numbers = Array.from({ length: 3000 }, (_, number) => number);

describe('skeletons in a table', () => {
  it.each([
    ['spread out', undefined],
    ['of one hash, as a stranger may choose them', () => 7],
    ['of few hashes', (codes: Int32Array, size: number) => (codes[size - 1] ?? 0) & 3],
  ])('%s keep their numbers while it grows', (_, hashOf) => {
    const table = new SkeletonTable(hashOf);
    const lists = numbers.map((number) => listOf('job', `name${number}`, 'x'.repeat(number % 5)));
    for (const number of numbers) {
      expect(table.idOf(lists[number] ?? listOf())).toBe(number);
      const earlier = (number * 7) % (number + 1);
      expect(table.idOf(lists[earlier] ?? listOf())).toBe(earlier);
    }
    expect(() => table.tokensOf(numbers.length)).toThrow(RangeError);
    expect(lists.map((list) => table.idOf(list))).toEqual(numbers);
    expect(table.tokensOf(2999)).toEqual(['job', 'name2999', 'xxxx']);
  });

  it('tells tokens from their parts', () => {
    const table = new SkeletonTable();
    const ids = [['ab', 'c'], ['a', 'bc'], ['abc'], ['abc', ''], ['', 'abc'], []].map((tokens) =>
      table.idOf(listOf(...tokens)),
    );
    expect(ids).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('keeps any character but NUL, and tokens of any length', () => {
    const table = new SkeletonTable();
    const tokens = ['\ud83d', '\u0001\uffff', 'é'.repeat(100_000)];
    expect(table.tokensOf(table.idOf(listOf(...tokens)))).toEqual(tokens);
  });

  it('says which number it does not know', () => {
    expect(() => new SkeletonTable().tokensOf(0)).toThrow(RangeError);
  });
});
