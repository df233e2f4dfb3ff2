import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Schema 1: runs, drafts, the ledger of posting, and which issue tracks what. */
export async function createFirstTables(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('runs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('service', 'text')
    .addColumn('status', 'text')
    .addColumn('window_until', 'text')
    .addColumn('record', 'text')
    .execute();
  await db.schema.createIndex('runs_by_window').on('runs').columns(['service', 'window_until']).execute();
  await db.schema
    .createTable('sightings')
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('run', 'text', (column) => column.notNull().references('runs.id'))
    .addColumn('priority', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('sightings_key', ['fingerprint', 'run'])
    .execute();
  await db.schema
    .createTable('templates')
    .addColumn('fingerprint', 'text', (column) => column.primaryKey())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('tokens', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('revisions')
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('revision', 'text', (column) => column.notNull())
    .addColumn('first_seen', 'text', (column) => column.notNull())
    .addColumn('start_observed', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('revisions_key', ['service', 'revision'])
    .execute();
  await db.schema
    .createTable('drafts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('run', 'text', (column) => column.notNull())
    .addColumn('repository', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('priority', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('drafts_by_problem').on('drafts').columns(['fingerprint', 'status']).execute();
  await db.schema.createIndex('drafts_by_run').on('drafts').column('run').execute();
  await db.schema
    .createTable('ledger')
    .addColumn('draft', 'text', (column) => column.notNull().references('drafts.id'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('step', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text')
    .addColumn('outcome_at', 'text')
    .addColumn('detail', 'text')
    .addPrimaryKeyConstraint('ledger_key', ['draft', 'number'])
    .execute();
  await db.schema
    .createTable('issues')
    .addColumn('repository', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('issue', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('issues_key', ['repository', 'fingerprint'])
    .execute();
  await db.schema
    .createTable('leases')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .execute();
}
