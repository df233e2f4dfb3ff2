import { sql } from 'kysely';
import { type Store, transactOn } from './open.ts';
import { newRunId } from './runs.ts';

/**
 * The id of the one run that a job makes, however often it is done. For PostgreSQL.
 *
 * @param startedAt RFC 3339
 */
export function runOfJob(store: Store, job: string, startedAt: string): Promise<string> {
  return transactOn(store, `job ${job}`, async (inside) => {
    const { rows } = await sql<{ run: string }>`select run from job_runs where job = ${job}`.execute(inside.db);
    const [known] = rows;
    if (known !== undefined) return known.run;
    const run = await newRunId(inside, startedAt);
    await sql`insert into job_runs (job, run) values (${job}, ${run})`.execute(inside.db);
    return run;
  });
}
