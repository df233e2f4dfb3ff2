import { postDrafts } from '../../src/review/post.ts';
import type { Store } from '../../src/store/open.ts';
import { openScenarioGitHub } from './github/open.ts';
import type { ScenarioGitHub } from './github/server.ts';

/** Posts what is approved to a scenario server, and waits for nobody. */
export function postApproved(
  store: Store,
  tracker: Pick<ScenarioGitHub, 'url' | 'token'>,
): ReturnType<typeof postDrafts> {
  return postDrafts('approved', {
    store,
    openGitHub: (repository) => openScenarioGitHub(tracker, repository),
    now: () => '2025-09-12T23:31:00Z',
    timing: { settleMs: 0, againMs: 0 },
  });
}
