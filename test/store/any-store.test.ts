import { describe, expect, it } from 'vitest';
import { StoreError } from '../../src/model/errors.ts';
import { openStore, transact } from '../../src/store/open.ts';
import { newRunId } from '../../src/store/runs.ts';
import { databaseOf, temporaryFolder, temporaryStore } from '../support/store.ts';

describe('a store, in a file or on PostgreSQL,', () => {
  it('finds what an earlier process left', async () => {
    const folder = temporaryFolder();
    const first = await openStore(folder, databaseOf(folder));
    const id = await newRunId(first, '2025-09-12T23:30:00Z');
    await first.close();
    const second = await temporaryStore(folder);
    expect(await newRunId(second, '2025-09-12T23:30:00Z')).toBe(`${id}-2`);
  });

  it('refuses a store that a newer program wrote, and leaves it alone', async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder, databaseOf(folder));
    await store.db.insertInto('migrations').values({ version: 999 }).execute();
    await store.close();
    const error = await openStore(folder, databaseOf(folder)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(StoreError);
    expect(String(error)).toMatch(/newer log-gardener \(schema 999; this one knows \d+\).*(--state|DATABASE_URL)/);
  });

  it('does all of a transaction or nothing, nested ones included', async () => {
    const store = await temporaryStore();
    const failing = transact(store, async (outer) => {
      await newRunId(outer, '2025-09-12T23:30:00Z');
      await transact(outer, (inner) => newRunId(inner, '2025-09-12T23:30:00Z'));
      throw new Error('power cut');
    });
    await expect(failing).rejects.toThrow('power cut');
    expect(await newRunId(store, '2025-09-12T23:30:00Z')).toBe('2025-09-12T23-30-00Z');
  });

  it('enforces references', async () => {
    const { db } = await temporaryStore();
    const orphan = { draft: 'none', number: 1, step: 'create-issue', hash: '', action: 'create', at: '' };
    await expect(db.insertInto('ledger').values(orphan).execute()).rejects.toThrow(/foreign key/i);
  });

  it('sorts by code unit, whatever language the database speaks', async () => {
    const { db } = await temporaryStore();
    const keys = ['a', 'B', 'ä', '_', 'Z', 'b'];
    for (const key of keys) await db.insertInto('leases').values({ key, holder: '', expires_at: '' }).execute();
    const rows = await db.selectFrom('leases').select('key').orderBy('key').execute();
    expect(rows.map(({ key }) => key)).toEqual(['B', 'Z', '_', 'a', 'b', 'ä']);
  });

  it('counts beyond 32 bits', async () => {
    const { db } = await temporaryStore();
    const number = 5_000_000_000;
    await db.insertInto('runs').values({ id: 'a', number }).execute();
    const row = await db
      .selectFrom('runs')
      .select(({ fn }) => fn.max('number').as('most'))
      .executeTakeFirstOrThrow();
    expect(row.most).toBe(number);
  });

  it('takes the numbers of drafts and runs one after the other, however many ask at once', async () => {
    const store = await temporaryStore();
    const asked = Array.from({ length: 20 }, () => newRunId(store, '2025-09-12T23:30:00Z'));
    expect(new Set(await Promise.all(asked)).size).toBe(20);
    const rows = await store.db.selectFrom('runs').select('number').orderBy('number').execute();
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, nth) => nth + 1));
  });
});
