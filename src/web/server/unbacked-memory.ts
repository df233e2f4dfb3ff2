import type { Draft } from '../../model/draft.ts';
import type { ReviewDeps } from '../../review/deps.ts';
import { type UnbackedClaim, unbackedClaims } from '../../review/unbacked.ts';

/** So many edited drafts a person goes back and forth between. */
const MOST_KEPT = 50;

/** The claims of a draft that nothing backs; empty where that cannot be told. */
export type FindUnbacked = (draft: Draft) => Promise<readonly UnbackedClaim[]>;

/** Finds them once for each text: to hold one against all that was looked up reads the whole run. */
export function rememberUnbacked(review: ReviewDeps): FindUnbacked {
  const kept = new Map<string, readonly UnbackedClaim[]>();
  return async (draft) => {
    const key = `${draft.id} ${draft.hash}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const found = (await unbackedClaims(draft, review)) ?? [];
    kept.set(key, found);
    for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
    return found;
  };
}
