import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadRedactionKey } from '../../src/collect/redaction-key.ts';
import { StoreError } from '../../src/model/errors.ts';
import { openStore } from '../../src/store/open.ts';
import { temporaryFolder } from '../support/store.ts';

it('makes a key of 32 bytes that only its owner can read, and gives the same one ever after', () => {
  const state = join(temporaryFolder(), 'state');
  const key = loadRedactionKey(state);
  expect(key).toHaveLength(32);
  expect(statSync(join(state, 'redaction.key')).mode & 0o777).toBe(0o600);
  expect(loadRedactionKey(state)).toEqual(key);
  expect(readFileSync(join(state, 'redaction.key'))).toEqual(key);
  expect(readdirSync(state)).toEqual(['.gitignore', 'redaction.key']);
});

it('keeps the folder that it makes out of the repository: cluster, which opens no store, may come first', async () => {
  const state = join(temporaryFolder(), '.log-gardener');
  loadRedactionKey(state);
  await (await openStore(state)).close();
  expect(readFileSync(join(state, '.gitignore'), 'utf8')).toBe('*\n');
});

it('makes another key for another folder', () => {
  expect(loadRedactionKey(temporaryFolder())).not.toEqual(loadRedactionKey(temporaryFolder()));
});

it('refuses a file that holds no key, and says what to do', () => {
  const state = temporaryFolder();
  writeFileSync(join(state, 'redaction.key'), 'short');
  expect(() => loadRedactionKey(state)).toThrow(StoreError);
  expect(() => loadRedactionKey(state)).toThrow(/5 bytes instead of 32\. Delete it/);
});
