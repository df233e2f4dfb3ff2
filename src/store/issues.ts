import type { Store } from './open.ts';

/** Remembers which issue tracks a problem. */
export async function recordIssue(store: Store, repository: string, fingerprint: string, issue: number): Promise<void> {
  await store.db
    .insertInto('issues')
    .values({ repository: repository.toLowerCase(), fingerprint, issue })
    .onConflict((conflict) => conflict.columns(['repository', 'fingerprint']).doUpdateSet({ issue }))
    .execute();
}

/** The issue that tracks a problem, as far as this store knows. GitHub knows better: it may be closed or gone. */
export async function issueFor(store: Store, repository: string, fingerprint: string): Promise<number | null> {
  const row = await store.db
    .selectFrom('issues')
    .select('issue')
    .where('repository', '=', repository.toLowerCase())
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst();
  return row?.issue ?? null;
}
