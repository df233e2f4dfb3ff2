import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openQueue } from '../../src/fleet/queue.ts';
import type { Run } from '../../src/model/run.ts';
import { getRun } from '../../src/store/runs.ts';
import { logOf } from '../support/cloud-logging/log.ts';
import { startFakeLogging } from '../support/cloud-logging/server.ts';
import { type FleetWorld, startFleetWorld } from '../support/fleet.ts';
import { logEntry } from '../support/log-entries.ts';
import { databaseOf } from '../support/store.ts';

const KEY = '.log-gardener/redaction.key';

/** In slices of a minute. */
const FLEET = { fleet: { slice: '1m', searchesPerMinute: 5_000, writesPerMinute: 5_000 } };

/** One entry a second, for five minutes. */
const MESSAGES = Array.from({ length: 300 }, (_, nth) =>
  nth % 3 === 0 ? 'Payment gateway timed out' : `Cart ${nth} could not be saved for jane@example.com`,
);

async function firstRun({ store }: FleetWorld): Promise<Run> {
  const [row] = await store.db.selectFrom('runs').select('id').orderBy('number').execute();
  return (await getRun(store, row?.id ?? '')) ?? expect.unreachable();
}

/** What a run says of its logs, and its worklog, without what differs from run to run. */
function outcomeOf(world: FleetWorld, run: Run) {
  const { window, context, collected, clusters } = run;
  const found = clusters.map(({ cluster, priority, assessment }) => ({ cluster, priority, assessment }));
  const name = `GCP-LOG-GARDENER-WORKLOG-checkout-${run.id}.md`;
  const worklog = readFileSync(join(world.folder, 'worklogs', name), 'utf8').split('\n');
  const outcome = { window, context, collected, found, worklog: worklog.filter((line) => !OF_THE_RUN.test(line)) };
  return JSON.parse(JSON.stringify(outcome).replaceAll(world.folder, 'FOLDER').replaceAll(run.id, 'RUN'));
}

/** When it was begun and by what, and what GitHub was asked: in a fleet by others than the worker that ends it. */
const OF_THE_RUN =
  /GitHub: \d+ requests|"githubRequests"|"(?:started|updated)At"|^# |\*\*Generated|^\| (?:started|last change) /;

it('reads a long window in slices with two workers, and makes of it what one process does', async () => {
  const world = await startFleetWorld(FLEET);
  const workers = [world.worker(), world.worker()];
  await world.enqueueAll(new Map([['checkout', MESSAGES]]), 'draft');
  await world.ended(1);
  for (const worker of workers) worker.kill('SIGTERM');
  const printed = (await Promise.all(workers.map(({ finished }) => finished))).map(({ stdout }) => stdout).join('');
  expect(printed.match(/"queue":"slice".*"outcome":"done"/g)).toHaveLength(5);
  expect(printed.match(/"queue":"merge".*"outcome":"done"/g)).toHaveLength(1);
  for (const table of ['plans', 'slices', 'shards'] as const) {
    expect(await world.store.db.selectFrom(table).selectAll().execute()).toEqual([]);
  }
  const alone = await startFleetWorld(FLEET);
  await alone.enqueueAll(new Map([['checkout', MESSAGES]]), 'draft');
  mkdirSync(join(alone.folder, '.log-gardener'));
  copyFileSync(join(world.folder, KEY), join(alone.folder, KEY));
  const source = ['--source', join(alone.folder, 'logs/checkout.ndjson')];
  await alone.run('triage', '--service', 'checkout', '--investigator', 'rules', ...source);
  expect(outcomeOf(world, await firstRun(world))).toEqual(outcomeOf(alone, await firstRun(alone)));
});

it('ends a run whose slice nobody could read, says so, and reads all of that time again', async () => {
  const now = Date.now();
  const minutes = (ago: number): string => new Date(now - ago * 60_000).toISOString();
  const entries = Array.from({ length: 50 }, (_, nth) =>
    logEntry({
      ...{ insertId: `entry-${nth}`, logName: 'projects/acme/logs/stderr', textPayload: 'Payment gateway timed out' },
      ...{ timestamp: minutes(nth + 5), receiveTimestamp: minutes(nth + 5) },
    }),
  );
  const log = logOf(entries);
  const fault = (call: number) => (call === 1 ? 'PERMISSION_DENIED' : null);
  const fake = await startFakeLogging({ log, now: Date.now, readsPerMinute: 6_000, fault });
  onTestFinished(() => fake.stop());
  const settings = { ...FLEET, project: 'acme', window: '1h', logging: { readsPerMinute: 6_000 } };
  const world = await startFleetWorld({ ...settings, fleet: { ...FLEET.fleet, slice: '20m' } }, { logging: fake.host });
  const queue = await openQueue(databaseOf(world.folder), { isWorker: false, onError: () => undefined });
  onTestFinished(() => queue.stop());
  await queue.boss.updateQueue('slice', { retryLimit: 0 });
  const worker = world.worker();
  await world.run('enqueue', '--service', 'shop');
  await world.ended(1);
  const run = await firstRun(world);
  expect(run.status).toBe('partial');
  expect(run.collected.truncated).toMatch(
    /^Cloud Logging \(project acme, service shop\): nothing from \S+ to \S+ was read \(/,
  );
  expect(run.collected.kept).toBeLessThan(50);
  expect(await world.store.db.selectFrom('watermarks').selectAll().execute()).toEqual([]);
  expect((await world.run('doctor', '--json')).stdout).toContain('1 job failed for good: slice shop (');
  await world.run('enqueue', '--service', 'shop');
  await world.ended(2);
  worker.kill('SIGTERM');
  await worker.finished;
  const rows = await world.store.db.selectFrom('runs').select('id').orderBy('number', 'desc').execute();
  const next = await getRun(world.store, rows[0]?.id ?? '');
  expect(next?.collected).toMatchObject({ kept: 50, truncated: null });
  expect((await firstRun(world)).collected).toEqual(run.collected);
});
