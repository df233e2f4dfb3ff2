import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { TokenCount } from '../model/transcript.ts';
import { countDrafts, Status } from '../store/draft-pages.ts';
import type { Store } from '../store/open.ts';
import type { TriageEvent } from '../triage/events.ts';
import type { WorkerEvent } from './job-slots.ts';
import { DEAD_LETTERS, QUEUES } from './jobs.ts';
import type { Queue } from './queue.ts';

/** What Prometheus is told: of this process what it did, each thing once and when it was done; of the fleet what waits. */
export interface Metrics {
  job(event: WorkerEvent): void;
  /** What a run tells of itself. */
  event(event: TriageEvent): void;
  /** An answer of the model, and US dollars for it. */
  paid(tokens: TokenCount, usd: number): void;
  trouble(): void;
  /** In Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/**
 * Drafts, queue depth and lag are looked up when somebody asks.
 *
 * @param now milliseconds since 1970, by the clock of PostgreSQL
 */
export function createMetrics(store: Store, { boss }: Pick<Queue, 'boss'>, now: () => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const count = <T extends string>(name: string, help: string, labelNames: readonly T[] = []) =>
    new Counter<T>({ name: `log_gardener_${name}`, help, labelNames, registers });
  const jobs = count('jobs_total', 'Jobs that this worker took, by how they ended.', ['queue', 'outcome']);
  const entries = count('entries_total', 'Log entries that were read.');
  const clusters = count('clusters_total', 'Clusters that were found.');
  const posts = count('posts_total', 'Drafts that this worker brought to GitHub.');
  const errors = count('errors_total', 'Jobs that failed, and troubles with the queue.');
  const tokens = count('tokens_total', 'Tokens of the model, of the answers that this worker got.', ['kind']);
  const dollars = count('dollars_total', 'US dollars for the model, for the answers that this worker got.');
  const seconds = new Histogram({
    name: 'log_gardener_job_seconds',
    help: 'How long jobs took.',
    labelNames: ['queue'],
    buckets: [0.05, 0.2, 1, 5, 20, 60, 300, 1800],
    registers,
  });
  const drafts = new Gauge({
    name: 'log_gardener_drafts',
    help: 'Drafts that are kept, by what became of them, of the whole fleet.',
    labelNames: ['status'],
    registers,
  });
  const depth = new Gauge({
    name: 'log_gardener_queue_depth',
    help: 'Jobs that wait, of the whole fleet.',
    labelNames: ['queue'],
    registers,
  });
  const lag = new Gauge({
    name: 'log_gardener_lag_seconds',
    help: 'For how long the job that has waited longest could have been taken, of the whole fleet.',
    registers,
  });
  const look = async (): Promise<void> => {
    let oldest = now();
    for (const queue of [...QUEUES, DEAD_LETTERS]) {
      const waiting = await boss.findJobs(queue, { queued: true });
      depth.set({ queue }, waiting.length);
      if (queue === DEAD_LETTERS) continue;
      for (const { startAfter } of waiting) oldest = Math.min(oldest, startAfter.getTime());
    }
    lag.set(Math.max(0, (now() - oldest) / 1000));
    const counted = await countDrafts(store, '');
    for (const status of Status.options) drafts.set({ status }, counted.get(status) ?? 0);
  };
  return {
    job({ queue, outcome, milliseconds }) {
      jobs.inc({ queue, outcome });
      seconds.observe({ queue }, milliseconds / 1000);
      if (outcome === 'failed' || outcome === 'given up') errors.inc();
    },
    event(event) {
      if (event.kind === 'clustered') {
        entries.inc(event.entries);
        clusters.inc(event.clusters);
      }
      if (event.kind === 'posted') posts.inc();
    },
    paid({ input, cacheWrite, cacheRead, output }, usd) {
      for (const [kind, much] of Object.entries({ input, cache_write: cacheWrite, cache_read: cacheRead, output })) {
        tokens.inc({ kind }, much);
      }
      dollars.inc(usd);
    },
    trouble: () => errors.inc(),
    async text() {
      await look();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
