import type { Store } from './open.ts';

/** Whether the store holds nothing of what runs before this one did: no run, and no issue of the repository. */
export async function isBlank(
  { db }: Store,
  { run, repository }: { readonly run: string; readonly repository: string },
): Promise<boolean> {
  const earlier = await db.selectFrom('runs').select('id').where('id', '!=', run).limit(1).executeTakeFirst();
  if (earlier !== undefined) return false;
  const issue = await db
    .selectFrom('issues')
    .select('issue')
    .where('repository', '=', repository.toLowerCase())
    .limit(1)
    .executeTakeFirst();
  return issue === undefined;
}
