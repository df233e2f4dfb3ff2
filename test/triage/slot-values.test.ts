import { expect, it } from 'vitest';
import { slotValues } from '../../src/triage/slot-values.ts';
import { clusterAll } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';

function slotsOf(messages: readonly string[]): string[][] {
  const clusters = clusterAll(messages.map((message) => collected({ message })));
  const [pattern, ...others] = clusters.flatMap(({ patterns }) => patterns);
  if (pattern === undefined || others.length > 0) throw new Error(`${others.length + 1} patterns`);
  return slotValues(pattern).map((values) => values.toSorted());
}

it('names what each slot held, each value once', () => {
  expect(slotsOf(['Payment 17 took 300 ms', 'Payment 18 took 300 ms', 'Payment 17 took 410 ms'])).toEqual([
    ['17', '18'],
    ['300 ms', '410 ms'],
  ]);
});

it('takes digits inside a word for a slot too', () => {
  expect(slotsOf(['disk sda1 is full', 'disk sda2 is full'])).toEqual([['1', '2']]);
});

it('reads a slot at the beginning and at the end', () => {
  expect(slotsOf(['10.0.0.1 refused by 10.0.0.9', '10.0.0.2 refused by 10.0.0.9'])).toEqual([
    ['10.0.0.1', '10.0.0.2'],
    ['10.0.0.9'],
  ]);
});

it('has nothing to say of a template without slots, or one that its examples do not show', () => {
  expect(slotsOf(['Payment refused'])).toEqual([]);
  expect(slotValues({ template: '<trace> Error: no', examples: [{ textPayload: 'Traceback …' }] })).toEqual([]);
});

it('shows the path that was called, not the template that stands for it', () => {
  const called = (id: number) => ({
    httpRequest: { requestMethod: 'GET', requestUrl: `https://shop.run.app/invoices/${id}?page=2`, status: 500 },
  });
  const pattern = { template: 'GET /invoices/<*> 500', examples: [called(17), called(18)] };
  expect(slotValues(pattern)).toEqual([['17', '18']]);
});
