import { isSameRepository, repositoriesFor, repositoryOf } from '../config/routing.ts';
import { locateIssue } from '../github/known-issue.ts';
import { GitHubError } from '../model/errors.ts';
import type { Run, TriagedCluster } from '../model/run.ts';
import { issueFor } from '../store/issues.ts';
import type { Reaches } from './reaches.ts';
import type { Recorder } from './recorder.ts';
import type { TriageDeps } from './request.ts';

/**
 * Leaves a problem where its open issue is, though its components send it elsewhere by now: the config changed, or the
 * stack that the log showed. Once that issue is closed, or transferred with its marker, the problem goes where it is sent.
 *
 * @param isMeant by fingerprint
 * @returns by fingerprint, why it cannot be told where the issue of a cluster is: it must not get a second one
 */
export async function settleHomes(
  recorder: Recorder,
  reaches: Reaches,
  { config, store }: Pick<TriageDeps, 'config' | 'store'>,
  isMeant: (fingerprint: string) => boolean,
): Promise<ReadonlyMap<string, GitHubError>> {
  const run = recorder.run();
  const repositories = repositoriesFor(config, run.repository);
  const unknown = new Map<string, GitHubError>();
  if (repositories.length < 2) return unknown;
  for (const triaged of run.clusters.filter(({ cluster }) => isMeant(cluster.fingerprint))) {
    const { fingerprint } = triaged.cluster;
    const home = repositoryOf(run, triaged) ?? '';
    if ((await issueFor(store, { repository: home, fingerprint })) !== null) continue;
    for (const repository of repositories.filter((one) => !isSameRepository(one, home))) {
      const known = await issueFor(store, { repository, fingerprint });
      if (known === null) continue;
      try {
        if (!(await isOpen(repository, known.issue, reaches))) continue;
        recorder.changeCluster(fingerprint, stayingAt(repository, known.issue, run));
      } catch (error) {
        if (!(error instanceof GitHubError)) throw error;
        unknown.set(fingerprint, error);
      }
      break;
    }
  }
  return unknown;
}

/** @throws GitHubError where nobody can tell */
async function isOpen(repository: string, issue: number, reaches: Reaches): Promise<boolean> {
  const reach = await reaches.to(repository);
  if (reach.github === null) {
    throw new GitHubError(`${repository} is out of reach, where #${issue} may be open for it: ${reach.because}.`, 0);
  }
  const where = await locateIssue(reach.github, issue);
  return where.now === 'there' && where.found.state === 'open';
}

function stayingAt(
  repository: string,
  issue: number,
  run: Pick<Run, 'repository'>,
): Pick<TriagedCluster, 'repository' | 'routedBy'> {
  if (isSameRepository(repository, run.repository ?? '')) return { repository: undefined, routedBy: undefined };
  return { repository, routedBy: `its issue ${issue}, which is open there` };
}
