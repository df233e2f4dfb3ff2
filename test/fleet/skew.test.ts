import { expect, it } from 'vitest';
import { startFleetWorld } from '../support/fleet.ts';
import { logsOfServices, PROBLEMS_OF_A_SERVICE } from '../support/problems.ts';

const SERVICES = 3;
const MINUTE = 60_000;

it('keeps one time and one writer though the clocks of two workers are twenty minutes apart', async () => {
  const world = await startFleetWorld();
  const workers = [world.skewedWorker(10 * MINUTE), world.skewedWorker(-10 * MINUTE)];
  await world.enqueueAll(logsOfServices(SERVICES), 'auto');
  await world.ended(SERVICES);
  for (const worker of workers) worker.kill('SIGTERM');
  const said = await Promise.all(workers.map(({ finished }) => finished));
  // Both had a part in it, each by a clock of its own.
  for (const { stdout } of said) expect(stdout).toContain('"outcome":"done"');
  const times = said.map(({ stdout }) => Date.parse(/"time":"([^"]+)"/.exec(stdout)?.[1] ?? ''));
  expect((times[0] ?? 0) - (times[1] ?? 0)).toBeGreaterThan(19 * MINUTE);
  expect(world.tracker.issues().map(({ state }) => state)).toEqual(
    Array(SERVICES * PROBLEMS_OF_A_SERVICE).fill('open'),
  );
  const written = await world.store.db.selectFrom('ledger').select(['at', 'step']).execute();
  expect(written.filter(({ step }) => step === 'create-issue')).toHaveLength(SERVICES * PROBLEMS_OF_A_SERVICE);
  for (const { at } of written) expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(2 * MINUTE);
});
