import type { ExpressionBuilder } from 'kysely';
import { Run, type TriagedCluster } from '../model/run.ts';
import { sortableInstant } from './instant.ts';
import { type Store, transactOn } from './open.ts';
import { Json, parseRecord, UnreadableRecord } from './parse-record.ts';
import { recordSightings } from './sightings.ts';
import type { Tables } from './tables.ts';

const RunRecord = Json.pipe(Run);

/** What a transaction is about that adds a run. */
export const NUMBERS_OF_RUNS = 'numbers of runs';

/**
 * Takes an id for a new run: the time it started, `2025-09-12T23-30-00Z`, with `-2`, `-3` … behind it where that is taken.
 * No two processes get the same.
 *
 * @param startedAt RFC 3339 with zone
 */
export async function newRunId(store: Store, startedAt: string): Promise<string> {
  const second = `${sortableInstant(startedAt).slice(0, 19).replaceAll(':', '-')}Z`;
  // Two hundred jobs of one schedule begin in one second: none of them tries all that the others have.
  const { taken: before } = await store.db
    .selectFrom('runs')
    .select(({ fn }) => fn.countAll<number>().as('taken'))
    .where('id', '>=', second)
    .where('id', '<', `${second}.`)
    .executeTakeFirstOrThrow();
  for (let nth = Number(before) + 1; ; nth++) {
    const id = nth === 1 ? second : `${second}-${nth}`;
    const taken = await transactOn(store, NUMBERS_OF_RUNS, ({ db }) =>
      db
        .insertInto('runs')
        .values((expressions) => ({ id, number: nextNumber(expressions) }))
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst(),
    );
    if (taken !== undefined) return id;
  }
}

/** Writes the run down as it is now, over what was known of it. */
export async function saveRun(store: Store, run: Run): Promise<void> {
  const known = {
    service: run.service,
    project: run.project,
    repository: (run.repository ?? '').toLowerCase(),
    status: run.status,
    window_until: sortableInstant(run.window.until),
    failed: run.status === 'running' ? null : run.clusters.filter(isLeftOpen).length,
    record: JSON.stringify(run),
  };
  await transactOn(store, `run ${run.id}`, async (transaction) => {
    const { numUpdatedRows } = await transaction.db
      .updateTable('runs')
      .set(known)
      .where('id', '=', run.id)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) {
      await transaction.db
        .insertInto('runs')
        .values((expressions) => ({ id: run.id, number: nextNumber(expressions), ...known }))
        .execute();
    }
    // While a run goes on it is saved after every cluster, and nobody compares with it yet.
    if (run.status !== 'running') await recordSightings(transaction, run);
  });
}

export async function getRun(store: Store, id: string): Promise<Run | null> {
  const row = await store.db.selectFrom('runs').select('record').where('id', '=', id).executeTakeFirst();
  return readRun(store, id, row?.record ?? null);
}

/** A record of the table as a run; null where only its id is taken. @throws StoreError when it cannot be read */
export function readRun({ where }: Store, id: string, record: string | null): Run | null {
  return record === null ? null : parseRecord(RunRecord, record, `run ${id}`, where);
}

/** The run that was begun last. */
export async function lastRun(store: Store): Promise<Run | null> {
  // Its id alone first: sorting whole records would read all of them, a second for some hundreds.
  const [newest] = await savedIds(store).orderBy('number', 'desc').orderBy('id', 'desc').limit(1).execute();
  return newest === undefined ? null : getRun(store, newest.id);
}

/** Ids of runs, the one begun last first; at most so many. */
export async function newestRunIds(store: Store, most: number): Promise<string[]> {
  const rows = await savedIds(store).orderBy('number', 'desc').orderBy('id', 'desc').limit(most).execute();
  return rows.map(({ id }) => id);
}

/** What a trend can be told of: the same question, asked again. */
type Question = Pick<Run, 'project' | 'service' | 'minSeverity' | 'filter'>;

/**
 * The newest run of the same service, project, least severity and filter whose window had ended when `since` came, that came to
 * an end and read all there was: what a trend compares with. Windows that overlap share entries, and a run that read a
 * part, or other severities, counted something else; their counts say nothing of a trend.
 *
 * @param onUnreadable told of a run whose record cannot be read; it is passed over
 */
export async function previousRun(
  store: Store,
  { project, service, minSeverity, filter, since }: Question & { readonly since: string },
  onUnreadable: (id: string, why: string) => void,
): Promise<Run | null> {
  const rows = await savedIds(store)
    .where('service', '=', service)
    .where('project', '=', project)
    .where('status', 'in', ['done', 'partial'])
    .where('window_until', '<=', sortableInstant(since))
    .orderBy('window_until', 'desc')
    .orderBy('number', 'desc')
    .limit(MOST_LOOKED_AT)
    .execute();
  // One at a time, since a run may be large; the first one is the answer nearly always.
  for (const { id } of rows) {
    const run = await getReadable(store, id, onUnreadable);
    const isAlike = run?.minSeverity === minSeverity && run.filter === filter;
    if (isAlike && run.collected.truncated === null) return run;
  }
  return null;
}

/**
 * Whether nobody could look into a cluster: its investigation failed, or could not read the issue that it is about, so
 * that there is no draft either.
 */
export function isLeftOpen({ decision, draft, error, investigation }: TriagedCluster): boolean {
  if (error !== null) return true;
  if (decision?.action !== 'unverified' || decision.issue === null || draft !== null) return false;
  return investigation?.target?.issue.number !== decision.issue;
}

/**
 * The newest runs for a repository with clusters that are left open, the one begun last first.
 *
 * @param onUnreadable told of a run whose record cannot be read; it is passed over
 * @param service of this one alone; all unless it is given
 */
export async function runsWithFailures(
  store: Store,
  repository: string,
  onUnreadable: (id: string, why: string) => void,
  service?: string,
): Promise<Run[]> {
  const rows = await savedIds(store)
    .where('repository', '=', repository.toLowerCase())
    .$if(service !== undefined, (query) => query.where('service', '=', service ?? ''))
    .where('failed', '>', 0)
    .orderBy('number', 'desc')
    .limit(MOST_LOOKED_AT)
    .execute();
  const runs: Run[] = [];
  for (const { id } of rows) {
    const run = await getReadable(store, id, onUnreadable);
    if (run) runs.push(run);
  }
  return runs;
}

/** Where so many runs in a row were cut off or asked something else, an older one says little. */
const MOST_LOOKED_AT = 20;

async function getReadable(
  store: Store,
  id: string,
  onUnreadable: (id: string, why: string) => void,
): Promise<Run | null> {
  return getRun(store, id).catch((error: unknown) => {
    if (!(error instanceof UnreadableRecord)) throw error;
    onUnreadable(id, error.why);
    return null;
  });
}

/** Of runs that were saved: an id may be taken before there is anything to save. */
function savedIds(store: Store) {
  return store.db.selectFrom('runs').select('id').where('record', 'is not', null);
}

function nextNumber(expressions: ExpressionBuilder<Tables, 'runs'>) {
  return expressions
    .selectFrom('runs')
    .select(({ fn, val }) => expressions(fn.coalesce(fn.max('number'), val(0)), '+', 1).as('next'));
}
