import { hash } from 'node:crypto';
import { sql } from 'kysely';
import { expect, inject, it, onTestFinished } from 'vitest';
import { StoreError, UsageError } from '../../src/model/errors.ts';
import { isFenced, openSharedStore } from '../../src/store/fences.ts';
import { lookIntoStore } from '../../src/store/look.ts';
import { openStore, openStoreIfThere, type Store, transact, transactOn } from '../../src/store/open.ts';
import { newRunId } from '../../src/store/runs.ts';
import { startPostgres } from '../support/postgres/server.ts';
import { databaseOf, temporaryFolder, temporaryStore } from '../support/store.ts';

const url = (): string => inject('postgres') ?? '';

it('says who cannot be reached, and never the password', async () => {
  const wrong = [
    [url().replace(/:\d+\/garden$/, ':1/garden'), /garden on 127\.0\.0\.1:1: .*ECONNREFUSED.* runs and can be reached/],
    [url().replace('secateurs', 'shears'), /password authentication failed.*Check user and password in DATABASE_URL/],
    [url().replace(/garden$/, 'meadow'), /"meadow" does not exist.*Create the database/],
  ] as const;
  for (const [address, message] of wrong) {
    const error = await openStore(temporaryFolder(), address).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(StoreError);
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toMatch(/secateurs|shears/);
  }
});

it('takes no address that is none', async () => {
  for (const [address, message] of [
    ['mysql://garden', /DATABASE_URL is no address of PostgreSQL/],
    [`${url()}?pool_size=1`, /pool_size is a whole number from 2 to 200/],
    [`${url()}?schema=a;b`, /schema is made of lower-case letters/],
  ] as const) {
    const error = await openStore(temporaryFolder(), address).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toMatch(message);
  }
});

it('speaks TLS where the address asks for it, and nothing else', async () => {
  const folder = temporaryFolder();
  // This server has no TLS.
  const error = await openStore(folder, `${databaseOf(folder)}&sslmode=require`).catch((caught: unknown) => caught);
  expect(String(error)).toMatch(/does not support SSL.*Check sslmode/);
  const store = await openStore(folder, `${databaseOf(folder)}&sslmode=disable`);
  await store.close();
});

it('goes on where a newer program changes a table under its hands', async () => {
  const store = await temporaryStore();
  await newRunId(store, '2025-09-12T23:30:00Z');
  const read = (db: Store['db']) => db.selectFrom('runs').selectAll().where('number', '=', 1).execute();
  const change = (column: string) => sql`alter table runs add column ${sql.id(column)} text`.execute(store.db);
  expect(await read(store.db)).toHaveLength(1);
  await change('one');
  expect(await read(store.db)).toMatchObject([{ one: null }]);
  expect(await transact(store, ({ db }) => read(db))).toMatchObject([{ one: null }]);
  await change('two');
  // Its first try is lost.
  expect(await transact(store, ({ db }) => read(db))).toMatchObject([{ two: null }]);
});

it('can be looked into, and is not changed by that', async () => {
  const folder = temporaryFolder();
  expect(await lookIntoStore(folder, async () => 'seen', databaseOf(folder))).toBeNull();
  const store = await temporaryStore(folder);
  await newRunId(store, '2025-09-12T23:30:00Z');
  const seen = await lookIntoStore(folder, async (_, schema) => schema.current === schema.known, databaseOf(folder));
  expect(seen).toBe(true);
  const write = lookIntoStore(folder, (looked) => newRunId(looked, '2025-09-12T23:30:00Z'), databaseOf(folder));
  await expect(write).rejects.toThrow(/read-only/);
  const there = await openStoreIfThere(folder, databaseOf(folder));
  expect(await newRunId(there, '2025-09-12T23:30:00Z')).toBe('2025-09-12T23-30-00Z-2');
  await there.close();
});

it('keeps to a schema of its own, and leaves the tables of others as they are', async () => {
  const folder = temporaryFolder();
  const schema = `t_${hash('sha256', folder, 'hex').slice(0, 16)}`;
  const store = await temporaryStore(folder);
  const { rows } = await sql<{ table_schema: string }>`
    select distinct table_schema from information_schema.tables where table_name = 'ledger'`.execute(store.db);
  expect(rows.map((row) => row.table_schema)).toContain(schema);
  expect(rows.map((row) => row.table_schema)).not.toContain('public');
});

it('holds a text with a NUL', async () => {
  const { db } = await temporaryStore();
  await db.insertInto('leases').values({ key: 'a\0b', holder: '', expires_at: '' }).execute();
  expect(await db.selectFrom('leases').select('key').execute()).toEqual([{ key: 'a\u{fffd}b' }]);
});

it('goes on after PostgreSQL was restarted', async () => {
  const server = await startPostgres();
  try {
    const store = await openStore(temporaryFolder(), server.url);
    const id = await newRunId(store, '2025-09-12T23:30:00Z');
    await server.restart();
    expect(await newRunId(store, '2025-09-12T23:30:00Z')).toBe(`${id}-2`);
    await store.close();
  } finally {
    await server.stop();
  }
});

