import { expect, it, onTestFinished } from 'vitest';
import { openQueue } from '../../src/fleet/queue.ts';
import { listDrafts } from '../../src/store/drafts.ts';
import { startFleetWorld } from '../support/fleet.ts';
import { freePort } from '../support/postgres/server.ts';
import { databaseOf } from '../support/store.ts';

it('takes a service from its logs to its issues, step by step, and stops when it is told to', async () => {
  const world = await startFleetWorld({ worklog: { commit: true, branch: 'ops' } });
  const port = await freePort();
  const worker = world.worker('--listen', String(port));
  const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  await world.enqueue('checkout', [
    'Payment gateway timed out',
    'Cart could not be saved',
    'Payment gateway timed out',
  ]);
  await world.ended(1);
  const issues = world.tracker.issues().filter(({ state }) => state === 'open');
  expect(issues).toHaveLength(2);
  const drafts = await listDrafts(world.store);
  expect(drafts.map(({ state }) => state.status)).toEqual(['posted', 'posted']);
  expect([await ask('/healthz'), await ask('/readyz')]).toEqual(['ok\n', 'ready\n']);
  await expect.poll(() => ask('/metrics')).toContain('log_gardener_jobs_total{queue="publish",outcome="done"} 1');
  for (const line of [
    'log_gardener_entries_total 3',
    'log_gardener_clusters_total 2',
    'log_gardener_posts_total 2',
    'log_gardener_drafts{status="posted"} 2',
    'queue_depth{queue="publish"} 0',
  ]) {
    expect(await ask('/metrics')).toContain(line);
  }
  worker.kill('SIGTERM');
  const { code, stdout, stderr } = await worker.finished;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(world.tracker.files('ops').get('worklogs/README.md')).toContain('| 2 | 2 | 0 | done |');
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(lines).toContainEqual(expect.objectContaining({ severity: 'INFO', queue: 'publish', outcome: 'done' }));
});

it('makes one issue of one problem of several services, and lists them', async () => {
  const world = await startFleetWorld();
  const worker = world.worker();
  await world.enqueue('checkout', ['Payment gateway timed out', 'Payment gateway timed out']);
  await world.ended(1);
  await world.enqueue('cart', ['Payment gateway timed out']);
  await world.ended(2);
  worker.kill('SIGTERM');
  await worker.finished;
  const [issue, ...others] = world.tracker.issues();
  expect(others).toEqual([]);
  expect(issue?.body).toContain('Logged by 2 services:');
  expect(issue?.body).toContain('cart: at least 1 entry, last seen 2025-09-12 22:00 UTC');
  expect(issue?.body).toContain('checkout: at least 2 entries, last seen 2025-09-12 22:00 UTC');
  expect(issue?.comments.map(({ body }) => body).join()).toContain('cart');
});

it('keeps what failed for good where doctor shows it, and tries it again when asked', async () => {
  const world = await startFleetWorld();
  const worker = world.worker();
  await world.enqueue('checkout', ['Payment gateway timed out']);
  await world.ended(1);
  worker.kill('SIGTERM');
  await worker.finished;
  const look = async () => (await world.run('doctor', '--json')).stdout;
  expect(await look()).toContain('nothing failed for good');
  const queue = await openQueue(databaseOf(world.folder), { isWorker: false, onError: () => undefined });
  onTestFinished(() => queue.stop());
  const data = { service: 'cart', mode: 'draft', sources: [] };
  // As pg-boss leaves it when all tries have failed.
  const id = await queue.boss.send('collect', data, { retryLimit: 0 });
  await queue.boss.fetch('collect');
  await queue.boss.fail('collect', id ?? '', { message: 'no such project' });
  expect(await look()).toContain('1 job failed for good: collect cart (no such project)');
  expect((await world.run('enqueue', '--retry')).stdout).toBe('1 job to be tried again.\n');
  expect(await look()).toContain('1 to collect');
});
