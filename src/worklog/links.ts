import { type AllowedLinks, numbersOf } from '../draft/allowed-links.ts';
import type { Investigation } from '../model/report.ts';
import type { TriagedCluster } from '../model/run.ts';

/**
 * What an investigator's prose may point at: the issues and pull requests that its search returned, by number. None
 * where they are in another repository than the worklog's: there the same number is something else.
 */
export function allowedLinks(
  investigation: Investigation,
  { repository }: Pick<TriagedCluster, 'repository'>,
): AllowedLinks {
  const allowedIssues = new Set(repository === undefined ? numbersOf(investigation) : []);
  return { allowedHosts: [], allowedIssues, repository: null };
}
