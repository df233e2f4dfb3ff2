import type { Kysely } from 'kysely';
import { z } from 'zod';
import { StoreError } from '../model/errors.ts';
import { SEVERITY_RANK, Severity } from '../model/severity.ts';
import { addIndexes } from './add-indexes.ts';
import { addReviews } from './add-reviews.ts';
import { addSlices } from './add-slices.ts';
import { addTranscripts } from './add-transcripts.ts';
import { createFirstTables } from './create-first-tables.ts';
import { distrustStarts } from './distrust-starts.ts';
import { isPostgres, lock } from './locks.ts';
import { Json } from './parse-record.ts';
import { columnsAsInSqlite, fitTables, isTableThere, makeSchema } from './postgres-schema.ts';
import type { Tables } from './tables.ts';
import { watermarkKey } from './watermark-key.ts';

type Migration = (db: Kysely<Tables>) => Promise<void>;

/** Forward only: the nth entry leads from schema n - 1 to n. A released entry is never changed, only followed. */
const MIGRATIONS: readonly Migration[] = [
  createFirstTables,
  keepWhatTemplatesAreMadeOf,
  addWatermarks,
  nameSeverityOfWatermarks,
  addRecentReads,
  followTrackedProblems,
  hashKeysOfWatermarks,
  nameScopeOfRuns,
  tellReadFromLooked,
  countFailedClusters,
  distrustStarts,
  addTranscripts,
  addReviews,
  nameHomeOfSightings,
  addSlices,
  addIndexes,
];

/**
 * Brings the schema up to date in one transaction: the whole way, or not at all; of several programs, one after the
 * other.
 *
 * @throws StoreError when a newer program has been at this database.
 */
export async function migrate(db: Kysely<Tables>, where: string): Promise<void> {
  const typed = isPostgres(db) ? db.withPlugin(columnsAsInSqlite) : db;
  await typed.transaction().execute(async (transaction) => {
    await lock(transaction, 'migrations');
    if (isPostgres(db)) await makeSchema(transaction);
    await transaction.schema
      .createTable('migrations')
      .ifNotExists()
      .addColumn('version', 'integer', (column) => column.primaryKey())
      .execute();
    const applied = await transaction.selectFrom('migrations').select('version').execute();
    const current = Math.max(0, ...applied.map(({ version }) => version));
    if (current > MIGRATIONS.length) {
      const other = isPostgres(db) ? 'database in DATABASE_URL' : 'folder with --state';
      throw new StoreError(
        `${where} was written by a newer log-gardener (schema ${current}; this one knows ${MIGRATIONS.length}). ` +
          `Update log-gardener, or name another ${other}.`,
      );
    }
    if (current === MIGRATIONS.length) return;
    for (const [index, apply] of MIGRATIONS.entries()) {
      if (index < current) continue;
      await apply(transaction);
      await transaction
        .insertInto('migrations')
        .values({ version: index + 1 })
        .execute();
    }
    if (isPostgres(db)) await fitTables(transaction);
  });
}

/** How far the tables are, and how far this program would bring them. */
export interface Schema {
  readonly current: number;
  readonly known: number;
}

/** Reads how far the tables are, and changes nothing; 0 = there are none. */
export async function readSchema(db: Kysely<Tables>): Promise<Schema> {
  const known = MIGRATIONS.length;
  if (!(await hasMigrations(db))) return { current: 0, known };
  const { current } = await db
    .selectFrom('migrations')
    .select(({ fn }) => fn.max('version').as('current'))
    .executeTakeFirstOrThrow();
  return { current: current ?? 0, known };
}

async function hasMigrations(db: Kysely<Tables>): Promise<boolean> {
  if (isPostgres(db)) return isTableThere(db, 'migrations');
  return (await db.introspection.getTables()).some(({ name }) => name === 'migrations');
}

/** For a change of the rules that make templates of messages; see VERSION in src/cluster/names/fingerprint.ts. */
async function keepWhatTemplatesAreMadeOf(db: Kysely<Tables>): Promise<void> {
  await db.schema.alterTable('templates').addColumn('version', 'text').execute();
  await db.schema.alterTable('templates').addColumn('example', 'text').execute();
}

async function addWatermarks(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('watermarks')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('reached', 'text', (column) => column.notNull())
    .execute();
}

const WatermarkKey = z.tuple([z.string(), z.string(), z.string(), z.string()]);
const RunOfWatermark = z.object({ project: z.string(), minSeverity: Severity });

