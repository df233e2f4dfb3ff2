import type { Config } from '../config/schema.ts';
import { readApp } from '../github/app.ts';
import { type GitHub, openGitHub } from '../github/client.ts';
import { UsageError } from '../model/errors.ts';
import type { TapedAnswer } from '../model/tape.ts';
import type { Store } from '../store/open.ts';
import { openResponses } from '../store/responses.ts';

interface TrackerOptions {
  readonly onAnswer?: ((answer: TapedAnswer) => void) | undefined;
  /** See ConnectionOptions. */
  readonly turn?: (method: string, url: string) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/** The one GitHub repository, with token or App and address from the environment (DESIGN.md section 5). */
export async function openTracker(
  config: Config,
  repository: string,
  store: Store,
  onWait: (message: string) => void,
  { onAnswer, turn, signal }: TrackerOptions = {},
): Promise<GitHub> {
  const address = process.env.GITHUB_API_URL || undefined;
  if (address !== undefined && !/^https?:\/\/[^/]/.test(address)) {
    throw new UsageError(`GITHUB_API_URL "${address}" is no address: it begins with https:// or http://.`);
  }
  return openGitHub({
    repository,
    token: process.env.GITHUB_TOKEN || undefined,
    app: readApp(process.env),
    baseUrl: address,
    allowPublic: config.github.allowPublic,
    trustedAuthors: config.github.trustedAuthors,
    writeIntervalMs: config.github.writeIntervalMs,
    onWait,
    ...(onAnswer && { onAnswer }),
    ...(turn && { turn }),
    ...(signal && { signal }),
    memory: openResponses(store, () => new Date().toISOString()),
  });
}
