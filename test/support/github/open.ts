import { type GitHub, type GitHubOptions, openGitHub } from '../../../src/github/client.ts';
import type { ScenarioGitHub } from './server.ts';

/** A repository of a tracker that runs here; nothing waits between two writes. */
export function openScenarioGitHub(
  { token, url }: Pick<ScenarioGitHub, 'token' | 'url'>,
  repository: string,
  more: Partial<GitHubOptions> = {},
): Promise<GitHub> {
  return openGitHub({
    repository,
    token,
    baseUrl: url,
    allowPublic: false,
    trustedAuthors: [],
    writeIntervalMs: 0,
    ...more,
  });
}
