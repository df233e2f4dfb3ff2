import { sql } from 'kysely';
import { sortableInstant } from './instant.ts';
import { type Store, transactOn } from './open.ts';
import { NUMBERS_OF_RUNS } from './runs.ts';

/** What belongs to a job that was begun so long ago may go, once its run is over. */
const KEPT_MS = 7 * 86_400_000;

/** What is known of the fleet while its leftovers are looked for. */
interface Moment {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The ids of the jobs that wait, or are under way, and that may make a run. */
  readonly jobs: ReadonlySet<string>;
}

/**
 * Removes what jobs leave behind that nobody asks for any more: runs that took an id and never began, which run a job
 * made where that run is removed, fences of runs that are over, and what was spent on days that are past and runs that are
 * removed. What is younger than a week stays, as does whatever a job could still write by. For PostgreSQL.
 *
 * @returns how many rows were removed
 */
export async function removeLeftovers(store: Store, { now, jobs }: Moment): Promise<number> {
  const before = new Date(now - KEPT_MS).toISOString();
  // The lock under which jobs get their runs.
  return transactOn(store, NUMBERS_OF_RUNS, async ({ db }) => {
    const held = [...jobs];
    const forgotten = await sql`
      delete from job_runs where job <> all(${held}::text[]) and run < ${idAt(before)}
        and not exists (select 1 from runs where id = run and record is not null)
        and not exists (select 1 from plans where plans.run = job_runs.run)`.execute(db);
    const empty = await sql`
      delete from runs where record is null and status is null and id < ${idAt(before)}
        and not exists (select 1 from job_runs where run = id)
        and not exists (select 1 from plans where run = id)`.execute(db);
    // One for each service, whose next job takes it anew, stays; a run's id is the second word of its fences.
    const fences = await sql`
      delete from fences where taken_at < ${before}::timestamptz and key not like 'collect %'
        and not exists (select 1 from runs
          where id = split_part(key, ' ', 2) and record is not null and status = 'running')
        and not exists (select 1 from plans where run = split_part(key, ' ', 2))`.execute(db);
    const day = before.slice(0, 10);
    const spent = await sql`
      delete from recent_reads
      where (key ~ '^dollars of \\d{4}-\\d\\d-\\d\\d$' and substr(key, ${'dollars of '.length + 1}::int) < ${day})
        or (key like 'dollars of run %' and substr(key, ${'dollars of run '.length + 1}::int) < ${idAt(before)}
          and not exists (select 1 from runs
            where id = substr(key, ${'dollars of run '.length + 1}::int) and record is not null))`.execute(db);
    return [forgotten, empty, fences, spent].reduce(
      (sum, { numAffectedRows = 0n }) => sum + Number(numAffectedRows),
      0,
    );
  });
}

/** What the id of a run begins with that started then. */
function idAt(time: string): string {
  return sortableInstant(time).slice(0, 19).replaceAll(':', '-');
}
