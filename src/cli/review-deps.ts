import type { LiveDeps } from '../review/deps.ts';
import { requireNamed } from '../review/require-named.ts';
import type { Store } from '../store/open.ts';
import type { Context } from './context.ts';

/**
 * What the functions of review/ need: the same for the commands, the page and MCP.
 *
 * @param onWait told in words when GitHub makes us wait
 */
export async function openReviewDeps(
  store: Store,
  context: Pick<Context, 'config' | 'configPath' | 'stateDir'>,
  onWait: (message: string) => void,
): Promise<LiveDeps> {
  const { createRedactor } = await import('../collect/redact.ts');
  const { loadRedactionKey } = await import('../collect/redaction-key.ts');
  const { openTracker } = await import('../triage/open-tracker.ts');
  const { config, stateDir } = context;
  return {
    store,
    config,
    now: () => new Date().toISOString(),
    // The key is made by the first thing that is hidden: a look at what is there leaves nothing behind.
    redactor: createRedactor({ key: () => loadRedactionKey(stateDir), patterns: config.redact }),
    openGitHub: (repository) => {
      requireNamed(repository, config, context.configPath);
      return openTracker(config, repository, store, onWait);
    },
  };
}
