import type { Command } from 'commander';
import type { Draft } from '../model/draft.ts';
import { GitHubError } from '../model/errors.ts';
import type { LiveDeps } from '../review/deps.ts';
import type { Store } from '../store/open.ts';
import { type Context, openContext } from './context.ts';
import { say } from './say.ts';

/** The runs that the drafts are of. */
export function runsOf(drafts: readonly Draft[]): string[] {
  return drafts.map(({ run }) => run);
}

/** The worklogs say what became of the drafts. */
export async function refreshRuns(runs: readonly string[], store: Store, worklogDir: string): Promise<void> {
  const { refreshRun } = await import('../triage/refresh-run.ts');
  for (const run of new Set(runs)) {
    await refreshRun(run, { store, worklogDir }, new Date().toISOString());
  }
}

/**
 * After something was posted: the worklogs say so, those in the repository too.
 *
 * @returns whether they do; what went wrong is told
 */
export async function refreshPosted(
  runs: readonly string[],
  deps: Pick<LiveDeps, 'config' | 'store' | 'openGitHub'> & { readonly worklogDir: string },
): Promise<boolean> {
  await refreshRuns(runs, deps.store, deps.worklogDir);
  const { commitPosted } = await import('../triage/commit-worklog.ts');
  try {
    for (const run of new Set(runs)) await commitPosted(run, deps);
    return true;
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    tell(`The worklog was not committed: ${error.message}`);
    return false;
  }
}

/** Opens the store for one act, and closes it after. */
export async function withStore(
  command: Command,
  act: (store: Store, context: Context) => Promise<void>,
): Promise<void> {
  const context = await openContext(command);
  const { openStoreIfThere } = await import('../store/open.ts');
  const store = await openStoreIfThere(context.stateDir);
  try {
    await act(store, context);
  } finally {
    await store.close();
  }
}

/** What posting waits for, where a signal may end it: nothing of the draft is under way yet. */
export function waitWords(message: string): string {
  return `${message} Ctrl-C ends the wait.`;
}

/** A word for people while something is going on. */
export function tell(message: string): void {
  say(message);
}
