import { basename } from 'node:path';
import type { Config } from '../config/schema.ts';
import type { GitHub } from '../github/client.ts';
import { ensureBranch, putFile } from '../github/files.ts';
import type { Run } from '../model/run.ts';
import { addToIndex } from '../worklog/index-page.ts';
import { renderWorklog } from '../worklog/render.ts';
import { worklogPath } from '../worklog/write.ts';

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