/**
 * A watermark holds for the severity that was read, and those above it; before this it did not name any. Where a run of
 * its project read at ERROR, it counts for ERROR only, so that nothing is skipped. Of a reading that left no run nothing
 * is known: it begins as the first one does.
 */
async function nameSeverityOfWatermarks(db: Kysely<Tables>): Promise<void> {
  const runs = await db.selectFrom('runs').select('record').where('record', 'is not', null).execute();
  const known = runs.flatMap(({ record }) => RunOfWatermark.safeParse(JSON.parse(record ?? 'null')).data ?? []);
  for (const { key, reached } of await db.selectFrom('watermarks').selectAll().execute()) {
    await db.deleteFrom('watermarks').where('key', '=', key).execute();
    const parts = WatermarkKey.safeParse(JSON.parse(key)).data;
    const [highest] = known
      .filter(({ project }) => parts?.[0] === 'triage' && project === parts[1])
      .map(({ minSeverity }) => minSeverity)
      .sort((a, b) => SEVERITY_RANK[b] - SEVERITY_RANK[a]);
    if (parts === undefined || highest === undefined) continue;
    await db
      .insertInto('watermarks')
      .values({ key: JSON.stringify([...parts, highest]), reached })
      .execute();
  }
}

async function addRecentReads(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('recent_reads')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('starts', 'text', (column) => column.notNull())
    .execute();
}

/** What is needed to tell a problem that is gone, a comment too many, an owner by another name, and an answer that still holds. */
async function followTrackedProblems(db: Kysely<Tables>): Promise<void> {
  await db.schema.alterTable('issues').addColumn('login', 'text').execute();
  await db.schema.alterTable('issues').addColumn('commented_at', 'text').execute();
  await db.schema
    .createTable('tracked')
    .addColumn('repository', 'text', (column) => column.notNull())
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('first_seen', 'text', (column) => column.notNull())
    .addColumn('last_seen', 'text', (column) => column.notNull())
    .addColumn('revision', 'text')
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('total', 'integer', (column) => column.notNull())
    .addColumn('peak', 'integer', (column) => column.notNull())
    .addColumn('counted_until', 'text', (column) => column.notNull())
    .addColumn('entries_since', 'integer', (column) => column.notNull())
    .addColumn('recovery_told', 'text')
    .addPrimaryKeyConstraint('tracked_key', ['repository', 'service', 'fingerprint'])
    .execute();
  await db.schema
    .createTable('responses')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('etag', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('used_at', 'text', (column) => column.notNull())
    .execute();
}

/** A key held the user's filter in clear. */
async function hashKeysOfWatermarks(db: Kysely<Tables>): Promise<void> {
  for (const { key } of await db.selectFrom('watermarks').select('key').execute()) {
    await db
      .updateTable('watermarks')
      .set({ key: watermarkKey(key) })
      .where('key', '=', key)
      .execute();
  }
}

const ScopeOfRun = z.object({ project: z.string(), repository: z.string().nullable() });

/** Services of two projects may have one name, and one service may be triaged for two repositories. */
async function nameScopeOfRuns(db: Kysely<Tables>): Promise<void> {
  for (const column of ['project', 'repository']) {
    await db.schema.alterTable('runs').addColumn(column, 'text').execute();
  }
  const rows = await db.selectFrom('runs').select('id').where('record', 'is not', null).execute();
  // One at a time, since a run may be large.
  for (const { id } of rows) {
    const row = await db.selectFrom('runs').select('record').where('id', '=', id).executeTakeFirst();
    const scope = Json.pipe(ScopeOfRun).safeParse(row?.record).data;
    if (scope === undefined) continue;
    const { project, repository } = scope;
    const values = { project, repository: (repository ?? '').toLowerCase() };
    await db.updateTable('runs').set(values).where('id', '=', id).execute();
  }
}

/** What was read for sure, and what a window was named after. */
async function tellReadFromLooked(db: Kysely<Tables>): Promise<void> {
  await db.schema.alterTable('watermarks').addColumn('looked_until', 'text').execute();
}

/** Runs from before this are over: what failed in them is not taken up any more. */
async function countFailedClusters(db: Kysely<Tables>): Promise<void> {
  await db.schema.alterTable('runs').addColumn('failed', 'integer').execute();
}

/** Problems of one run may belong to several repositories; until then all belonged to that of the run. */
async function nameHomeOfSightings(db: Kysely<Tables>): Promise<void> {
  await db.schema.alterTable('sightings').addColumn('repository', 'text').execute();
}
