import { expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { keepTrackers } from '../../src/fleet/trackers.ts';
import { openGitHub } from '../../src/github/client.ts';
import { GitHubError } from '../../src/model/errors.ts';
import { startTracker } from '../support/fleet.ts';

const MINUTE = 60_000;

it('opens a repository once for the jobs of some minutes, each with requests of its own', async () => {
  const tracker = await startTracker();
  let [time, opened, down] = [0, 0, true];
  const openKept = keepTrackers(
    async (config, repository) => {
      opened += 1;
      if (down) throw new GitHubError('GitHub does not answer.', 0);
      return openGitHub({
        repository,
        token: tracker.token,
        baseUrl: tracker.url,
        allowPublic: config.github.allowPublic,
        trustedAuthors: config.github.trustedAuthors,
        writeIntervalMs: 0,
      });
    },
    () => time,
  );
  const config = Config.parse({});
  await expect(openKept(config, 'acme/shop')).rejects.toThrow('does not answer');
  down = false;
  const one = await openKept(config, 'acme/shop');
  await one.octokit.rest.issues.listForRepo({ owner: 'acme', repo: 'shop' });
  const other = await openKept(config, 'Acme/Shop');
  expect([opened, one.requests(), other.requests()]).toEqual([2, 1, 0]);
  time = 6 * MINUTE;
  await openKept(config, 'acme/shop');
  expect(opened).toBe(3);
  await openKept(Config.parse({ github: { trustedAuthors: ['ann'] } }), 'acme/shop');
  expect(opened).toBe(4);
});
