import type { Config } from '../config/schema.ts';
import type { GitHub } from '../github/client.ts';

/** For so long nobody asks again whether the repository is there, private, and who we are. */
const KEPT_MS = 5 * 60_000;

/**
 * Opens each repository once for all jobs of a process, and anew after some minutes; every job counts its own requests.
 * One that could not be opened is tried again by the next job.
 *
 * @param now milliseconds since 1970
 */
export function keepTrackers(
  open: (config: Config, repository: string) => Promise<GitHub>,
  now: () => number,
): (config: Config, repository: string) => Promise<GitHub> {
  const kept = new Map<string, { opening: Promise<GitHub>; at: number }>();
  return async (config, repository) => {
    // Services may say different things of one repository.
    const key = JSON.stringify([repository.toLowerCase(), config.github]);
    let known = kept.get(key);
    if (known === undefined || now() - known.at > KEPT_MS) {
      known = { opening: open(config, repository), at: now() };
      kept.set(key, known);
      known.opening.catch(() => kept.delete(key));
    }
    return (await known.opening).forCluster();
  };
}
