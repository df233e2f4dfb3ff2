import { expect, it, onTestFinished, vi } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { openTracker } from '../../src/triage/open-tracker.ts';
import { history, tracker } from '../github/connect.ts';
import { temporaryStore } from '../support/store.ts';

/** Opens a repository as the config says, with token and address from the environment. */
async function openAs(github: object, isPrivate = true) {
  const { repository } = history();
  const { token, url } = await tracker({ repository: { ...repository, private: isPrivate } });
  vi.stubEnv('GITHUB_TOKEN', token);
  vi.stubEnv('GITHUB_API_URL', url);
  onTestFinished(() => void vi.unstubAllEnvs());
  return openTracker(Config.parse({ github }), 'acme/shop', await temporaryStore(), () => undefined);
}

it('trusts whom the config names, and waits between writes as long as it says', async () => {
  const github = await openAs({ trustedAuthors: ['Old-Bot'], writeIntervalMs: 7 });
  expect([...github.trusted].sort()).toEqual(['gardener', 'old-bot']);
  expect(github.writeIntervalMs).toBe(7);
});

it('opens a public repository where the config allows it, and else none', async () => {
  await expect(openAs({}, false)).rejects.toThrow('github.allowPublic: true');
  await expect(openAs({ allowPublic: true }, false)).resolves.toMatchObject({ name: 'shop' });
});
