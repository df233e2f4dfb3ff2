import type { ExpressionBuilder } from 'kysely';
import { repositoryOf } from '../config/routing.ts';
import { Priority } from '../model/assessment.ts';
import type { Run } from '../model/run.ts';
import { inStatements } from './in-statements.ts';
import { sortableInstant } from './instant.ts';
import type { Store } from './open.ts';
import { parseRecord } from './parse-record.ts';
import type { Tables } from './tables.ts';

/** Remembers which problems a finished run saw, and to which repository they belong. */
export async function recordSightings(store: Store, run: Run): Promise<void> {
  await store.db.deleteFrom('sightings').where('run', '=', run.id).execute();
  const rows = run.clusters.map((triaged) => ({
    run: run.id,
    fingerprint: triaged.cluster.fingerprint,
    priority: triaged.priority,
    repository: (repositoryOf(run, triaged) ?? '').toLowerCase(),
  }));
  for (const together of inStatements(rows)) await store.db.insertInto('sightings').values(together).execute();
}

/**
 * The priority a problem had the last time its service showed it, over all finished runs that knew it as one of this
 * repository and whose window ended before `until`; null when it is new.
 */
export async function seenBefore(
  store: Store,
  {
    project,
    service,
    repository,
    fingerprint,
    until,
  }: Pick<Run, 'project' | 'service' | 'repository'> & { readonly fingerprint: string; readonly until: string },
): Promise<Priority | null> {
  const row = await store.db
    .selectFrom('sightings')
    .innerJoin('runs', 'runs.id', 'sightings.run')
    .select(['sightings.run', 'sightings.priority'])
    .where('sightings.fingerprint', '=', fingerprint)
    .where('runs.service', '=', service)
    .where('runs.project', '=', project)
    .where(home, '=', (repository ?? '').toLowerCase())
    .where('runs.status', 'in', ['done', 'partial'])
    .where('runs.window_until', '<', sortableInstant(until))
    .orderBy('runs.window_until', 'desc')
    .orderBy('runs.number', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  return parseRecord(Priority, row.priority, `priority in run ${row.run}`, store.where);
}

/** Whether a run that was begun after this one, and is over, saw the problem too, as one of this repository. */
export async function seenSince(
  store: Store,
  { id, repository }: Pick<Run, 'id' | 'repository'>,
  fingerprint: string,
): Promise<boolean> {
  const row = await store.db
    .selectFrom('sightings')
    .innerJoin('runs', 'runs.id', 'sightings.run')
    .select('sightings.run')
    .where('sightings.fingerprint', '=', fingerprint)
    .where(home, '=', (repository ?? '').toLowerCase())
    // One that failed may not have come so far as to look into it.
    .where('runs.status', 'in', ['done', 'partial'])
    .where('runs.number', '>', ({ selectFrom }) => selectFrom('runs').select('number').where('id', '=', id))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** To which repository a problem belonged; what was kept before that was told apart belonged to that of its run. */
function home({ fn }: ExpressionBuilder<Tables, 'sightings' | 'runs'>) {
  return fn.coalesce('sightings.repository', 'runs.repository');
}
