import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lookIntoStore } from '../../src/store/look.ts';
import { newRunId } from '../../src/store/runs.ts';
import { whyFileNotWritable, whyNotWritable } from '../../src/store/writable.ts';
import { temporaryFolder, temporaryStore } from '../support/store.ts';

describe('looking into the store', () => {
  it('finds none where there is none, and makes none', async () => {
    const folder = join(temporaryFolder(), 'state');
    expect(await lookIntoStore(folder, async () => 'seen')).toBeNull();
    expect(existsSync(folder)).toBe(false);
  });

  it('shows what is there, also while another writes, and cannot change it', async () => {
    const folder = temporaryFolder();
    const { db } = await temporaryStore(folder);
    const seen = await db.transaction().execute(async (writing) => {
      await writing.insertInto('migrations').values({ version: 999 }).execute();
      return lookIntoStore(folder, async (_store, schema) => schema.current === schema.known);
    });
    expect(seen).toBe(true);
    const write = lookIntoStore(folder, (store) => newRunId(store, '2025-09-12T23:30:00Z'));
    await expect(write).rejects.toThrow(/readonly/);
  });

  it('takes a file without tables for one of schema 0', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'log-gardener.db'), '');
    expect(await lookIntoStore(folder, async (_store, schema) => schema.current)).toBe(0);
  });
});

describe('whether a folder can be written', () => {
  it('is found out by writing, and leaves nothing', async () => {
    const folder = temporaryFolder();
    expect(await whyNotWritable(folder)).toBeNull();
    expect(await whyNotWritable(join(folder, 'not', 'yet'))).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is no where a file is in its place, or above', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(await whyNotWritable(file)).toBe(`${file} is no folder`);
    expect(await whyNotWritable(join(file, 'deep', 'er'))).toBe(`${file} is no folder`);
    expect(await whyFileNotWritable(file)).toBeNull();
    expect(await whyFileNotWritable(join(file, 'none'))).toBeNull();
  });
});
