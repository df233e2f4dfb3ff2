import type { Deploy, RevisionSpan } from '../model/completeness.ts';
import { sortableInstant } from './instant.ts';
import { type Store, transact } from './open.ts';

/**
 * The revisions of a run, with what earlier runs know of their start: a window that holds only the middle of a
 * revision's life would take its own first entry for the first of all. A deploy that the log tells of is the start where
 * it lies before the first entry. Remembers the result for the runs to come.
 */
export async function recallRevisions(
  store: Store,
  spans: readonly RevisionSpan[],
  deploys: readonly Deploy[] = [],
): Promise<RevisionSpan[]> {
  return transact(store, async ({ db }) => {
    const recalled: RevisionSpan[] = [];
    for (const logged of spans) {
      const span = fromDeploy(logged, deploys);
      const { service, revision } = span;
      const known = await db
        .selectFrom('revisions')
        .selectAll()
        .where('service', '=', service)
        .where('revision', '=', revision)
        .executeTakeFirst();
      const earlier = known !== undefined && known.first_seen <= sortableInstant(span.firstSeen);
      const firstSeen = earlier ? known.first_seen : span.firstSeen;
      // The earlier first entry decides; where both are the same, one of them may have seen what came before.
      const startObserved = earlier
        ? known.start_observed === 1 || sameStart(known.first_seen, span)
        : span.startObserved;
      recalled.push({ ...span, firstSeen, startObserved });
      const values = { first_seen: sortableInstant(firstSeen), start_observed: startObserved ? 1 : 0 };
      await db
        .insertInto('revisions')
        .values({ service, revision, ...values })
        .onConflict((conflict) => conflict.columns(['service', 'revision']).doUpdateSet(values))
        .execute();
    }
    return recalled;
  });
}

/** When a revision of a service was first seen, as all runs know it; null = in none. */
export async function firstEntryOf(store: Store, service: string, revision: string): Promise<string | null> {
  const row = await store.db
    .selectFrom('revisions')
    .select('first_seen')
    .where('service', '=', service)
    .where('revision', '=', revision)
    .executeTakeFirst();
  return row?.first_seen ?? null;
}

function sameStart(known: string, span: RevisionSpan): boolean {
  return span.startObserved && known === sortableInstant(span.firstSeen);
}

function fromDeploy(span: RevisionSpan, deploys: readonly Deploy[]): RevisionSpan {
  const deploy = deploys.find(({ service, revision }) => service === span.service && revision === span.revision);
  if (deploy === undefined || Date.parse(deploy.at) >= Date.parse(span.firstSeen)) return span;
  return { ...span, firstSeen: deploy.at, startObserved: true };
}
