import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** For readings that several workers share: what each is to read, and what was found. */
export async function addSlices(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('plans')
    .addColumn('run', 'text', (column) => column.primaryKey())
    .addColumn('job', 'text', (column) => column.notNull())
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('mode', 'text', (column) => column.notNull())
    .addColumn('begun_at', 'text', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('plans_by_service').on('plans').column('service').execute();
  await db.schema
    .createTable('slices')
    .addColumn('run', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('because', 'text')
    .addPrimaryKeyConstraint('slices_key', ['run', 'number'])
    .execute();
  await db.schema
    .createTable('shards')
    .addColumn('run', 'text', (column) => column.notNull())
    .addColumn('slice', 'integer', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('shards_key', ['run', 'slice', 'number'])
    .execute();
}
