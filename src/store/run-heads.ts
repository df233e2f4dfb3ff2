import { z } from 'zod';
import { Run } from '../model/run.ts';
import type { Store } from './open.ts';
import { Json } from './parse-record.ts';

/** What a list of runs shows of each, without what it found. */
export interface RunHead extends Pick<Run, 'id' | 'service' | 'status' | 'startedAt' | 'updatedAt' | 'window'> {
  readonly clusters: number;
}

const Head = Json.pipe(
  Run.pick({ id: true, service: true, status: true, startedAt: true, updatedAt: true, window: true }).extend({
    clusters: z.array(z.unknown()),
  }),
);

/** The ids of the runs that were saved, the one begun last first, with what each one's column says of its status. */
export async function listRunStatuses(
  { db }: Store,
  most: number,
): Promise<{ readonly id: string; readonly status: string | null }[]> {
  return db
    .selectFrom('runs')
    .select(['id', 'status'])
    .where('record', 'is not', null)
    .orderBy('number', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
}

/** The run of each service that was begun last, by name of the service. */
export async function lastRunIds({ db }: Store): Promise<string[]> {
  const rows = await db
    .selectFrom('runs')
    .innerJoin(
      (runs) =>
        runs
          .selectFrom('runs')
          .select(({ fn }) => ['service', fn.max('number').as('last')])
          .where('record', 'is not', null)
          .groupBy('service')
          .as('newest'),
      (join) => join.onRef('newest.service', '=', 'runs.service').onRef('newest.last', '=', 'runs.number'),
    )
    .select('runs.id')
    .where('record', 'is not', null)
    .orderBy('runs.service')
    .execute();
  return rows.map(({ id }) => id);
}

/** A run as it was saved, as text; null = there is none, or only its id is taken. */
export async function readRunRecord({ db }: Store, id: string): Promise<string | null> {
  const row = await db.selectFrom('runs').select('record').where('id', '=', id).executeTakeFirst();
  return row?.record ?? null;
}

/** The head of a run's record; null where it cannot be read, so that a list can go on without it. */
export function readRunHead(record: string): RunHead | null {
  const head = Head.safeParse(record).data;
  return head === undefined ? null : { ...head, clusters: head.clusters.length };
}
