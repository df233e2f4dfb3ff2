import type { Deploy, RevisionSpan } from '../model/completeness.ts';
import { inStatements } from './in-statements.ts';
import { sortableInstant } from './instant.ts';
import { type Store, transactOn } from './open.ts';
import type { Tables } from './tables.ts';

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
  const silent = deploys.filter((deploy) => !spans.some((span) => isSame(span, deploy)));
  const starts: Start[] = [
    ...spans.map((span) => fromDeploy(span, deploys)),
    ...silent.map(({ service, revision, at }) => ({ service, revision, firstSeen: at, startObserved: true })),
  ];
  let { agreed, news } = agreeOn(starts, await knownStarts(store, starts));
  // Nearly always all of it is known: nobody waits for anybody then.
  if (news.length > 0) {
    ({ agreed, news } = await transactOn(store, 'revisions', async (inside) => {
      const latest = agreeOn(starts, await knownStarts(inside, starts));
      await keepStarts(inside, latest.news);
      return latest;
    }));
  }
  return spans.map((span, index) => ({ ...span, ...agreed[index] }));
}

type Row = Tables['revisions'];

async function knownStarts({ db }: Store, starts: readonly Start[]): Promise<Row[]> {
  const known: Row[] = [];
  for (const together of inStatements(starts)) {
    const rows = db
      .selectFrom('revisions')
      .selectAll()
      .where('service', 'in', [...new Set(together.map(({ service }) => service))])
      .where('revision', 'in', [...new Set(together.map(({ revision }) => revision))]);
    known.push(...(await rows.execute()));
  }
  return known;
}

async function keepStarts({ db }: Store, rows: readonly Row[]): Promise<void> {
  for (const together of inStatements(rows)) {
    await db
      .insertInto('revisions')
      .values(together)
      .onConflict((conflict) =>
        conflict.columns(['service', 'revision']).doUpdateSet(({ ref }) => ({
          first_seen: ref('excluded.first_seen'),
          start_observed: ref('excluded.start_observed'),
        })),
      )
      .execute();
  }
}

/** The starts as all runs know them, in the same order, and what is to be remembered of them that is not yet. */
function agreeOn(starts: readonly Start[], known: readonly Row[]): { agreed: Start[]; news: Row[] } {
  const keyOf = ({ service, revision }: Pick<Row, 'service' | 'revision'>) => JSON.stringify([service, revision]);
  const rows = new Map(known.map((row) => [keyOf(row), row]));
  const news = new Map<string, Row>();
  const agreed = starts.map((start) => {
    const { service, revision } = start;
    const before = rows.get(keyOf(start));
    const after = agreeOnOne(start, before);
    const row = {
      service,
      revision,
      first_seen: sortableInstant(after.firstSeen),
      start_observed: after.startObserved ? 1 : 0,
    };
    rows.set(keyOf(start), row);
    const isKnown = before?.first_seen === row.first_seen && before.start_observed === row.start_observed;
    if (!isKnown) news.set(keyOf(start), row);
    return after;
  });
  return { agreed, news: [...news.values()] };
}

function agreeOnOne({ service, revision, firstSeen, startObserved }: Start, known: Row | undefined): Start {
  const own = { service, revision, firstSeen, startObserved };
  if (known === undefined || known.first_seen > sortableInstant(firstSeen)) return own;
  // The earlier first entry decides; where both are the same, one of them may have seen what came before.
  return {
    ...own,
    firstSeen: known.first_seen,
    startObserved: known.start_observed === 1 || sameStart(known.first_seen, own),
  };
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
