import { z } from 'zod';
import { type AppCredentials, findInstallation, signAsApp } from './app.ts';
import { createConnections } from './connection.ts';
import { ask } from './failure.ts';

/** A token of the App's installation on this repository, good for an hour. Throws GitHubError. */
export async function makeAppToken(
  app: AppCredentials,
  repository: string,
  baseUrl: string | undefined,
): Promise<string> {
  const [owner = '', repo = ''] = repository.split('/');
  const auth = signAsApp(app);
  const { octokit } = createConnections({ baseUrl, auth, writeIntervalMs: 0, onRequest: () => undefined })();
  const { id } = await findInstallation(octokit, owner, repo);
  const made = await ask('make a token of the GitHub App', z.looseObject({ token: z.string().min(1) }), () =>
    octokit.rest.apps.createInstallationAccessToken({ installation_id: id }),
  );
  return made.token;
}
