import type { WorkerEvent } from '../fleet/job-slots.ts';
import type { GitHub } from '../github/client.ts';
import type { Run } from '../model/run.ts';
import type { Channels } from '../notify/notify.ts';
import type { Context } from './context.ts';
import { notifyFailureOf, notifyOf } from './notify.ts';

export interface WorkerNews {
  /** Puts the worklog of a run that a worker ended where the config wants it, and tells the chat. */
  ended(run: Run): void;
  /**
   * Tells the chat of a job that is given up, so that its run does not come to its end. One that looks into a cluster is
   * left to the run, which ends without it and says so.
   */
  tookJob(event: Pick<WorkerEvent, 'outcome' | 'queue' | 'service' | 'because'>): void;
  /** Waits for what is being told, so many milliseconds at most: a chat that is busy may be asked for minutes. */
  settle(mostMs: number): Promise<void>;
}

/**
 * What `triage` does after a run, for the runs that a worker ends. A run is the same whether anybody heard of it: what could
 * not be told is noted.
 *
 * @param openGitHub the fleet's own way to the repository of a service
 */
export function createWorkerNews(
  context: Context,
  channels: Channels,
  openGitHub: (service: string, repository: string) => Promise<GitHub>,
  note: (text: string) => void,
): WorkerNews {
  const { worklog } = context.config;
  const telling = new Set<Promise<void>>();
  const tell = async (run: Run): Promise<void> => {
    const { repository, service } = run;
    if (worklog.commit && repository !== null) {
      const { commitWorklog } = await import('../triage/commit-worklog.ts');
      try {
        await commitWorklog(run, await openGitHub(service, repository), worklog);
      } catch (error) {
        note(`The worklog of run ${run.id} was not committed: ${messageOf(error)}`);
      }
    }
    for (const problem of await notifyOf(run, channels, context)) note(problem);
  };
  const keep = (what: Promise<void>): void => {
    const told = what.finally(() => telling.delete(told));
    telling.add(told);
  };
  const tellOfFailure = async (service: string, because: string): Promise<void> => {
    for (const problem of await notifyFailureOf(service, because, channels, context)) note(problem);
  };
  return {
    ended(run) {
      keep(tell(run).catch((error: unknown) => note(`Nobody was told of run ${run.id}: ${messageOf(error)}`)));
    },
    tookJob({ outcome, queue, service, because }) {
      if (outcome !== 'given up' || queue === 'investigate') return;
      keep(tellOfFailure(service, `the job ${queue} is given up: ${because ?? 'no reason is known'}`));
    },
    async settle(mostMs) {
      const enough = new Promise<void>((resolve) => void setTimeout(resolve, mostMs).unref());
      await Promise.race([Promise.all(telling), enough]);
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
