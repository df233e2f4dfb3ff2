import { expect, it } from 'vitest';
import { startFleetWorld } from '../support/fleet.ts';
import { logsOfServices, PROBLEMS_OF_A_SERVICE } from '../support/problems.ts';

const SERVICES = Number(process.env.FLEET_SERVICES ?? (process.env.LONG ? 100 : 6));
const WORKERS = process.env.LONG ? [1, 2, 4] : [1];
/** A process that has just started is slow at everything. */
const WARM = process.env.LONG ? 20 : 2;
/** Sent to PostgreSQL for a cluster, its share of reading and ending its run included. */
const MOST_STATEMENTS = 55;

it('uses little of the processor and of PostgreSQL for a cluster, however many workers there are', {
  timeout: 3_600_000,
}, async () => {
  for (const count of WORKERS) {
    const world = await startFleetWorld();
    const workers = Array.from({ length: count }, () => world.meteredWorker('--concurrency', '1'));
    const logs = [...logsOfServices(WARM * count + SERVICES)];
    const used = () => Promise.all(workers.map((worker) => worker.used()));
    await world.enqueueAll(new Map(logs.slice(0, WARM * count)), 'draft');
    await world.ended(WARM * count);
    const before = await used();
    const began = performance.now();
    await world.enqueueAll(new Map(logs.slice(WARM * count)), 'draft');
    await world.ended(WARM * count + SERVICES);
    const seconds = (performance.now() - began) / 1000;
    const after = await used();
    for (const worker of workers) worker.kill('SIGTERM');
    await Promise.all(workers.map(({ finished }) => finished));
    const clusters = SERVICES * PROBLEMS_OF_A_SERVICE;
    const each = (what: 'milliseconds' | 'statements'): number =>
      after.reduce((sum, worker, nth) => sum + worker[what] - (before[nth]?.[what] ?? 0), 0) / clusters;
    console.log(
      `${count} workers: ${(clusters / seconds).toFixed(1)} clusters a second; for each ` +
        `${each('milliseconds').toFixed(1)} ms of processor time and ${each('statements').toFixed(1)} statements`,
    );
    expect(each('statements')).toBeLessThan(MOST_STATEMENTS);
  }
});
