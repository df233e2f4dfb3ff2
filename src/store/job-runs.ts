import { sql } from 'kysely';
import { isPostgres } from './locks.ts';
import { type Store, transactOn } from './open.ts';
import { NUMBERS_OF_RUNS, newRunId } from './runs.ts';

/**
 * The id of the one run that a job makes, however often it is done. For PostgreSQL.
 *
 * @param startedAt RFC 3339
 */
export function runOfJob(store: Store, job: string, startedAt: string): Promise<string> {
  // The lock that a new run needs in any case.
  return transactOn(store, NUMBERS_OF_RUNS, async (inside) => {
    const { rows } = await sql<{ run: string }>`select run from job_runs where job = ${job}`.execute(inside.db);
    const [known] = rows;
    if (known !== undefined) return known.run;
    const run = await newRunId(inside, startedAt);
    await sql`insert into job_runs (job, run) values (${job}, ${run})`.execute(inside.db);
    return run;
  });
}

/** Whether workers of a fleet made the run. */
export async function isRunOfJob({ db }: Store, run: string): Promise<boolean> {
  if (!isPostgres(db)) return false;
  const { rows } = await sql`select 1 from job_runs where run = ${run}`.execute(db);
  return rows.length > 0;
}

/** The runs that jobs have made and that go on, with the job of each. For PostgreSQL. */
export async function runsUnderWay({ db }: Store): Promise<{ job: string; run: string }[]> {
  const { rows } = await sql<{ job: string; run: string }>`
    select job, run from job_runs join runs on runs.id = run
    where status = 'running' and record is not null order by run`.execute(db);
  return rows;
}
