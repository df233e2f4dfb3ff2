import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { openStore, type Store } from '../../src/store/open.ts';
import type { Tables } from '../../src/store/tables.ts';

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'log-gardener-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A store of its own for each folder, in a file or on PostgreSQL (vitest.config.ts); closed when the test is over. */
export async function temporaryStore(folder: string = temporaryFolder()): Promise<Store> {
  const store = await openStore(folder, databaseOf(folder));
  onTestFinished(() => store.close());
  return store;
}

/** What `DATABASE_URL` is to be for whoever uses the store of the folder; empty = it is a file there. */
export function databaseOf(folder: string): string {
  const url = inject('postgres');
  return url === undefined ? '' : `${url}?pool_size=4&schema=t_${hash('sha256', folder, 'hex').slice(0, 16)}`;
}

/** Makes the tables what they were at an earlier schema. */
export async function takeBack({ db }: Store, schema: 1 | 3 | 5 | 6 | 7): Promise<void> {
  const drop = async (table: keyof Tables, ...columns: string[]) => {
    if (columns.length === 0) await db.schema.dropTable(table).execute();
    for (const column of columns) await db.schema.alterTable(table).dropColumn(column).execute();
  };
  for (const table of [
    'shards',
    'slices',
    'plans',
    'looks',
    'rulings',
    'reviews',
    'tapes',
    'turns',
    'transcripts',
  ] as const)
    await drop(table);
  await drop('drafts', 'author', 'original', 'edited_at');
  await drop('watermarks', 'looked_until');
  if (schema < 8) await drop('runs', 'project', 'repository');
  await drop('runs', 'failed');
  await drop('sightings', 'repository');
  if (schema < 6) {
    await drop('issues', 'login', 'commented_at');
    for (const table of ['tracked', 'responses'] as const) await drop(table);
  }
  if (schema < 5) await drop('recent_reads');
  if (schema < 3) {
    await drop('watermarks');
    await drop('templates', 'version', 'example');
  }
  await db.deleteFrom('migrations').where('version', '>', schema).execute();
}
