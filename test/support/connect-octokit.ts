import { Octokit } from '@octokit/rest';

/** Octokit as it comes, without plugins that wait or try again. */
export function connectOctokit(github: { url: string; token: string }): Octokit {
  return new Octokit({ baseUrl: github.url, auth: github.token, log: SILENT });
}

const quiet = () => undefined;
const SILENT = { debug: quiet, info: quiet, warn: quiet, error: quiet };
