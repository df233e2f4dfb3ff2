import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { listDrafts } from '../../src/store/drafts.ts';
import { type FleetWorld, startFleetWorld } from '../support/fleet.ts';
import { startPostgres } from '../support/postgres/server.ts';
import { logsOfServices, PROBLEMS_OF_A_SERVICE } from '../support/problems.ts';

const SERVICES = Number(process.env.FLEET_SERVICES ?? 40);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it('makes the same of the same logs with 1, 2 and 4 workers, and in one process', { timeout: 3_600_000 }, async () => {
  const logs = logsOfServices(SERVICES);
  const seen: { name: string; clusters: string[] }[] = [];
  const speeds: string[] = [];
  for (const count of [1, 2, 4]) {
    const world = await startFleetWorld();
    const workers = Array.from({ length: count }, () => world.worker('--concurrency', '1'));
    await pause(4_000);
    const began = performance.now();
    await world.enqueueAll(logs, 'draft');
    await world.ended(SERVICES);
    const seconds = (performance.now() - began) / 1000;
    speeds.push(`${count}: ${((SERVICES * PROBLEMS_OF_A_SERVICE) / seconds).toFixed(1)}`);
    for (const worker of workers) worker.kill('SIGTERM');
    await Promise.all(workers.map(({ finished }) => finished));
    seen.push({ name: `${count} workers`, clusters: await outcomeOf(world) });
  }
  const alone = await startFleetWorld();
  for (const service of logs.keys()) {
    if (Number(service.slice('service-'.length)) >= 5) break;
    await alone.enqueue(service, logs.get(service) ?? []);
    const run = ['triage', '--service', service, '--investigator', 'rules'];
    await alone.run(...run, '--source', `${alone.folder}/logs/${service}.ndjson`);
  }
  console.log(`clusters a second by workers: ${speeds.join(', ')}`);
  for (const { name, clusters } of seen) expect(clusters, name).toEqual(seen[0]?.clusters);
  const oneProcess = await outcomeOf(alone);
  expect(oneProcess).toHaveLength(10);
  expect(seen[0]?.clusters).toEqual(expect.arrayContaining(oneProcess));
});

/** Every draft, without what differs from run to run. */
async function outcomeOf({ store }: FleetWorld): Promise<string[]> {
  const drafts = await listDrafts(store);
  return drafts
    .map(({ fingerprint, title, priority, content, state, run, id }) =>
      JSON.stringify({ fingerprint, title, priority, content, status: state.status })
        .replaceAll(id, 'DRAFT')
        .replaceAll(run, 'RUN'),
    )
    .sort();
}

it('asks PostgreSQL for little while there is nothing to do', { timeout: 300_000 }, async () => {
  const server = await startPostgres();
  onTestFinished(() => server.stop());
  const world = await startFleetWorld({}, { database: server.url });
  const worker = world.worker();
  const transactions = async (): Promise<number> => {
    const { rows } = await sql<{ number: number }>`
      select sum(xact_commit) as number from pg_stat_database where datname = current_database()`.execute(
      world.store.db,
    );
    return Number(rows[0]?.number);
  };
  await pause(20_000);
  const before = await transactions();
  await pause(60_000);
  const perMinute = (await transactions()) - before;
  worker.kill('SIGTERM');
  await worker.finished;
  console.log(`an idle worker: ${perMinute} transactions a minute`);
  expect(perMinute).toBeLessThan(240);
});
