import { GitHubError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import type { Context } from './context.ts';
import { say } from './say.ts';

/** Puts the worklog into the repository where the config says so. Gives what went wrong, a sentence each. */
export async function commitWorklogOf(run: Run, { config, stateDir }: Context): Promise<string[]> {
  if (!config.worklog.commit) return [];
  if (run.repository === null) return ['The worklog was not committed: no repository is configured.'];
  const { openStore } = await import('../store/open.ts');
  const { openTracker } = await import('../triage/open-tracker.ts');
  const { commitWorklog } = await import('../triage/commit-worklog.ts');
  const store = await openStore(stateDir);
  try {
    await commitWorklog(run, await openTracker(config, run.repository, store, say), config.worklog);
    return [];
  } catch (error) {
    if (error instanceof GitHubError) return [`The worklog was not committed: ${error.message}`];
    throw error;
  } finally {
    await store.close();
  }
}
