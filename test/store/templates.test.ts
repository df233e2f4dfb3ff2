import { expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { knownTemplates, rememberTemplates } from '../../src/store/templates.ts';
import { databaseOf, takeBack, temporaryFolder, temporaryStore } from '../support/store.ts';

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

it('keeps with a template the version of its rules and what one entry says', async () => {
  const store = await temporaryStore();
  const first = { ...template('a', 'sent'), version: 'lg1', example: { message: 'sent\u0000\n"it"', exception: null } };
  const second = { ...first, version: 'lg2', example: { message: 'sent', exception: 'SentError: 1' } };
  await rememberTemplates(store, [first]);
  expect(await knownTemplates(store)).toEqual([first]);
  await rememberTemplates(store, [second]);
  expect(await knownTemplates(store)).toEqual([second]);
});

it('takes over a store from before versions and examples were kept', async () => {
  const folder = temporaryFolder();
  const old = await openStore(folder, databaseOf(folder));
  await takeBack(old, 1);
  await old.db
    .insertInto('templates')
    .values({ fingerprint: template('a').fingerprint, number: 1, tokens: '["sent","<*>"]' })
    .execute();
  await old.close();
  const store = await temporaryStore(folder);
  expect(await knownTemplates(store)).toEqual([template('a', 'sent', '<*>')]);
  await rememberTemplates(store, [{ ...template('a', 'sent', '<*>'), version: 'lg1', example: null }]);
  expect(await knownTemplates(store)).toEqual([{ ...template('a', 'sent', '<*>'), version: 'lg1' }]);
});
