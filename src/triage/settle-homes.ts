import { isSameRepository, repositoriesFor, repositoryOf } from '../config/routing.ts';
import { locateIssue } from '../github/known-issue.ts';
import { GitHubError } from '../model/errors.ts';
import type { Run, TriagedCluster } from '../model/run.ts';
import { issueFor } from '../store/issues.ts';
import type { Reaches } from './reaches.ts';
import type { Recorder } from './recorder.ts';
import type { TriageDeps } from './request.ts';

/** Where a problem is kept, as its run says it. */
export type Home = Pick<TriagedCluster, 'repository' | 'routedBy'>;

/**
 * Leaves problems where their open issues are, though their components send them elsewhere by now: see openHomeOf.
 *
 * @param isMeant by fingerprint
 * @returns by fingerprint, why it cannot be told where the issue of a cluster is: it must not get a second one
 */
export async function settleHomes(
  recorder: Recorder,
  reaches: Pick<Reaches, 'to'>,
  deps: Pick<TriageDeps, 'config' | 'store'>,
  isMeant: (fingerprint: string) => boolean,
): Promise<ReadonlyMap<string, GitHubError>> {
  const run = recorder.run();
  const unknown = new Map<string, GitHubError>();
  for (const triaged of run.clusters.filter(({ cluster }) => isMeant(cluster.fingerprint))) {
    const { fingerprint } = triaged.cluster;
    try {
      const home = await openHomeOf({ run, triaged }, reaches, deps);
      if (home !== null) recorder.changeCluster(fingerprint, home);
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      unknown.set(fingerprint, error);
    }
  }
  return unknown;
}

/**
 * The repository where the issue of a problem is open, though its components send it elsewhere by now: the config
 * changed, or the stack that the log showed. Once that issue is closed, or transferred with its marker, the problem goes
 * where it is sent.
 *
 * @returns null = it goes where its run says
 * @throws GitHubError where nobody can tell: it must not get a second issue
 */
export async function openHomeOf(
  { run, triaged }: { readonly run: Pick<Run, 'repository'>; readonly triaged: TriagedCluster },
  reaches: Pick<Reaches, 'to'>,
  { config, store }: Pick<TriageDeps, 'config' | 'store'>,
): Promise<Home | null> {
  const { fingerprint } = triaged.cluster;
  const home = repositoryOf(run, triaged) ?? '';
  const others = repositoriesFor(config, run.repository).filter((one) => !isSameRepository(one, home));
  if (others.length === 0 || (await issueFor(store, { repository: home, fingerprint })) !== null) return null;
  for (const repository of others) {
    const known = await issueFor(store, { repository, fingerprint });
    if (known === null || !(await isOpen(repository, known.issue, reaches))) continue;
    return stayingAt(repository, known.issue, run);
  }
  return null;
}

/** @throws GitHubError where nobody can tell */
async function isOpen(repository: string, issue: number, reaches: Pick<Reaches, 'to'>): Promise<boolean> {
  const reach = await reaches.to(repository);
  if (reach.github === null) {
    throw new GitHubError(`${repository} is out of reach, where #${issue} may be open for it: ${reach.because}.`, 0);
  }
  const where = await locateIssue(reach.github, issue);
  return where.now === 'there' && where.found.state === 'open';
}

function stayingAt(repository: string, issue: number, run: Pick<Run, 'repository'>): Home {
  if (isSameRepository(repository, run.repository ?? '')) return { repository: undefined, routedBy: undefined };
  return { repository, routedBy: `its issue ${issue}, which is open there` };
}
