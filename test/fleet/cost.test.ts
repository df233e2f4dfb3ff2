import { expect, it } from 'vitest';
import { startFleetWorld } from '../support/fleet.ts';
import { logsOfServices, PROBLEMS_OF_A_SERVICE } from '../support/problems.ts';

const SERVICES = Number(process.env.FLEET_SERVICES ?? (process.env.LONG ? 40 : 6));
const WARM = SERVICES > 20 ? 20 : 2;

it('uses little of the processor and of PostgreSQL for a cluster', { timeout: 600_000 }, async () => {
  const world = await startFleetWorld();
  const worker = world.meteredWorker('--concurrency', '1');
  const logs = [...logsOfServices(WARM + SERVICES)];
  await world.enqueueAll(new Map(logs.slice(0, WARM)), 'draft');
  await world.ended(WARM);
  const before = await worker.used();
  const began = performance.now();
  await world.enqueueAll(new Map(logs.slice(WARM)), 'draft');
  await world.ended(WARM + SERVICES);
  const seconds = (performance.now() - began) / 1000;
  const after = await worker.used();
  worker.kill('SIGTERM');
  await worker.finished;
  const clusters = SERVICES * PROBLEMS_OF_A_SERVICE;
  const milliseconds = (after.milliseconds - before.milliseconds) / clusters;
  const statements = (after.statements - before.statements) / clusters;
  console.log(
    `a cluster: ${milliseconds.toFixed(1)} ms of processor time, ${statements.toFixed(1)} statements; ` +
      `${(clusters / seconds).toFixed(1)} clusters a second`,
  );
  expect(statements).toBeLessThan(200);
});
