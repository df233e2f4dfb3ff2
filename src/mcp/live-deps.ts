import type { LiveDeps } from '../review/deps.ts';
import { requireNamed } from '../review/require-named.ts';
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
      requireNamed(repository, config, 'log-gardener.yaml');
      return deps.openGitHub(repository, store);
    },
  };
}
