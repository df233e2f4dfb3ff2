import { sql } from 'kysely';
import { Tape, type TapedRows } from '../model/tape.ts';
import { sortableInstant } from './instant.ts';
import { type Store, transact, transactOn } from './open.ts';
import { Json, parseRecord } from './parse-record.ts';
import type { Tables } from './tables.ts';

const TapeRecord = Json.pipe(Tape);

/** A tape holds all answers of GitHub; those of so many runs are kept. */
export const KEPT_TAPES = 20;

/** Keeps the tape of a run, and drops those of the oldest runs. */
export async function saveTape(store: Store, run: string, tape: Tape): Promise<void> {
  await transactOn(store, 'tapes', async ({ db }) => {
    const record = JSON.stringify(tape);
    await db
      .insertInto('tapes')
      .values({ run, record })
      .onConflict((conflict) => conflict.column('run').doUpdateSet({ record }))
      .execute();
    const kept = await db
      .selectFrom('tapes')
      .innerJoin('runs', 'runs.id', 'tapes.run')
      .select('tapes.run')
      .orderBy('runs.number', 'desc')
      .limit(KEPT_TAPES)
      .execute();
    await db
      .deleteFrom('tapes')
      .where(
        'run',
        'not in',
        kept.map((row) => row.run),
      )
      .execute();
  });
}

/** Null = the run has none: it is too old, or it never came to its end. */
export async function getTape(store: Store, run: string): Promise<Tape | null> {
  const row = await store.db.selectFrom('tapes').select('record').where('run', '=', run).executeTakeFirst();
  return row === undefined ? null : parseRecord(TapeRecord, row.record, `tape of run ${run}`, store.where);
}

/** What a run may be told by the store, beside its own drafts: issues, problems and revisions that earlier runs knew. */
export async function takeRows(
  { db }: Store,
  about: { repositories: readonly string[]; service: string; project: string; until: string; run: string },
): Promise<TapedRows[]> {
  // Without one nothing is known of any.
  const repositories = ['', ...about.repositories.map((one) => one.toLowerCase())];
  const issues = await db.selectFrom('issues').selectAll().where('repository', 'in', repositories).execute();
  const tracked = await db.selectFrom('tracked').selectAll().where('repository', 'in', repositories).execute();
  const revisions = await db.selectFrom('revisions').selectAll().execute();
  const rulings = await db
    .selectFrom('rulings')
    .selectAll()
    .where('repository', 'in', repositories)
    .where('lifted_at', 'is', null)
    .execute();
  // By their tokens it is known which of them others have become a part of; what an entry said tells nothing more of that.
  const templates = await db.selectFrom('templates').select(['fingerprint', 'number', 'tokens', 'version']).execute();
  const seen = await db
    .selectFrom('sightings')
    .innerJoin('runs', 'runs.id', 'sightings.run')
    .select(['sightings.run', 'sightings.fingerprint', 'sightings.priority', 'sightings.repository'])
    .where('runs.service', '=', about.service)
    .where('runs.status', 'in', ['done', 'partial'])
    .where('runs.window_until', '<', sortableInstant(about.until))
    .orderBy('runs.window_until')
    .orderBy('runs.number')
    .execute();
  // The newest of each problem is what counts.
  const sightings = [...new Map(seen.map((row) => [`${row.fingerprint} ${row.repository}`, row])).values()];
  const [last] = await db
    .selectFrom('runs')
    .select('id')
    .where('id', '!=', about.run)
    .orderBy('number', 'desc')
    .limit(1)
    .execute();
  const named = [...new Set([...sightings.map(({ run }) => run), ...(last ? [last.id] : [])])];
  const runs = named.length === 0 ? [] : await db.selectFrom('runs').selectAll().where('id', 'in', named).execute();
  return [
    { table: 'runs', rows: runs.map((row) => ({ ...row, record: null })) },
    { table: 'sightings', rows: sightings },
    { table: 'issues', rows: issues },
    { table: 'tracked', rows: tracked },
    { table: 'revisions', rows: revisions },
    { table: 'rulings', rows: rulings },
    { table: 'templates', rows: templates },
  ];
}

/** The tables whose rows {@link takeRows} gives. */
const TAPED = [
  'runs',
  'sightings',
  'issues',
  'tracked',
  'revisions',
  'rulings',
  'templates',
] as const satisfies readonly (keyof Tables)[];

/** Puts rows into a store that holds none, and what was said to the model about a run's clusters. */
export async function putRows(store: Store, rows: readonly TapedRows[], from: Store, run: string): Promise<void> {
  await transact(store, async ({ db }) => {
    for (const table of TAPED) {
      for (const row of rows.find((one) => one.table === table)?.rows ?? []) {
        // The rows are as the table gave them.
        await sql`insert into ${sql.table(table)} (${sql.join(Object.keys(row).map((name) => sql.ref(name)))}) values (${sql.join(Object.values(row))})`.execute(
          db,
        );
      }
    }
    for (const table of ['transcripts', 'turns'] as const) {
      const said = await from.db.selectFrom(table).selectAll().where('run', '=', run).execute();
      for (const row of said) await db.insertInto(table).values(row).execute();
    }
  });
}