it.each([
  ['select max(number) from runs', 'runs_by_number'],
  ['select max(number) from drafts', 'drafts_by_number'],
  ['select tokens from templates order by number desc, fingerprint desc limit 20', 'templates_by_number'],
  ["delete from sightings where run = 'a'", 'sightings_by_run'],
  ["select title from tracked where repository = 'a' and fingerprint = 'b'", 'tracked_by_problem'],
  ["select run from transcripts where fingerprint = 'a' and opening_hash = 'b'", 'transcripts_by_opening'],
])('finds what each cluster or run asks for in a store of any size: %s', async (query, index) => {
  const store = await temporaryStore();
  const plan = await store.db.transaction().execute(async (db) => {
    await sql`set local enable_seqscan = off`.execute(db);
    return sql.raw(`explain ${query}`).execute(db);
  });
  expect(JSON.stringify(plan.rows)).toContain(index);
});

it('lets nobody change anything whose job was taken over, with whatever statement', async () => {
  const folder = temporaryFolder();
  const shared = await openSharedStore(databaseOf(folder));
  onTestFinished(() => shared.close());
  const first = await shared.takeOver('run a');
  await newRunId(first, '2025-09-12T23:30:00Z');
  const other = await shared.takeOver('run b');
  const second = await shared.takeOver('run a');
  for (const write of [
    () => newRunId(first, '2025-09-12T23:30:00Z'),
    () => first.db.updateTable('runs').set({ status: 'failed' }).execute(),
    () => first.db.deleteFrom('runs').execute(),
    () => transact(first, ({ db }) => db.deleteFrom('runs').execute()),
  ]) {
    const error = await write().catch((caught: unknown) => caught);
    expect(isFenced(error), String(error)).toBe(true);
  }
  expect(await first.db.selectFrom('runs').select('id').execute()).toHaveLength(1);
  for (const store of [other, second, shared]) await newRunId(store, '2025-09-12T23:30:00Z');
  expect(await shared.db.selectFrom('runs').select('id').execute()).toHaveLength(4);
});

it('holds each job behind its own fence, whoever had the connection before, and after a transaction that was undone', async () => {
  const shared = await openSharedStore(`${databaseOf(temporaryFolder()).replace(/pool_size=\d+/, 'pool_size=2')}`);
  onTestFinished(() => shared.close());
  const lost = await shared.takeOver('run a');
  const held = await shared.takeOver('run a');
  const other = await shared.takeOver('run b');
  const add = (store: Store) => newRunId(store, '2025-09-12T23:30:00Z');
  const undone = (store: Store) =>
    transact(store, async (inside) => {
      await add(inside);
      throw new Error('undone');
    });
  for (let round = 0; round < 3; round++) {
    for (const store of [held, other, shared]) {
      await expect(undone(store)).rejects.toThrow('undone');
      expect(isFenced(await undone(lost).catch((error: unknown) => error))).toBe(true);
      await store.db.selectFrom('runs').select('id').execute();
      expect(isFenced(await add(lost).catch((error: unknown) => error))).toBe(true);
      await add(store);
    }
  }
  expect(await shared.db.selectFrom('runs').select('id').execute()).toHaveLength(9);
});

it('locks by whatever name, and begins a transaction with whatever statement, or with none', async () => {
  const shared = await openSharedStore(databaseOf(temporaryFolder()));
  onTestFinished(() => shared.close());
  const held = await shared.takeOver("it's \\' $1 $$");
  const name = "o'clock \\'; drop table runs; -- $1 $& $$";
  const order: string[] = [];
  const work = (word: string) =>
    transactOn(held, name, async (inside) => {
      order.push(`${word} begins`);
      await newRunId(inside, '2025-09-12T23:30:00Z');
      order.push(`${word} ends`);
    });
  await Promise.all([work('one'), work('other')]);
  expect(order.map((said) => said.split(' ')[1])).toEqual(['begins', 'ends', 'begins', 'ends']);
  const runs = () => held.db.selectFrom('runs').select('id').execute();
  await held.db.transaction().execute(async (db) => {
    await db.updateTable('runs').set({ status: 'done' }).execute();
  });
  await held.db.transaction().execute(async () => undefined);
  const undone = held.db.transaction().execute(async (db) => {
    await db.deleteFrom('runs').execute();
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  await expect(held.db.transaction().execute(() => Promise.reject(new Error('at once')))).rejects.toThrow('at once');
  expect(await runs()).toHaveLength(2);
});

it('gives a job to another only when what its last holder was writing is written, or is not', async () => {
  const shared = await openSharedStore(databaseOf(temporaryFolder()));
  onTestFinished(() => shared.close());
  const first = await shared.takeOver('run a');
  let taken = false;
  let taking: Promise<unknown> = Promise.resolve();
  await transact(first, async (inside) => {
    await newRunId(inside, '2025-09-12T23:30:00Z');
    taking = shared.takeOver('run a').then(() => {
      taken = true;
    });
    await shared.db.selectFrom('runs').select('id').execute();
    expect(taken).toBe(false);
    await newRunId(inside, '2025-09-12T23:30:00Z');
  });
  await taking;
  expect(await shared.db.selectFrom('runs').select('id').execute()).toHaveLength(2);
});
