import { GitHubError } from '../model/errors.ts';
import type { Issue } from '../model/issue.ts';
import type { GitHub } from './client.ts';
import { ask } from './failure.ts';
import { isHere, RawIssue, toIssue } from './wire.ts';

/** What has become of an issue that was there once. */
export type Whereabouts =
  | { readonly now: 'there'; readonly found: Issue }
  /** Also where the number belongs to a pull request, so that the issue was never here. */
  | { readonly now: 'deleted' }
  | { readonly now: 'moved'; readonly url: string };

/** Looks for an issue by its number. GitHub leads from a transferred one to its new place. Throws GitHubError. */
export async function locateIssue(github: GitHub, number: number): Promise<Whereabouts> {
  try {
    const raw = await ask(`read issue #${number}`, RawIssue, () =>
      github.octokit.rest.issues.get({ owner: github.owner, repo: github.name, issue_number: number }),
    );
    if (!isHere(github, raw.repository_url)) return { now: 'moved', url: raw.html_url };
    return raw.pull_request === undefined ? { now: 'there', found: toIssue(raw) } : { now: 'deleted' };
  } catch (error) {
    if (error instanceof GitHubError && (error.status === 404 || error.status === 410)) return { now: 'deleted' };
    throw error;
  }
}
