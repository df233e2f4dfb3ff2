import { UsageError } from '../model/errors.ts';
import type { LiveDeps } from '../review/deps.ts';
import type { Scene } from './tool.ts';

/** What the functions of review/ need, for one call. */
export function liveDeps({ deps, store, redactor }: Pick<Scene, 'deps' | 'store' | 'redactor'>): LiveDeps {
  const { config, now } = deps;
  return {
    store,
    now,
    config,
    redactor,
    async openGitHub(repository) {
      refuseElsewhere(repository, config.repository);
      return deps.openGitHub(repository, store);
    },
  };
}

/** A draft of another time may name a repository that the config does not any more. */
export function refuseElsewhere(repository: string, configured: string): void {
  if (configured === '' || configured.toLowerCase() === repository.toLowerCase()) return;
  throw new UsageError(
    `The draft is for ${repository}, but log-gardener.yaml names ${configured}. GitHub was not asked.`,
  );
}
