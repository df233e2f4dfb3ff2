import { expect, it } from 'vitest';
import { listDrafts } from '../../src/store/drafts.ts';
import { startFleetWorld } from '../support/fleet.ts';

it('takes a job over from a worker that stands still, which then changes nothing any more', {
  timeout: 180_000,
}, async () => {
  const world = await startFleetWorld();
  const paused = world.worker();
  // The request to make the first issue is under way when the worker stops.
  world.tracker.failNext({ method: 'POST', path: /issues$/, fault: { kind: 'hang' } });
  await world.enqueue('checkout', ['Payment gateway timed out', 'Cart could not be saved']);
  const hasPosted = async (): Promise<boolean> =>
    (await world.store.db.selectFrom('ledger').select('step').where('step', '=', 'create-issue').execute()).length > 0;
  while (!(await hasPosted())) await new Promise((resolve) => setTimeout(resolve, 50));
  paused.kill('SIGSTOP');
  const other = world.worker();
  await world.ended(1);
  const titles = () =>
    world.tracker
      .issues()
      .map(({ title }) => title)
      .sort();
  const posted = titles();
  paused.kill('SIGCONT');
  paused.kill('SIGTERM');
  const { stdout } = await paused.finished;
  other.kill('SIGTERM');
  await other.finished;
  expect(stdout).toContain('"outcome":"taken over"');
  expect(posted).toHaveLength(2);
  expect(titles()).toEqual(posted);
  expect((await listDrafts(world.store)).map(({ state }) => state.status)).toEqual(['posted', 'posted']);
  expect(await world.store.db.selectFrom('runs').select('id').execute()).toHaveLength(1);
});
