import { isSameRepository, repositoriesFor, repositoryOf } from '../config/routing.ts';
import type { Run } from '../model/run.ts';
import { listDrafts, setDraftState } from '../store/drafts.ts';
import { getRun } from '../store/runs.ts';
import type { TriageDeps } from './request.ts';

/**
 * Puts drafts of this service out of the way that wait for a problem in another repository than the one that this run
 * drafted it for last, approved ones too: who took both would make two issues of it.
 *
 * @param at RFC 3339
 * @returns the runs whose drafts are rejected now
 */
export async function supersedeElsewhere(
  run: Run,
  { config, store }: Pick<TriageDeps, 'config' | 'store'>,
  at: string,
): Promise<string[]> {
  const repositories = repositoriesFor(config, run.repository);
  if (repositories.length < 2) return [];
  const rejected: string[] = [];
  for (const triaged of run.clusters) {
    const { draft, cluster } = triaged;
    if (draft === null) continue;
    const home = repositoryOf(run, triaged) ?? '';
    // What was approved gives way only to what can be posted.
    const waiting: ('pending' | 'approved')[] = home === '' ? ['pending'] : ['pending', 'approved'];
    const where = home === '' ? '' : `, for ${home}`;
    for (const repository of repositories.filter((one) => !isSameRepository(one, home))) {
      const about = { status: waiting, repository, fingerprints: [cluster.fingerprint] };
      for (const other of await listDrafts(store, about)) {
        if (other.run !== run.id && (await getRun(store, other.run))?.service !== run.service) continue;
        const to = { status: 'rejected', reason: `superseded by ${draft.id}${where}`, at } as const;
        if (await setDraftState(store, other.id, { from: waiting, to })) rejected.push(other.run);
      }
    }
  }
  return rejected;
}
