import { RIGHTS } from '../../github/advice.ts';
import type { GitHubProbe, Reply } from '../../github/probe.ts';
import { joinWords } from '../../wording/words.ts';
import { type Check, type Finding, ok, skipped, warning, wrong } from './finding.ts';
import { Repository, whyNoRepository } from './github-repository.ts';
import { needsToken, obstacleIn, type Viewer } from './github-viewer.ts';

type KnownViewer = Extract<Viewer, { kind: 'known' }>;

/** May the token do what a run needs: read issues and pull requests, write issues? As far as GitHub tells. */
export function githubPermissionsCheck(viewer: () => Promise<Viewer>, repository: string | null): Check {
  return { name: 'github.permissions', title: 'permissions', examine: () => look(viewer, repository) };
}

async function look(viewer: () => Promise<Viewer>, repository: string | null): Promise<Finding> {
  const nothing = whyNoRepository(repository);
  if (nothing !== null) return nothing;
  const known = await viewer();
  if (known.kind === 'unknown') return needsToken();
  const path = `/repos/${repository}`;
  const description = await known.probe.ask(path);
  const found = description.kind === 'answer' ? Repository.safeParse(description.body) : null;
  const seen = found?.success ? found.data : null;
  // A private repository is hidden from a token without the scope, so this comes before whether it is there.
  const missing = missingScope(known.scopes, seen?.private ?? true);
  if (missing !== null) return missing;
  if (seen === null) return skipped('needs a repository that the token can see, see there');
  const refused = await refusedReads(known.probe, path, seen.has_issues);
  return refused ?? judgeWriting(known, seen);
}

/** https://docs.github.com/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps */
function missingScope(scopes: readonly string[] | null, isPrivate: boolean): Finding | null {
  if (scopes === null || scopes.includes('repo') || (!isPrivate && scopes.includes('public_repo'))) return null;
  return wrong(
    `the token's scope ${isPrivate ? 'repo' : 'public_repo'} is missing`,
    `Edit the token in your settings on GitHub, or make a fine-grained one: ${RIGHTS}.`,
  );
}

/** What cannot be read, found by reading one of each. */
async function refusedReads(probe: GitHubProbe, path: string, hasIssues: boolean): Promise<Finding | null> {
  const [issues, pulls] = await Promise.all([
    // GitHub answers 410 where issues are turned off, which the check of the repository reports.
    hasIssues ? probe.ask(`${path}/issues?state=all&per_page=1`) : null,
    probe.ask(`${path}/pulls?state=all&per_page=1`),
  ]);
  for (const reply of [issues, pulls]) {
    const obstacle = reply === null ? null : obstacleIn(reply, probe.origin);
    if (obstacle !== null) return obstacle;
  }
  const refused = [...nameIfRefused(issues, 'issues'), ...nameIfRefused(pulls, 'pull requests')];
  if (refused.length === 0) return null;
  return wrong(
    `the token may not read ${joinWords(refused.map(({ what }) => what))}`,
    `Give it ${RIGHTS}.${refused.map(({ accepted }) => accepted).join('')}`,
  );
}

function nameIfRefused(reply: Reply | null, what: string): { what: string; accepted: string }[] {
  if (reply === null || reply.kind === 'none' || reply.status === 200) return [];
  const accepted = reply.headers.get('x-accepted-github-permissions');
  return [{ what, accepted: accepted === null ? '' : ` GitHub wants ${accepted} for ${what}.` }];
}

/** A person's role in the repository bounds what any of their tokens may do. */
function judgeWriting({ login, scopes }: KnownViewer, { permissions }: Repository): Finding {
  const says = 'issues and pull requests can be read';
  const isReader = login !== null && permissions?.triage === false && permissions.push === false;
  if (isReader) {
    return warning(
      `${says}, but ${login} has no more than the role Read there`,
      'New issues can be filed; labels and reopening need the role Triage or Write.',
    );
  }
  return ok(says, scopes === null ? 'writing issues, which GitHub tells only on writing' : null);
}
