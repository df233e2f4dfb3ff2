import type { Config } from '../../config/schema.ts';
import { type Check, type Finding, ok, skipped, warning, wrong } from './finding.ts';
import { Repository, whyNoRepository } from './github-repository.ts';
import { needsToken, obstacleIn, type Viewer } from './github-viewer.ts';

/**
 * May the token read the commits among which a problem's suspects are looked for, and can worklogs be committed, where the
 * config wants that? As far as GitHub tells without being written to.
 *
 * @param worklog null where the config cannot be used
 */
export function githubContentsCheck(
  viewer: () => Promise<Viewer>,
  repository: string | null,
  worklog: Config['worklog'] | null,
): Check {
  return { name: 'github.contents', title: 'contents', examine: () => look(viewer, repository, worklog) };
}

async function look(
  viewer: () => Promise<Viewer>,
  repository: string | null,
  worklog: Config['worklog'] | null,
): Promise<Finding> {
  const nothing = whyNoRepository(repository);
  if (nothing !== null) return nothing;
  const known = await viewer();
  if (known.kind === 'unknown') return needsToken();
  const { probe, login } = known;
  const path = `/repos/${repository}`;
  const description = await probe.ask(path);
  const found = description.kind === 'answer' ? Repository.safeParse(description.body) : null;
  if (!found?.success) return skipped('needs a repository that the token can see, see there');
  const commits = await probe.ask(`${path}/commits?per_page=1`);
  const obstacle = obstacleIn(commits, probe.origin);
  if (obstacle !== null) return obstacle;
  const isCommitted = worklog?.commit ?? false;
  const wanted = isCommitted ? 'Contents read and write' : 'Contents read';
  const status = commits.kind === 'answer' ? commits.status : 0;
  // GitHub answers 409 where there is no commit yet.
  if (status === 409) {
    if (!isCommitted) return ok('there is no commit yet');
    return wrong(
      'there is no commit yet, so no branch for worklogs can be made',
      'Commit something, a README will do.',
    );
  }
  if (status !== 200) {
    const mend = `Give it ${wanted}.`;
    if (isCommitted) return wrong('the token may not read commits, nor commit worklogs', mend);
    return warning('the token may not read commits: changes that may be to blame are not looked for', mend);
  }
  return isCommitted && worklog !== null
    ? judgeCommitting(found.data, login, worklog.branch)
    : ok('commits can be read');
}

function judgeCommitting(
  { default_branch, permissions, full_name }: Repository,
  login: string | null,
  branch: string,
): Finding {
  if (branch === default_branch) {
    return wrong(
      `worklog.branch ${branch} is the default branch of ${full_name}`,
      'Name another one for worklogs: they are never committed there.',
    );
  }
  if (login !== null && permissions?.push === false) {
    return wrong(
      `worklog.commit is on, and ${login} may not write to ${full_name}`,
      'Give the role Write, and the token Contents read and write; or set worklog.commit: false.',
    );
  }
  const says = `commits can be read; worklogs go to the branch ${branch}`;
  return ok(says, 'Contents write, which GitHub tells only on writing');
}
