import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Run } from '../model/run.ts';
import { DEAD_LETTERS, QUEUES, type QueueName } from './jobs.ts';
import type { Queue } from './queue.ts';
import type { WorkerEvent } from './worker.ts';

/** What Prometheus is told: of this process what it did, of the fleet what waits. */
export interface Metrics {
  job(event: WorkerEvent): void;
  /** A step that came to its end, with the run as it left it. */
  step(queue: QueueName, run: Run): void;
  trouble(): void;
  /** In Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Queue depth and lag are looked up when somebody asks. */
export function createMetrics({ boss }: Pick<Queue, 'boss'>, now: () => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const count = <T extends string>(name: string, help: string, labelNames: readonly T[] = []) =>
    new Counter<T>({ name: `log_gardener_${name}`, help, labelNames, registers });
  const jobs = count('jobs_total', 'Jobs that this worker took, by how they ended.', ['queue', 'outcome']);
  const entries = count('entries_total', 'Log entries that were read.');
  const clusters = count('clusters_total', 'Clusters that were found.');
  const drafts = count('drafts_total', 'Drafts of the runs that ended here, by what became of them.', ['status']);
  const errors = count('errors_total', 'Jobs that failed, and troubles with the queue.');
  const tokens = count('tokens_total', 'Tokens of the model, of the runs that ended here.', ['kind']);
  const dollars = count('dollars_total', 'US dollars for the model, of the runs that ended here.');
  const seconds = new Histogram({
    name: 'log_gardener_job_seconds',
    help: 'How long jobs took.',
    labelNames: ['queue'],
    buckets: [0.05, 0.2, 1, 5, 20, 60, 300, 1800],
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
  };
  return {
    job({ queue, outcome, milliseconds }) {
      jobs.inc({ queue, outcome });
      seconds.observe({ queue }, milliseconds / 1000);
      if (outcome === 'failed') errors.inc();
    },
    step(queue, run) {
      if (queue === 'collect') {
        entries.inc(run.collected.read);
        clusters.inc(run.clusters.length);
      }
      if (queue !== 'publish') return;
      for (const { draft } of run.clusters) if (draft) drafts.inc({ status: draft.state.status });
      tokens.inc({ kind: 'input' }, run.cost.inputTokens);
      tokens.inc({ kind: 'output' }, run.cost.outputTokens);
      dollars.inc(run.cost.usd);
    },
    trouble: () => errors.inc(),
    async text() {
      await look();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
