import type { Kysely } from 'kysely';
import { z } from 'zod';
import { sortableInstant } from './instant.ts';
import { Json } from './parse-record.ts';
import type { Tables } from './tables.ts';

/** What a run's record says of how revisions began, and of what was read to know it. */
const StartsInRun = z.object({
  collected: z.object({
    /** Not there for files, which hold what no severity or filter kept away. */
    cloud: z.unknown().optional(),
    revisions: z.array(
      z.object({ service: z.string(), revision: z.string(), firstSeen: z.string(), startObserved: z.boolean() }),
    ),
    deploys: z.array(z.object({ service: z.string(), revision: z.string(), at: z.string() })).default([]),
  }),
});

/**
 * Before this the first severe entry of a revision was taken for its start where only severe entries had been read: a
 * row from then says that a start was observed, and no later read of the same time takes it back. It stays so where a run
 * of the store vouches for it, by a deploy that the log told of or by files; of all others it is not known.
 */
export async function distrustStarts(db: Kysely<Tables>): Promise<void> {
  const vouched = new Set<string>();
  const runs = await db.selectFrom('runs').select('id').where('record', 'is not', null).execute();
  // One at a time, since a run may be large.
  for (const { id } of runs) {
    const row = await db.selectFrom('runs').select('record').where('id', '=', id).executeTakeFirst();
    for (const start of startsIn(row?.record)) vouched.add(start);
  }
  for (const row of await db.selectFrom('revisions').selectAll().where('start_observed', '=', 1).execute()) {
    const { service, revision, first_seen } = row;
    if (vouched.has(nameOf(service, revision, first_seen))) continue;
    await db
      .updateTable('revisions')
      .set({ start_observed: 0 })
      .where('service', '=', service)
      .where('revision', '=', revision)
      .execute();
  }
}

function startsIn(record: string | null | undefined): string[] {
  const run = Json.pipe(StartsInRun).safeParse(record).data;
  if (run === undefined) return [];
  const { cloud, revisions, deploys } = run.collected;
  const isDeployed = ({ service, revision }: { service: string; revision: string }): boolean =>
    deploys.some((deploy) => deploy.service === service && deploy.revision === revision);
  const observed = revisions.filter((span) => span.startObserved && (cloud === undefined || isDeployed(span)));
  return [
    ...observed.map(({ service, revision, firstSeen }) => nameOf(service, revision, firstSeen)),
    ...deploys.map(({ service, revision, at }) => nameOf(service, revision, at)),
  ];
}

function nameOf(service: string, revision: string, time: string): string {
  return JSON.stringify([service, revision, sortableInstant(time)]);
}
