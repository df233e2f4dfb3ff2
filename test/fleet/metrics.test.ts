import { expect, it, onTestFinished } from 'vitest';
import { createFleetLog } from '../../src/fleet/log.ts';
import { createMetrics } from '../../src/fleet/metrics.ts';
import { openQueue } from '../../src/fleet/queue.ts';
import { startWatch } from '../../src/fleet/watch.ts';
import { addDraft } from '../../src/store/drafts.ts';
import { newIssueDraft } from '../support/drafts.ts';
import { databaseOf, temporaryFolder, temporaryStore } from '../support/store.ts';

const JOB = {
  queue: 'publish',
  service: 'checkout',
  run: '2025-09-12T23-30-00Z',
  attempt: 1,
  milliseconds: 40,
} as const;

it('counts what a worker did, once, and looks up what the fleet holds and waits for', async () => {
  const folder = temporaryFolder();
  const store = await temporaryStore(folder);
  await addDraft(store, newIssueDraft());
  const queue = await openQueue(databaseOf(folder), { isWorker: false, onError: () => undefined });
  onTestFinished(() => queue.stop());
  await queue.sendCollect({ service: 'checkout', mode: 'draft', sources: [] });
  const [waiting] = await queue.boss.findJobs('collect');
  const later = (waiting?.startAfter.getTime() ?? 0) + 90_000;
  const metrics = createMetrics(store, queue, () => later);
  metrics.event({ kind: 'clustered', entries: 50, kept: 40, clusters: 3 });
  metrics.event({ kind: 'posted', title: 'Payment gateway timed out', url: 'https://github.com/acme/shop/issues/1' });
  metrics.paid({ input: 100, cacheWrite: 20, cacheRead: 3, output: 4 }, 0.25);
  metrics.paid({ input: 1, cacheWrite: 0, cacheRead: 0, output: 0 }, 0.5);
  for (const outcome of ['done', 'failed', 'given up'] as const) metrics.job({ ...JOB, outcome, because: null });
  metrics.trouble();
  const told = (await metrics.text()).split('\n');
  for (const line of [
    'log_gardener_entries_total 50',
    'log_gardener_clusters_total 3',
    'log_gardener_posts_total 1',
    'log_gardener_drafts{status="pending"} 1',
    'log_gardener_drafts{status="posted"} 0',
    'log_gardener_errors_total 3',
    'log_gardener_tokens_total{kind="input"} 101',
    'log_gardener_tokens_total{kind="cache_write"} 20',
    'log_gardener_tokens_total{kind="cache_read"} 3',
    'log_gardener_tokens_total{kind="output"} 4',
    'log_gardener_dollars_total 0.75',
    'log_gardener_jobs_total{queue="publish",outcome="given up"} 1',
    'log_gardener_queue_depth{queue="collect"} 1',
    'log_gardener_queue_depth{queue="dead-letters"} 0',
    'log_gardener_lag_seconds 90',
  ]) {
    expect(told).toContain(line);
  }
});

it('is not ready where PostgreSQL says nothing, and says so in time', async () => {
  const silent = new Promise<never>(() => undefined);
  const metrics = { contentType: 'text/plain', text: () => silent };
  const watch = await startWatch('0', metrics, () => silent, 20);
  onTestFinished(() => watch.close());
  const ask = async (path: string) => (await fetch(`http://127.0.0.1:${watch.port}${path}`)).status;
  expect([await ask('/healthz'), await ask('/readyz'), await ask('/metrics'), await ask('/else')]).toEqual([
    200, 503, 503, 404,
  ]);
});

it('logs as Cloud Logging reads it, and all lines of a run under one trace', () => {
  const lines: Record<string, unknown>[] = [];
  const log = createFleetLog({ write: (line: string) => void lines.push(JSON.parse(line)) });
  log.job({ ...JOB, outcome: 'done', because: null });
  log.job({ ...JOB, queue: 'investigate', outcome: 'failed', because: 'GitHub is away' });
  log.job({ ...JOB, run: 'another', outcome: 'given up', because: 'GitHub is away' });
  log.job({ ...JOB, run: null, outcome: 'handed back', because: null });
  log.note('worker takes jobs');
  log.trouble('PostgreSQL is away');
  expect(lines.map(({ severity, message }) => [severity, message])).toEqual([
    ['INFO', 'publish checkout: done'],
    ['WARNING', 'investigate checkout: failed: GitHub is away'],
    ['ERROR', 'publish checkout: given up: GitHub is away'],
    ['INFO', 'publish checkout: handed back'],
    ['INFO', 'worker takes jobs'],
    ['ERROR', 'PostgreSQL is away'],
  ]);
  for (const { time } of lines) expect(new Date(String(time)).toISOString()).toBe(time);
  const [first, same, another, none] = lines.map((line) => line['logging.googleapis.com/trace']);
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(same).toBe(first);
  expect(another).toMatch(/^[0-9a-f]{32}$/);
  expect(another).not.toBe(first);
  expect(none).toBeUndefined();
});
