import type { Check, Finding } from './finding.ts';
import { githubPermissionsCheck } from './github-permissions.ts';
import { githubRepositoryCheck } from './github-repository.ts';
import type { Viewer } from './github-viewer.ts';

/**
 * A repository that services or components of the config name, beside the one of the target: is it there, may logs go
 * there, and may the token do there what a run needs? An App is installed for each owner, so the viewer is its own.
 */
export function otherRepositoryCheck(viewer: () => Promise<Viewer>, repository: string, allowPublic: boolean): Check {
  return {
    name: `github.repository ${repository}`,
    title: 'repository',
    examine: () => look(viewer, repository, allowPublic),
  };
}

async function look(viewer: () => Promise<Viewer>, repository: string, allowPublic: boolean): Promise<Finding> {
  const there = await githubRepositoryCheck(viewer, { repository, allowPublic }).examine();
  if (there.status === 'wrong' || there.status === 'skipped') return named(there, repository);
  const may = await githubPermissionsCheck(viewer, repository).examine();
  return may.status === 'ok' ? named(there, repository) : named(may, repository);
}

function named(finding: Finding, repository: string): Finding {
  return finding.says.includes(repository) ? finding : { ...finding, says: `${repository}: ${finding.says}` };
}
