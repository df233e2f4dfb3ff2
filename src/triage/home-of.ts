import { originsOf } from '../assess/origins.ts';
import { isSameRepository, routeOf } from '../config/routing.ts';
import type { Config } from '../config/schema.ts';
import type { Cluster } from '../model/cluster.ts';
import type { TriagedCluster } from '../model/run.ts';

/** Where the issue of a cluster is kept, as its run says it: nothing = with those of its service. */
export function homeOf(
  cluster: Cluster,
  /** owner/name, or empty. */
  ownRepository: string,
  config: Pick<Config, 'components'>,
): Pick<TriagedCluster, 'repository' | 'routedBy'> {
  const route = routeOf(config, originsOf(cluster));
  if (route === null || isSameRepository(route.repository, ownRepository)) return {};
  return { repository: route.repository, routedBy: route.by };
}
