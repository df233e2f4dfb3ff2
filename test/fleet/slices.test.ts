import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { getRun } from '../../src/store/runs.ts';
import { type FleetWorld, startFleetWorld } from '../support/fleet.ts';

const KEY = '.log-gardener/redaction.key';

/** In slices of a minute. */
const FLEET = { fleet: { slice: '1m', searchesPerMinute: 5_000, writesPerMinute: 5_000 } };

/** One entry a second, for five minutes. */
const MESSAGES = Array.from({ length: 300 }, (_, nth) =>
  nth % 3 === 0 ? 'Payment gateway timed out' : `Cart ${nth} could not be saved for jane@example.com`,
);

async function onlyRun({ store }: FleetWorld): Promise<Run> {
  const [row] = await store.db.selectFrom('runs').select('id').execute();
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
  expect(outcomeOf(world, await onlyRun(world))).toEqual(outcomeOf(alone, await onlyRun(alone)));
});
