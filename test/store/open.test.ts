import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { StoreError } from '../../src/model/errors.ts';
import { openStore, openStoreIfThere, transact } from '../../src/store/open.ts';
import { lastRun, newRunId, saveRun } from '../../src/store/runs.ts';
import { storeVersion } from '../../src/store/version.ts';
import { aRun } from '../support/runs.ts';
import { temporaryFolder, temporaryStore } from '../support/store.ts';

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('opening the store', () => {
  it('makes the folder and keeps it out of the repository', async () => {
    const folder = join(temporaryFolder(), 'deep', '.log-gardener');
    await temporaryStore(folder);
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('*\n');
    expect(existsSync(join(folder, 'log-gardener.db'))).toBe(true);
  });

  it('lets nobody else read the folder and what is in it', async () => {
    const folder = join(temporaryFolder(), '.log-gardener');
    const store = await temporaryStore(folder);
    await newRunId(store, '2025-09-12T23:30:00Z');
    expect(modeOf(folder)).toBe('700');
    const files = readdirSync(folder).filter((name) => name.startsWith('log-gardener.db'));
    expect(files.length).toBeGreaterThan(1);
    for (const name of files) expect(modeOf(join(folder, name)), name).toBe('600');
  });

  it('takes it from others where an earlier version let them', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'log-gardener.db');
    await (await openStore(folder)).close();
    chmodSync(file, 0o644);
    await temporaryStore(folder);
    expect(modeOf(file)).toBe('600');
  });

  it('makes nothing for one who works on what is there, and finds it where it is', async () => {
    const folder = join(temporaryFolder(), '.log-gardener');
    const none = await openStoreIfThere(folder);
    expect(await lastRun(none)).toBeNull();
    await none.close();
    expect(existsSync(folder)).toBe(false);
    await saveRun(await temporaryStore(folder), aRun());
    const some = await openStoreIfThere(folder);
    expect((await lastRun(some))?.id).toBe(aRun().id);
    await some.close();
  });

  it('leaves a folder that was there as it is, since it may be the project itself', async () => {
    const folder = temporaryFolder();
    await temporaryStore(folder);
    expect(existsSync(join(folder, '.gitignore'))).toBe(false);
  });

  it('leaves nothing in the file of what was deleted', async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    const key = 'what-is-to-be-deleted '.repeat(1_000);
    await store.db.insertInto('watermarks').values({ key, reached: '', looked_until: null }).execute();
    await store.db.deleteFrom('watermarks').execute();
    await store.close();
    expect(readFileSync(join(folder, 'log-gardener.db'), 'latin1').includes('to-be-deleted')).toBe(false);
  });

  it('says so when the file is no database', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'log-gardener.db'), 'this is a diary, not a database. '.repeat(100));
    await expect(openStore(folder)).rejects.toThrow(/log-gardener\.db: .*not a database.*damaged/);
  });

  it('says so when the folder cannot be made', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    await expect(openStore(join(file, 'state'))).rejects.toThrow(/state folder .* cannot be made.*--state/);
  });

  it('says so when the file cannot be opened', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'log-gardener.db'));
    await expect(openStore(folder)).rejects.toThrow(StoreError);
  });

  it('has the same version as long as nothing is written', async () => {
    const store = await temporaryStore();
    await saveRun(store, aRun());
    const version = await storeVersion(store);
    await lastRun(store);
    expect(await storeVersion(store)).toBe(version);
  });

  it('lets readers read while a writer writes', async () => {
    const { db } = await temporaryStore();
    const mode = await sql<{ journal_mode: string }>`pragma journal_mode`.execute(db);
    expect(mode.rows).toMatchObject([{ journal_mode: 'wal' }]);
  });
});

it('says that the disk is full, also where SQLite has ended the transaction by itself', async () => {
  const store = await temporaryStore();
  // As full as a disk of this many pages.
  await sql`pragma max_page_count = 1`.execute(store.db);
  const text = 'x'.repeat(1_000_000);
  const filling = transact(store, async ({ db }) => {
    try {
      return await sql`create table filler as select ${text} as text`.execute(db);
    } finally {
      await sql`rollback`.execute(db);
    }
  });
  await expect(filling).rejects.toThrow(/database or disk is full\. Make room on it, or name another folder/);
});
