import { runsUnderWay } from '../store/job-runs.ts';
import type { Store } from '../store/open.ts';
import { getRun } from '../store/runs.ts';
import { WAITING } from './jobs.ts';
import type { Queue } from './queue.ts';

/**
 * Asks for the end of every run that goes on though no job of it is left: each worker that had one died, and it was not
 * tried again. What nobody came to an end with, the run says.
 */
export async function endOrphans(store: Store, queue: Queue): Promise<void> {
  for (const { job, run: id } of await runsUnderWay(store)) {
    const jobs = [
      ...(await queue.boss.findJobs('collect', { id: job })),
      ...(await queue.boss.findJobs('merge', { data: { run: id } })),
      ...(await queue.boss.findJobs('investigate', { data: { run: id } })),
      ...(await queue.boss.findJobs('publish', { data: { run: id } })),
    ];
    if (jobs.some(({ state }) => WAITING.includes(state))) continue;
    const run = await getRun(store, id);
    if (run !== null) await queue.sendPublish({ service: run.service, mode: run.mode, run: id }, run.repository ?? '');
  }
}
