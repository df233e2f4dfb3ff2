import { sortableInstant } from './instant.ts';
import type { Store } from './open.ts';

/** An issue that tracks a problem, as far as this store knows. GitHub knows better: it may be closed or gone. */
export interface RememberedIssue {
  readonly issue: number;
  /** Who we were on GitHub when we last wrote to it; null = not kept at that time. */
  readonly login: string | null;
  /** When we last commented on it, RFC 3339; null = never, as far as is known. */
  readonly commentedAt: string | null;
  /** When a reviewer said that it is this one, RFC 3339; left out where we wrote of the problem there ourselves. */
  readonly ruledAt?: string;
}

interface Problem {
  readonly repository: string;
  readonly fingerprint: string;
}

/** Remembers which issue tracks a problem. Without a new comment the last one on the same issue stays known. */
export async function recordIssue(
  store: Store,
  { repository, fingerprint }: Problem,
  { issue, login, commentedAt }: Omit<RememberedIssue, 'ruledAt'>,
): Promise<void> {
  const commented_at = commentedAt === null ? null : sortableInstant(commentedAt);
  await store.db
    .insertInto('issues')
    .values({ repository: repository.toLowerCase(), fingerprint, issue, login, commented_at })
    .onConflict((conflict) =>
      conflict.columns(['repository', 'fingerprint']).doUpdateSet((expressions) => ({
        issue,
        login,
        commented_at:
          commented_at ??
          expressions
            .case()
            .when('issues.issue', '=', issue)
            .then(expressions.ref('issues.commented_at'))
            .else(null)
            .end(),
      })),
    )
    .execute();
}

/** The issue that tracks a problem, or null. */
export async function issueFor(store: Store, { repository, fingerprint }: Problem): Promise<RememberedIssue | null> {
  const row = await store.db
    .selectFrom('issues')
    .select(['issue', 'login', 'commented_at'])
    .where('repository', '=', repository.toLowerCase())
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst();
  return row === undefined ? null : { issue: row.issue, login: row.login, commentedAt: row.commented_at };
}

/** Forgets that an issue tracks a problem, unless another one does by now. */
export async function forgetIssue(store: Store, { repository, fingerprint }: Problem, issue: number): Promise<void> {
  await store.db
    .deleteFrom('issues')
    .where('repository', '=', repository.toLowerCase())
    .where('fingerprint', '=', fingerprint)
    .where('issue', '=', issue)
    .execute();
}
