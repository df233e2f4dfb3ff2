import { expect, it } from 'vitest';
import { clusterAll, repeat } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';

it('tells apart what one method of Java says, by the line below the head of java.util.logging', () => {
  const said = (what: string) => (nth: number) =>
    collected({
      message: `Nov 20, 2025 10:00:${10 + nth} AM com.shop.Pay charge\nSEVERE: ${what} ${nth}`,
      insertId: `${what}-${nth}`,
    });
  const [declined, unreachable] = [said('the card was declined for order'), said('no answer of the bank to order')];
  const clusters = clusterAll(repeat(9, (nth) => [declined(nth), unreachable(nth)]));
  expect(clusters.map(({ title, facts }) => [title, facts.count]).sort()).toEqual([
    ['no answer of the bank', 9],
    ['the card was declined', 9],
  ]);
});
