import { hash } from 'node:crypto';
import { sql } from 'kysely';
import { expect, inject, it, onTestFinished } from 'vitest';
import { createStoreKeeper } from '../../src/mcp/store-keeper.ts';
import { lastRun, saveRun } from '../../src/store/runs.ts';
import { aRun } from '../support/runs.ts';
import { temporaryFolder, temporaryStore } from '../support/store.ts';

it('opens PostgreSQL once for those who read and those who write, and tries again where it was not there', async () => {
  const folder = temporaryFolder();
  const { db } = await temporaryStore(folder);
  const name = `d_${hash('sha256', folder, 'hex').slice(0, 16)}`;
  const keeper = createStoreKeeper(folder, (inject('postgres') ?? '').replace(/garden$/, name));
  onTestFinished(() => keeper.close());
  await expect(keeper.toRead()).rejects.toThrow(/does not exist/);
  await sql`create database ${sql.id(name)}`.execute(db);
  const store = await keeper.toRead();
  expect(await keeper.toWrite()).toBe(store);
  await saveRun(store, aRun());
  expect((await lastRun(await keeper.toRead()))?.id).toBe(aRun().id);
});
