import type { Command } from 'commander';
import type { Watch } from '../fleet/watch.ts';
import { ConfigError } from '../model/errors.ts';
import { openContext } from './context.ts';
import { EXIT } from './exit-codes.ts';

interface WorkerOptions {
  concurrency?: string;
  investigator?: string;
  listen?: string;
}

/** What is under way when a worker is to stop has so long to end by itself. */
const GRACE_MS = 8_000;

const MOST_CONCURRENCY = 32;

/** `worker`: takes jobs of the fleet until it is stopped; any number of them share a PostgreSQL. */
export function registerWorker(program: Command, finish: (exit: number) => void): void {
  program
    .command('worker')
    .description('take jobs of a fleet from PostgreSQL (DATABASE_URL) until stopped')
    .option('--concurrency <n>', 'jobs of each kind that are under way at once (default: limits.concurrency)')
    .option('--investigator <name>', 'claude or rules (default: claude where a key or Vertex is set up)')
    .option('--listen <address>', 'serve /healthz, /readyz and /metrics, for example 9090 or 0.0.0.0:9090')
    .addHelpText(
      'after',
      '\nA service whose logs cover more than fleet.slice is read in slices, each by any\nworker, and put together as one run.\n\nSIGTERM lets what is under way end for 8 seconds, then hands it back: another\nworker goes on from what is stored. Logs go to stdout, one JSON object a line,\nas Cloud Logging reads them.',
    )
    .action(async (options: WorkerOptions, command: Command) => {
      const context = await openContext(command);
      const { wholeNumber } = await import('./options.ts');
      const concurrency = wholeNumber(
        '--concurrency',
        options.concurrency ?? String(context.config.limits.concurrency),
        MOST_CONCURRENCY,
      );
      const { openSharedStore } = await import('../store/fences.ts');
      const { keptSince, removeOld } = await import('../store/retention.ts');
      const { removeLeftovers } = await import('../store/leftovers.ts');
      const { dropAbandoned } = await import('../store/slices.ts');
      const { openQueue } = await import('../fleet/queue.ts');
      const { keepSchedules } = await import('../fleet/schedules.ts');
      const { createMetrics } = await import('../fleet/metrics.ts');
      const { startWatch } = await import('../fleet/watch.ts');
      const { sql } = await import('kysely');
      const { startWorker } = await import('../fleet/worker.ts');
      const { createFleetLog } = await import('../fleet/log.ts');
      const { createScenes } = await import('./fleet-scene.ts');
      const { readChannels } = await import('../notify/notify.ts');
      const { createWorkerNews } = await import('./worker-news.ts');
      const url = databaseUrl();
      const channels = readChannels(context.config, process.env);
      const log = createFleetLog(process.stdout);
      const stopped = new Promise<void>((resolve) => {
        process.once('SIGTERM', resolve);
        process.once('SIGINT', resolve);
      });
      const store = await openSharedStore(url);
      // A worker that cannot start ends, and keeps nothing open.
      const closing = async (error: unknown): Promise<never> => {
        await store.close();
        throw error;
      };
      const calledOff = new AbortController();
      const scenes = await createScenes(context, store, options.investigator, {
        onNote: log.note,
        onEvent: (event) => metrics.event(event),
        onPaid: (tokens, usd) => metrics.paid(tokens, usd),
        signal: calledOff.signal,
      }).catch(closing);
      const troubles: Error[] = [];
      let onError = (error: Error): void => void troubles.push(error);
      const queue = await openQueue(url, { isWorker: true, onError: (error) => onError(error) }).catch(
        (error: unknown) => {
          scenes.end();
          return closing(error);
        },
      );
      const metrics = createMetrics(store, queue, scenes.now);
      onError = (error) => {
        metrics.trouble();
        log.trouble(error.message);
      };
      for (const error of troubles) onError(error);
      const news = createWorkerNews(context, channels, scenes.openGitHub, log.note);
      let watch: Watch | null = null;
      try {
        await keepSchedules(queue, context.config, log.note);
        const worker = await startWorker({
          store,
          queue,
          concurrency,
          calledOff,
          sceneOf: scenes.sceneOf,
          tidy: async (shared, jobs) => {
            const { runs, transcripts } = await removeOld(shared, keptSince(context.config.retention, Date.now()));
            if (runs + transcripts > 0) log.note(`removed ${runs} old runs and ${transcripts} transcripts`);
            const given = await dropAbandoned(shared, Date.now());
            if (given > 0) log.note(`removed what was read for ${given} runs that never began`);
            const left = await removeLeftovers(shared, { now: scenes.now(), jobs });
            if (left > 0) log.note(`removed ${left} rows that jobs had left behind`);
          },
          log: (event) => {
            metrics.job(event);
            log.job(event);
            news.tookJob(event);
          },
          onStep: (step, run) => {
            if (step === 'publish' && run.status !== 'running') news.ended(run);
          },
        });
        let isStopping = false;
        const isReady = async (): Promise<void> => {
          if (isStopping) throw new Error('the worker stops');
          await sql`select 1`.execute(store.db);
        };
        watch = options.listen === undefined ? null : await startWatch(options.listen, metrics, isReady);
        if (watch) log.note(`watched on port ${watch.port}`);
        log.note('worker takes jobs');
        await stopped;
        isStopping = true;
        log.note('worker stops: what is under way has 8 s to end');
        await worker.stop(GRACE_MS);
        await news.settle(GRACE_MS);
      } finally {
        await watch?.close();
        await queue.stop();
        await store.close();
        scenes.end();
      }
      finish(EXIT.done);
    });
}

/** @throws ConfigError where there is none: a fleet shares one */
export function databaseUrl(): string {
  const url = process.env.DATABASE_URL ?? '';
  if (url !== '') return url;
  throw new ConfigError('DATABASE_URL is not set: a fleet shares a PostgreSQL. Without one, run log-gardener triage.');
}
