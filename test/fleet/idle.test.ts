import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { startFleetWorld } from '../support/fleet.ts';
import { startPostgres } from '../support/postgres/server.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

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
  expect(perMinute).toBeLessThan(120);
});
