import { describe, expect, it } from 'vitest';
import { skeletonOf } from '../../src/cluster/skeleton/skeleton.ts';
import { mergeTemplates } from '../../src/cluster/templates.ts';

const templatesOf = (...messages: string[]) =>
  mergeTemplates(messages.map(skeletonOf)).map((tokens) => tokens.join(' '));
const distinct = (templates: string[]) => [...new Set(templates)].sort();
/** The sentence once with each value. */
const fill = (sentence: string, ...values: string[]) => values.map((value) => sentence.replace('%', value));

it('names of errors with an area before them never are a value', () => {
  const errors = ['auth/user-not-found', 'auth/wrong-password', 'storage/unauthorized', 'auth/too-many-requests'];
  expect(distinct(templatesOf(...fill('login went wrong: %', ...errors)))).toHaveLength(4);
  expect(distinct(templatesOf(...fill('pod % is late', 'shop/big-worker', 'shop/small-worker')))).toHaveLength(1);
});

describe('a number that reads like a status', () => {
  it.each([
    ['Cannot delete user: %', ['404', '500', '17'], 'Cannot delete user : <*>'],
    ['Import of the file failed (%)', ['404', '1200'], 'Import of the file failed ( <*> )'],
    ['received % bytes from the till', ['404', '12'], 'received <*> from the till'],
  ])('is a value where others stand in its place: %s', (sentence, values, expected) => {
    expect(distinct(templatesOf(...fill(sentence, ...values)))).toEqual([expected]);
  });

  it.each([
    ['sync of the cart failed: %', ['404', '500']],
    ['sync failed with status code %', ['404', '500', '0']],
    ['oven answered HTTP %', ['404', '500', '999']],
    ['the till returned %', ['404', '500', '12']],
    ['sync of the cart failed: %', ['404', 'ann', 'ben', 'cleo']],
  ])('is one where none does, or it is called so: %s', (sentence, values) => {
    expect(distinct(templatesOf(...fill(sentence, ...values)))).toHaveLength(values.length);
  });
});
