import type { Command } from 'commander';
import { NotFoundError, UsageError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import type { Store } from '../store/open.ts';
import { openContext } from './context.ts';
import { say } from './say.ts';

/** `worklog show|path|summary`: the Markdown record of a run, or of the last run of every service. */
export function registerWorklog(program: Command): void {
  const worklog = program.command('worklog').description('the Markdown record of a run');
  worklog
    .command('show')
    .description('print the worklog of a run (default: the last); --json prints the run itself')
    .argument('[run]', 'run id')
    .action(async (id: string | undefined, _options: unknown, command: Command) => {
      const { run, json } = await findRun(id, command);
      const { renderWorklog } = await import('../worklog/render.ts');
      process.stdout.write(json ? `${JSON.stringify(run)}\n` : renderWorklog(run));
    });
  worklog
    .command('path')
    .description('print where the worklog of a run is (default: the last)')
    .argument('[run]', 'run id')
    .action(async (id: string | undefined, _options: unknown, command: Command) => {
      const { run, json, worklogDir } = await findRun(id, command);
      const { existsSync } = await import('node:fs');
      const { worklogPath } = await import('../worklog/write.ts');
      const path = worklogPath(worklogDir, run);
      if (!existsSync(path)) {
        // A worker of another machine wrote it, or somebody moved it.
        throw new NotFoundError(`There is no ${path}. Print it anew with: log-gardener worklog show ${run.id}`);
      }
      process.stdout.write(json ? `${JSON.stringify({ path })}\n` : `${path}\n`);
    });
  worklog
    .command('summary')
    .description('print the last run of every service, and what several services share; --json prints the runs')
    .action(async (_options: unknown, command: Command) => {
      const { runs, json, where } = await lastRuns(command);
      const { renderAcrossServices } = await import('../worklog/across-services.ts');
      if (runs.length === 0) say(`No run yet in ${where}. Start one with: log-gardener triage --source FILE`);
      if (runs.length > 0 || json)
        process.stdout.write(json ? `${JSON.stringify({ runs })}\n` : renderAcrossServices(runs));
    });
}

async function lastRuns(command: Command) {
  const context = await openContext(command);
  const { openStoreIfThere } = await import('../store/open.ts');
  const { lastRunIds } = await import('../store/run-heads.ts');
  const { getRun } = await import('../store/runs.ts');
  const store = await openStoreIfThere(context.stateDir);
  try {
    const runs: Run[] = [];
    for (const id of await lastRunIds(store)) {
      const run = await getRun(store, id);
      if (run) runs.push(run);
    }
    return { ...context, runs, where: store.where };
  } finally {
    await store.close();
  }
}

const MOST_NAMED = 5;

/** Where nothing else lists the ids of runs. */
async function lastOnes(store: Store): Promise<string> {
  const { listRunStatuses } = await import('../store/run-heads.ts');
  const ids = (await listRunStatuses(store, MOST_NAMED)).map(({ id }) => id);
  if (ids.length === 0) return ' There is none yet.';
  return ids.length === 1 ? ` The only one is ${ids[0]}.` : `\nThe last ones, the newest first: ${ids.join(', ')}.`;
}

async function findRun(id: string | undefined, command: Command) {
  const context = await openContext(command);
  const { openStoreIfThere } = await import('../store/open.ts');
  const { getRun, lastRun } = await import('../store/runs.ts');
  const store = await openStoreIfThere(context.stateDir);
  try {
    const run = id === undefined ? await lastRun(store) : await getRun(store, id);
    if (!run) {
      throw new UsageError(
        id === undefined
          ? `No run yet in ${store.where}. Start one with: log-gardener triage --source FILE`
          : `No run ${id} in ${store.where}.${await lastOnes(store)}`,
      );
    }
    return { ...context, run };
  } finally {
    await store.close();
  }
}
