import { isSameRepository, repositoriesFor } from '../config/routing.ts';
import type { Ruling } from '../model/ruling.ts';
import { listRulings } from '../store/rulings.ts';
import type { TriageDeps } from './request.ts';

/**
 * What reviewers decided of any repository that a service's problems may go to, in the order it was decided: which
 * patterns are one problem is settled before it is known where that goes.
 *
 * @param repository of the service, or empty
 */
export async function rulingsFor(
  repository: string,
  { config, store }: Pick<TriageDeps, 'config' | 'store'>,
): Promise<Ruling[]> {
  const meant = repositoriesFor(config, repository);
  return (await listRulings(store)).filter((ruling) => meant.some((one) => isSameRepository(one, ruling.repository)));
}
