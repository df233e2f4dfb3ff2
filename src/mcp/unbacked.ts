import type { Draft } from '../model/draft.ts';
import type { Store } from '../store/open.ts';
import { getRun } from '../store/runs.ts';

/** Claims of the prose that nothing backs and that were not cut: what a person must look at before it is posted. */
export async function unbackedClaims(store: Store, { run: id, fingerprint }: Draft): Promise<string[]> {
  const run = await getRun(store, id);
  const triaged = run?.clusters.find(({ cluster }) => cluster.fingerprint === fingerprint);
  const claims = triaged?.investigation?.claims ?? [];
  return [...new Set(claims.filter(({ because, cut }) => because !== null && !cut).map(({ text }) => text))];
}
