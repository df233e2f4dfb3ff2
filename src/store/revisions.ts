import type { Deploy, RevisionSpan } from '../model/completeness.ts';
import { sortableInstant } from './instant.ts';
import { type Store, transactOn } from './open.ts';

/** What is remembered of how a revision began. */
type Start = Pick<RevisionSpan, 'service' | 'revision' | 'firstSeen' | 'startObserved'>;

/**
 * The revisions of a run, with what earlier runs know of their start: a window that holds only the middle of a
 * revision's life would take its own first entry for the first of all. A deploy that the log tells of is the start where
 * it lies before the first entry. Remembers the result for the runs to come, and the deploys of revisions that logged
 * nothing yet: the log tells of a deploy once.
 */
export async function recallRevisions(
  store: Store,
  spans: readonly RevisionSpan[],
  deploys: readonly Deploy[] = [],
): Promise<RevisionSpan[]> {
  return transactOn(store, 'revisions', async (inside) => {
    const recalled: RevisionSpan[] = [];
    for (const span of spans) recalled.push({ ...span, ...(await recallStart(inside, fromDeploy(span, deploys))) });
    for (const deploy of deploys) {
      if (spans.some((span) => isSame(span, deploy))) continue;
      const { service, revision, at } = deploy;
      await recallStart(inside, { service, revision, firstSeen: at, startObserved: true });
    }
    return recalled;
  });
}

/** The start as all runs know it, which is remembered. */
async function recallStart({ db }: Store, start: Start): Promise<Start> {
  const { service, revision } = start;
  const known = await db
    .selectFrom('revisions')
    .selectAll()
    .where('service', '=', service)
    .where('revision', '=', revision)
    .executeTakeFirst();
  const earlier = known !== undefined && known.first_seen <= sortableInstant(start.firstSeen);
  const firstSeen = earlier ? known.first_seen : start.firstSeen;
  // The earlier first entry decides; where both are the same, one of them may have seen what came before.
  const startObserved = earlier
    ? known.start_observed === 1 || sameStart(known.first_seen, start)
    : start.startObserved;
  const values = { first_seen: sortableInstant(firstSeen), start_observed: startObserved ? 1 : 0 };
  await db
    .insertInto('revisions')
    .values({ service, revision, ...values })
    .onConflict((conflict) => conflict.columns(['service', 'revision']).doUpdateSet(values))
    .execute();
  return { service, revision, firstSeen, startObserved };
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

function sameStart(known: string, start: Start): boolean {
  return start.startObserved && known === sortableInstant(start.firstSeen);
}

function fromDeploy(span: RevisionSpan, deploys: readonly Deploy[]): RevisionSpan {
  const deploy = deploys.find((one) => isSame(span, one));
  if (deploy === undefined || Date.parse(deploy.at) >= Date.parse(span.firstSeen)) return span;
  return { ...span, firstSeen: deploy.at, startObserved: true };
}

function isSame(span: RevisionSpan, deploy: Deploy): boolean {
  return span.service === deploy.service && span.revision === deploy.revision;
}
