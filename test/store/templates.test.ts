import { expect, it } from 'vitest';
import { knownTemplates, rememberTemplates } from '../../src/store/templates.ts';
import { temporaryStore } from '../support/store.ts';

const template = (digit: string, ...tokens: string[]) => ({ fingerprint: `lg1${digit.repeat(16)}`, tokens });

it('knows templates in the order in which they came, and widens them in their place', async () => {
  const store = await temporaryStore();
  expect(await knownTemplates(store)).toEqual([]);
  await rememberTemplates(store, [template('b', 'sent', 'to', 'alpha')]);
  await rememberTemplates(store, [template('a', 'lost', 'in "transit"', '\u0000'), template('b', 'sent', 'to', '<*>')]);
  expect(await knownTemplates(store)).toEqual([
    template('b', 'sent', 'to', '<*>'),
    template('a', 'lost', 'in "transit"', '\u0000'),
  ]);
});
