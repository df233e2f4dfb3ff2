import type { Config } from '../config/schema.ts';
import { type GitHub, openGitHub } from '../github/client.ts';

/** The one GitHub repository, with token and address from the environment (DESIGN.md section 5). */
export async function openTracker(
  config: Config,
  repository: string,
  onWait: (message: string) => void,
): Promise<GitHub> {
  return openGitHub({
    repository,
    token: process.env.GITHUB_TOKEN || undefined,
    baseUrl: process.env.GITHUB_API_URL || undefined,
    allowPublic: config.github.allowPublic,
    trustedAuthors: config.github.trustedAuthors,
    writeIntervalMs: config.github.writeIntervalMs,
    onWait,
  });
}
