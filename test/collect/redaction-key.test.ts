import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadRedactionKey } from '../../src/collect/redaction-key.ts';
import { StoreError } from '../../src/model/errors.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'gardener-key-'));

it('makes a key of 32 bytes that only its owner can read, and gives the same one ever after', () => {
  const state = join(folder(), 'state');
  const key = loadRedactionKey(state);
  expect(key).toHaveLength(32);
  expect(statSync(join(state, 'redaction.key')).mode & 0o777).toBe(0o600);
  expect(loadRedactionKey(state)).toEqual(key);
  expect(readFileSync(join(state, 'redaction.key'))).toEqual(key);
  expect(readdirSync(state)).toEqual(['redaction.key']);
});

it('makes another key for another folder', () => {
  expect(loadRedactionKey(folder())).not.toEqual(loadRedactionKey(folder()));
});

it('refuses a file that holds no key, and says what to do', () => {
  const state = folder();
  writeFileSync(join(state, 'redaction.key'), 'short');
  expect(() => loadRedactionKey(state)).toThrow(StoreError);
  expect(() => loadRedactionKey(state)).toThrow(/5 bytes instead of 32\. Delete it/);
});
