import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** What was said to and by models, and what a run can be played again from. */
export async function addTranscripts(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('tapes')
    .addColumn('run', 'text', (column) => column.primaryKey())
    .addColumn('record', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('transcripts')
    .addColumn('run', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('opening_hash', 'text', (column) => column.notNull())
    .addColumn('opening', 'text', (column) => column.notNull())
    .addColumn('ended', 'text')
    .addPrimaryKeyConstraint('transcripts_key', ['run', 'fingerprint'])
    .execute();
  await db.schema
    .createTable('turns')
    .addColumn('run', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('turns_key', ['run', 'fingerprint', 'number'])
    .execute();
}
