import { issueFor, type RememberedIssue } from '../store/issues.ts';
import type { Store } from '../store/open.ts';
import { listRulings } from '../store/rulings.ts';

/** Which issue tracks a problem, as far as this store knows: by what was written, or because a reviewer said so. */
export async function recallIssue(
  store: Store,
  repository: string,
  fingerprint: string,
): Promise<RememberedIssue | null> {
  const known = await issueFor(store, { repository, fingerprint });
  if (known === null || known.login !== null) return known;
  const ruling = (await listRulings(store, repository)).findLast(
    (one) => one.fingerprint === fingerprint && one.rule.kind === 'duplicate' && one.rule.of === known.issue,
  );
  return ruling === undefined ? known : { ...known, ruledAt: ruling.at };
}
