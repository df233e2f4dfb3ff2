import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** What people do with drafts: edits, decisions, what later runs make of these, and what was shown to them. */
export async function addReviews(db: Kysely<Tables>): Promise<void> {
  for (const column of ['author', 'original', 'edited_at']) {
    await db.schema.alterTable('drafts').addColumn(column, 'text').execute();
  }
  await db.schema
    .createTable('reviews')
    .addColumn('number', 'integer', (column) => column.primaryKey())
    .addColumn('draft', 'text', (column) => column.notNull().references('drafts.id'))
    .addColumn('act', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('rulings')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('repository', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('draft', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('rule', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('lifted_at', 'text')
    .execute();
  await db.schema
    .createTable('looks')
    .addColumn('draft', 'text', (column) => column.notNull())
    .addColumn('seen', 'text', (column) => column.notNull())
    .addColumn('look', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('looks_key', ['draft', 'seen'])
    .execute();
}
