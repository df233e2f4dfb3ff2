import { createPrivateKey } from 'node:crypto';
import { createAppAuth } from '@octokit/auth-app';
import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { GitHubError, UsageError } from '../model/errors.ts';
import { RIGHTS } from './advice.ts';
import { ask } from './failure.ts';

/** What a GitHub App signs in with. */
export interface AppCredentials {
  readonly appId: string;
  /** PEM, as GitHub hands it out. */
  readonly privateKey: string;
}

/** Signs requests as the App, and makes and renews the tokens of its installation. */
export type AppAuth = ReturnType<typeof createAppAuth>;

const APP_NEEDS = `Its permissions: ${RIGHTS}. Install it on the repository.`;

const Installation = z.looseObject({
  id: z.int(),
  app_slug: z.string().min(1),
  permissions: z.looseObject({ issues: z.string().optional(), pull_requests: z.string().optional() }),
  suspended_at: z.string().nullish(),
});

/**
 * The App of `GITHUB_APP_ID` and `GITHUB_APP_PRIVATE_KEY` (PEM; its line breaks may be written as `\n`), or null when
 * neither is set. Throws UsageError when one is missing or makes no sense; the key is never quoted.
 */
export function readApp(env: Readonly<Record<string, string | undefined>>): AppCredentials | null {
  const appId = env.GITHUB_APP_ID?.trim() ?? '';
  const key = env.GITHUB_APP_PRIVATE_KEY?.trim() ?? '';
  if (appId === '' && key === '') return null;
  if (appId === '')
    throw new UsageError('GITHUB_APP_PRIVATE_KEY is set and GITHUB_APP_ID is not: a GitHub App needs both.');
  if (key === '')
    throw new UsageError('GITHUB_APP_ID is set and GITHUB_APP_PRIVATE_KEY is not: a GitHub App needs both.');
  if (!/^[A-Za-z0-9.]+$/.test(appId)) {
    throw new UsageError('GITHUB_APP_ID is neither the number nor the client id that the settings of the App show.');
  }
  const privateKey = key.replaceAll('\\n', '\n');
  if (!isPrivateKey(privateKey)) {
    throw new UsageError(
      'GITHUB_APP_PRIVATE_KEY is no RSA private key in PEM. Set it to the whole file that GitHub made: GITHUB_APP_PRIVATE_KEY="$(cat app.private-key.pem)".',
    );
  }
  return { appId, privateKey };
}

/** Signs as the App itself: enough to find its installation. */
export function signAsApp(app: AppCredentials): AppAuth {
  return createAppAuth({ ...app });
}

/** Signs as the App's installation. Tokens last an hour; a new one is made before that, whatever is going on. */
export function signAsInstallation(app: AppCredentials, installationId: number): AppAuth {
  return createAppAuth({ ...app, installationId });
}

/**
 * The App's installation on a repository, and the login that it writes as. Throws GitHubError where the App is not
 * installed there, is suspended, or may not do what a run needs.
 *
 * @param octokit signs as the App
 */
export async function findInstallation(
  octokit: Octokit,
  owner: string,
  repo: string,
): Promise<{ id: number; login: string }> {
  const found = await askInstallation(octokit, owner, repo);
  if (found.suspended_at) {
    throw new GitHubError(
      `The GitHub App ${found.app_slug} is suspended for ${owner}. An owner can take that back.`,
      403,
    );
  }
  const { issues, pull_requests } = found.permissions;
  if (issues !== 'write' || pull_requests === undefined) {
    const lacks = issues !== 'write' ? 'write issues' : 'read pull requests';
    throw new GitHubError(`The GitHub App ${found.app_slug} may not ${lacks} in ${owner}/${repo}. ${APP_NEEDS}`, 403);
  }
  return { id: found.id, login: `${found.app_slug}[bot]` };
}

async function askInstallation(octokit: Octokit, owner: string, repo: string): Promise<z.infer<typeof Installation>> {
  try {
    return await ask(`find the installation of the GitHub App on ${owner}/${repo}`, Installation, () =>
      octokit.rest.apps.getRepoInstallation({ owner, repo }),
    );
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    if (error.status === 401) {
      const text =
        'GitHub does not accept the key of the App. Do GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY belong together?';
      throw new GitHubError(`${text} Is the clock of this machine right?`, 401, { cause: error });
    }
    if (error.status === 404) {
      throw new GitHubError(
        `The GitHub App is not installed on ${owner}/${repo}, or there is no such repository. ${APP_NEEDS}`,
        404,
        { cause: error },
      );
    }
    throw error;
  }
}

function isPrivateKey(text: string): boolean {
  try {
    return createPrivateKey(text).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}
