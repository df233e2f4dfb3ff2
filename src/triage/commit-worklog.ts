import { basename } from 'node:path';
import type { Config } from '../config/schema.ts';
import type { GitHub } from '../github/client.ts';
import { ensureBranch, putFile } from '../github/files.ts';
import type { Run } from '../model/run.ts';
import type { Store } from '../store/open.ts';
import { UnreadableRecord } from '../store/parse-record.ts';
import { getRun } from '../store/runs.ts';
import { addToIndex } from '../worklog/index-page.ts';
import { renderWorklog } from '../worklog/render.ts';
import { worklogPath } from '../worklog/write.ts';
import { withDraftStates } from './refresh-run.ts';

/**
 * Puts the worklog of a run onto its branch of the repository, and the run into the list of runs beside it
 * (README.md, which GitHub shows below the folder). Done again, it changes nothing that is the same.
 *
 * @throws GitHubError
 */
export async function commitWorklog(run: Run, github: GitHub, { branch, folder }: Config['worklog']): Promise<void> {
  await ensureBranch(github, branch);
  const name = basename(worklogPath('', run));
  // No workflow needs to run for it: https://docs.github.com/en/actions/how-tos/manage-workflow-runs/skip-workflow-runs
  const message = `Worklog of log-gardener's run ${run.id} [skip ci]`;
  const text = renderWorklog(run);
  await putFile(github, { branch, path: `${folder}/${name}`, message }, () => text);
  await putFile(github, { branch, path: `${folder}/README.md`, message }, (before) => addToIndex(before, run, name));
}

/**
 * Commits the worklog of a run once more where the config wants worklogs in the repository: something of it was posted
 * since. A run that is not in the store, or cannot be read any more, is left alone.
 *
 * @throws GitHubError
 */
export async function commitPosted(
  id: string,
  deps: {
    readonly config: Pick<Config, 'worklog'>;
    readonly store: Store;
    readonly openGitHub: (repository: string) => Promise<GitHub>;
  },
): Promise<void> {
  const { worklog } = deps.config;
  if (!worklog.commit) return;
  const run = await getRun(deps.store, id).catch((error: unknown) => {
    if (error instanceof UnreadableRecord) return null;
    throw error;
  });
  if (run === null || run.repository === null) return;
  await commitWorklog(await withDraftStates(run, deps.store), await deps.openGitHub(run.repository), worklog);
}
