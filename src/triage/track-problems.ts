import { type Reading, withSightings, withSilence } from '../assess/tracking.ts';
import { isSameRepository, repositoriesFor, repositoryOf } from '../config/routing.ts';
import type { Config } from '../config/schema.ts';
import type { Recovery } from '../model/recovery.ts';
import type { Run, TriagedCluster } from '../model/run.ts';
import { type Store, transactOn } from '../store/open.ts';
import { breakSilence, listTracked, recallTracked, saveTracked, type Tracked, trackedOf } from '../store/tracked.ts';
import { isReadToItsEnd } from './completion.ts';

/**
 * Counts the run into what is known of every problem that it saw, or that it would have seen, in the repository of each.
 * Once, when it is over.
 */
export async function trackProblems(run: Run, config: Pick<Config, 'components'>, store: Store): Promise<void> {
  for (const repository of repositoriesFor(config, run.repository)) await trackIn(repository, run, store);
}

/** All of it or nothing, and with nothing between what was read and what is written. */
function trackIn(repository: string, run: Run, store: Store): Promise<void> {
  return transactOn(store, trackedOf(repository), (transaction) => trackWithin(transaction, repository, run));
}

async function trackWithin(store: Store, repository: string, run: Run): Promise<void> {
  const reading = readingOf(run);
  const isHere = (one: TriagedCluster | Recovery): boolean =>
    isSameRepository(repositoryOf(run, one) ?? '', repository);
  const clusters = run.clusters.filter(isHere).map(({ cluster }) => cluster);
  const fingerprints = clusters.map(({ fingerprint }) => fingerprint);
  const known = await recallTracked(store, { repository, fingerprints });
  const seen = clusters.flatMap((cluster) => withSightings(known.get(cluster.fingerprint) ?? [], cluster, reading));
  const said = run.recoveries.filter((one) => isHere(one) && isSaid(one));
  const told = new Map(said.map(({ fingerprint, kind }) => [fingerprint, kind]));
  const silent = (await silentProblems(repository, run, reading, store)).map((one) => ({
    ...one,
    told: told.get(one.fingerprint) ?? one.told,
  }));
  await saveTracked(store, repository, [...seen, ...silent]);
  const isElsewhere = ({ service, fingerprint }: Tracked): boolean =>
    (known.get(fingerprint) ?? []).some((one) => one.service !== service);
  await breakSilence(store, repository, seen.filter(isElsewhere));
}

function isSaid({ draft, error }: Recovery): boolean {
  return error === null && (draft === null || draft.state.status === 'posted');
}

/** What a run read; what was asked for by a filter of its own says nothing of what else there is. */
export function readingOf(run: Run): Reading {
  return { run, whole: run.filter === '' && isReadToItsEnd(run.collected) };
}

/** What is tracked in a repository, and this run would have seen and did not, with its entries counted in. */
export async function silentProblems(
  repository: string,
  run: Run,
  { whole }: Reading,
  store: Store,
): Promise<Tracked[]> {
  const services = new Set([run.service, ...run.collected.revisions.map(({ service }) => service)]);
  // What goes elsewhere by now was seen all the same.
  const seen = new Set(
    run.clusters.flatMap(({ cluster }) => [cluster.fingerprint, ...cluster.patterns.map((one) => one.fingerprint)]),
  );
  const known = (await listTracked(store, { repository, services: [...services] })).filter(
    ({ fingerprint }) => !seen.has(fingerprint),
  );
  const everywhere = await recallTracked(store, { repository, fingerprints: known.map((one) => one.fingerprint) });
  return known.flatMap((one) => {
    const rows = everywhere.get(one.fingerprint) ?? [];
    const last = rows.reduce((a, b) => (Date.parse(b.lastSeen) > Date.parse(a.lastSeen) ? b : a), one);
    return withSilence(one, { run, whole }, last.lastSeen) ?? [];
  });
}
