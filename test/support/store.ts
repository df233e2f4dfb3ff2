import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore, type Store } from '../../src/store/open.ts';
import type { Tables } from '../../src/store/tables.ts';

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'log-gardener-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A store in a file, closed when the test is over. */
export async function temporaryStore(folder: string = temporaryFolder()): Promise<Store> {
  const store = await openStore(folder);
  onTestFinished(() => store.close());
  return store;
}

/** Makes the tables what they were at an earlier schema. */
export async function takeBack({ db }: Store, schema: 1 | 3 | 5 | 6 | 7): Promise<void> {
  const drop = async (table: keyof Tables, ...columns: string[]) => {
    if (columns.length === 0) await db.schema.dropTable(table).execute();
    for (const column of columns) await db.schema.alterTable(table).dropColumn(column).execute();
  };
  for (const table of ['looks', 'rulings', 'reviews', 'tapes', 'turns', 'transcripts'] as const) await drop(table);
  await drop('drafts', 'author', 'original', 'edited_at');
  await drop('watermarks', 'looked_until');
  if (schema < 8) await drop('runs', 'project', 'repository');
  await drop('runs', 'failed');
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
