import { PgBoss } from 'pg-boss';
import { z } from 'zod';
import { nameOfDatabase, readDatabaseUrl } from '../store/database-url.ts';
import { failureOf } from '../store/postgres-failure.ts';
import {
  type CollectJob,
  DEAD_LETTERS,
  type InvestigateJob,
  type MergeJob,
  type PublishJob,
  QUEUES,
  type SliceJob,
  SWEEP,
  TIDY,
  WAITING,
} from './jobs.ts';

/** Jobs on PostgreSQL, in a schema of their own beside the store's. */
export interface Queue {
  readonly boss: PgBoss;
  /** The runs of a service with jobs that wait or are under way, without what is taken up of runs that have ended. */
  runsOf(service: string): Promise<string[]>;
  /** A service has one job at a time: null when one waits or is under way already. */
  sendCollect(job: CollectJob): Promise<string | null>;
  sendSlice(job: SliceJob): Promise<string | null>;
  sendMerge(job: MergeJob): Promise<string | null>;
  /** All of them with one statement; one that waits or is under way already is not sent again. */
  sendInvestigate(jobs: readonly { readonly job: InvestigateJob; readonly priority: number }[]): Promise<void>;
  sendPublish(job: PublishJob, repository: string): Promise<string | null>;
  stop(): Promise<void>;
}

const Runs = z.array(z.looseObject({ run: z.string() }));

/** The queues whose jobs are each about a run that was begun. */
const AFTER_COLLECT = QUEUES.filter((name) => name !== 'collect');

/** Pause before a job that failed is tried again, in seconds; twice as long each time, up to the longest. */
const RETRY = { retryLimit: 8, retryDelay: 2, retryBackoff: true, retryDelayMax: 600 };

/** What failed as often as that is tried so many times more whenever a later run of its service has ended. */
const TRIED_AGAIN = 1;

/** A worker that gave no sign of life for so long has lost its job; pg-boss allows no less. */
const HEARTBEAT_S = 10;

/**
 * How often each worker looks after the queues, in seconds. A lost heartbeat is to be found soon; a schedule may be a
 * minute late; jobs here never wait for other jobs.
 */
const RHYTHM = {
  superviseIntervalSeconds: 10,
  monitorIntervalSeconds: 10,
  maintenanceIntervalSeconds: 600,
  cronMonitorIntervalSeconds: 45,
  cronWorkerIntervalSeconds: 45,
  flowIntervalSeconds: 86_400,
};

/** Whoever counts what waits reads all jobs there are: those that are done stay for an hour. */
const DONE_STAY_S = 3_600;

/**
 * Connects to the queues, and makes them where they are not there.
 *
 * @param isWorker takes jobs, and looks after the queues; else only sends and looks
 * @throws StoreError when PostgreSQL cannot be reached; UsageError for an address that is none
 */
export async function openQueue(
  databaseUrl: string,
  { isWorker, onError }: { readonly isWorker: boolean; readonly onError: (error: Error) => void },
): Promise<Queue> {
  const { connectionString, schema } = readDatabaseUrl(databaseUrl);
  const boss = new PgBoss({
    connectionString,
    schema: `${schema}_jobs`,
    application_name: 'log-gardener jobs',
    max: isWorker ? 4 : 2,
    useListenNotify: isWorker,
    supervise: isWorker,
    schedule: isWorker,
    ...RHYTHM,
  });
  boss.on('error', onError);
  try {
    await boss.start();
    await makeQueues(boss);
  } catch (error) {
    await boss.stop({ graceful: false });
    throw failureOf(nameOfDatabase(databaseUrl), error);
  }
  const runsOf = async (service: string): Promise<string[]> => {
    // One statement, that reads no job which is done.
    const { rows } = await boss.getDb().executeSql(
      `select distinct data->>'run' as run from ${schema}_jobs.job
       where name = any($1) and state::text = any($2) and data->>'service' = $3
       and coalesce(data->>'again', 'false') = 'false' order by run`,
      [AFTER_COLLECT, WAITING, service],
    );
    return Runs.parse(rows).map(({ run }) => run);
  };
  return {
    boss,
    runsOf,
    async sendCollect(job) {
      if ((await runsOf(job.service)).length > 0) return null;
      return boss.send('collect', job, { singletonKey: job.service });
    },
    sendSlice: (job) => boss.send('slice', job, { singletonKey: `${job.run} ${job.slice}` }),
    sendMerge: (job) => boss.send('merge', job, { singletonKey: job.run }),
    async sendInvestigate(jobs) {
      if (jobs.length === 0) return;
      const rows = jobs.map(({ job, priority }) => ({
        data: job,
        singletonKey: `${job.run} ${job.fingerprint}`,
        priority,
        ...(job.again && { retryLimit: TRIED_AGAIN }),
      }));
      await boss.insert('investigate', rows);
    },
    sendPublish: (job, repository) =>
      boss.send('publish', job, {
        singletonKey: job.run,
        // GitHub is written to by one at a time, and few wait for their turn; who only drafts waits for nobody.
        ...(job.mode === 'auto' && repository !== '' && { group: { id: repository } }),
      }),
    stop: () => boss.stop({ graceful: false }),
  };
}

async function makeQueues(boss: PgBoss): Promise<void> {
  await boss.createQueue(DEAD_LETTERS, { retentionSeconds: 90 * 86_400 });
  for (const name of QUEUES) {
    await boss.createQueue(name, {
      policy: 'exclusive',
      deadLetter: DEAD_LETTERS,
      heartbeatSeconds: HEARTBEAT_S,
      expireInSeconds: 6 * 3600,
      notify: true,
      deleteAfterSeconds: DONE_STAY_S,
      ...RETRY,
    });
  }
  for (const name of [TIDY, SWEEP]) await boss.createQueue(name, { policy: 'exclusive', retryLimit: 2 });
}

/** Shows the queues to `look`, and changes nothing; null where there are none yet. @throws StoreError */
export async function lookIntoQueues<T>(
  databaseUrl: string,
  look: (queue: Pick<Queue, 'boss'>) => Promise<T>,
): Promise<T | null> {
  const { connectionString, schema } = readDatabaseUrl(databaseUrl);
  const boss = new PgBoss({
    connectionString,
    schema: `${schema}_jobs`,
    max: 2,
    migrate: false,
    supervise: false,
    schedule: false,
  });
  boss.on('error', () => undefined);
  try {
    await boss.start();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (why === 'pg-boss is not installed') return null;
    throw failureOf(`The jobs on ${nameOfDatabase(databaseUrl)}`, error);
  }
  try {
    return await look({ boss });
  } finally {
    await boss.stop({ graceful: false });
  }
}
